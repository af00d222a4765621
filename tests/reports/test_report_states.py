"""From draft to accepted: approval freezes, sending is journaled, the ministry answers, a return opens a new version."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from styrhus.audit.models import Event
from styrhus.identity.access import AccessDenied
from styrhus.identity.models import Organisation
from styrhus.identity.roles import OrganisationKind, Role
from styrhus.ledger import line_sets
from styrhus.ledger.actions import Cause, post_entry
from styrhus.reports import actions, queries
from styrhus.reports.compose import document_of
from styrhus.reports.document import from_json, sha256_of
from styrhus.reports.models import Copy, FrozenReport, Report, ReportPart, SectionSignature
from styrhus.steering.models import Delivery, ReportingDemand
from tests.refusals import refused
from tests.reports.conftest import approved, begun, part, received, sent, written

pytestmark = pytest.mark.usefixtures("august")
YEAR = {"end": date(2023, 12, 31), "cut_off": date(2023, 12, 31), "due": date(2024, 3, 15)}


def test_a_report_is_laid_before_the_director_when_every_section_is_ready(small, place):
    report = begun(small.plan)
    with pytest.raises(ValidationError) as error:
        actions.submit_report(report=report, by=place.controller)
    assert "ikke merket ferdige" in refused(error)
    assert actions.submit_report(report=written(report), by=place.controller).state == "ready"
    with pytest.raises(ValidationError) as error:
        actions.write_part(part=part(report), text="Mer", version=1, by=None)
    assert "lagt fram" in refused(error)
    with pytest.raises(AccessDenied):
        actions.approve_report(report=report, by=place.controller)
    assert actions.take_back_report(report=report, why="En feil", by=place.controller).state == "draft"


def test_approval_freezes_values_and_texts_once(small, place):
    report = approved(small.plan, place)
    frozen = FrozenReport.objects.get(report=report)
    document = from_json(frozen.content)
    assert sha256_of(document) == frozen.sha256
    assert document.status == ""
    assert document_of(report) == document
    before = Event.objects.count()
    assert actions.approve_report(report=report, by=place.people[Role.DIRECTOR]).pk == frozen.pk
    assert Event.objects.count() == before, "approving again does nothing"
    with pytest.raises(ValidationError) as error:
        actions.write_part(part=part(report), text="Endret", version=1, by=None)
    assert "godkjent og låst" in refused(error)


def test_the_annual_report_is_signed_and_goes_to_the_auditor_at_the_same_moment(small, place):
    demand = ReportingDemand.objects.get(plan=small.plan)
    report = sent(small.plan, place, "annual", demand=demand, **YEAR)
    signed = SectionSignature.objects.filter(part__report=report)
    wanted = {one.key for one in report.template.sections if one.signs}
    assert {row.part.key for row in signed} == wanted
    assert len(wanted) == 2
    copies = Copy.objects.filter(step__report=report)
    assert {copy.recipient_id for copy in copies} == {place.ministry.pk, place.auditor_office.pk}
    assert len({copy.sent_at for copy in copies}) == 1
    assert Delivery.objects.get(demand=demand).pk == report.steps.get(kind="sent").delivery_id
    shared = copies[0].document.shared_with.values_list("pk", flat=True)
    assert {place.ministry.pk, place.auditor_office.pk} <= set(shared)


def test_without_an_audit_office_the_annual_report_is_not_sent(small, place):
    report = approved(small.plan, place, "annual", **YEAR)
    Organisation.objects.filter(kind=OrganisationKind.AUDITOR).update(kind=OrganisationKind.VOLUNTARY)
    with pytest.raises(ValidationError) as error:
        actions.send_report(report=report, message="Her", by=place.controller)
    assert "Riksrevisjonen" in refused(error)
    assert Report.objects.get(pk=report.pk).state == "approved"
    assert not report.steps.exists()


def test_sending_twice_sends_once(small, place):
    report = sent(small.plan, place)
    step = report.steps.get()
    assert actions.send_report(report=report, message="Igjen", by=place.controller).pk == step.pk
    assert step.entry.title.startswith("Oversendelse:")
    assert Report.objects.visible_to(place.people[Role.MINISTRY_OFFICIAL]).get() == report


def test_the_ministry_answers_in_order(small, place):
    report, official = sent(small.plan, place), place.people[Role.MINISTRY_OFFICIAL]
    with pytest.raises(ValidationError) as error:
        actions.accept_report(report=report, by=official)
    assert "kan ikke godtas" in refused(error)
    actions.receive_report(report=report, by=official)
    comment = actions.comment_report(report=report, text="Forklar avviket.", part=part(report), by=official)
    assert comment.entry.direction == "I"
    assert Report.objects.get(pk=report.pk).state == "commented"
    for user in (place.controller, place.other_official, place.people[Role.AUDITOR]):
        with pytest.raises(AccessDenied):
            actions.accept_report(report=report, by=user)
    actions.accept_report(report=report, by=official)
    with pytest.raises(ValidationError):
        actions.return_report(report=report, why="For sent", by=official)


def test_a_returned_report_stays_locked_and_a_new_version_is_open(small, place):
    report = received(small.plan, place)
    with pytest.raises(ValidationError) as error:
        actions.return_report(report=report, why="", by=place.people[Role.MINISTRY_OFFICIAL])
    assert "gjøre om" in refused(error)
    new = actions.return_report(report=report, why="Prognosen mangler.", by=place.people[Role.MINISTRY_OFFICIAL])
    assert (new.number, new.state, new.follows_id) == (2, "draft", report.pk)
    assert part(new).text == part(report).text
    saved = actions.write_part(part=part(new), text="Med prognose.", version=0, by=place.controller)
    assert saved.text != part(report).text
    assert [row.pk for row in queries.versions_of(place.controller, new)] == [report.pk, new.pk]
    assert queries.versions_of(place.people[Role.MINISTRY_OFFICIAL], report) == [report]


def test_a_demand_is_delivered_anew_by_the_new_version(small, place):
    demand, official = ReportingDemand.objects.get(plan=small.plan), place.people[Role.MINISTRY_OFFICIAL]
    report = sent(small.plan, place, "annual", demand=demand, **YEAR)
    actions.receive_report(report=report, by=official)
    new = actions.return_report(report=report, why="Signatur mangler.", by=official)
    for one in new.parts.all():
        actions.mark_ready(part=one, by=None)
    actions.submit_report(report=new, by=place.controller)
    actions.approve_report(report=new, by=place.people[Role.DIRECTOR], place="Oslo")
    actions.send_report(report=new, message="Ny utgave.", by=place.controller)
    actions.receive_report(report=new, by=official)
    actions.accept_report(report=new, by=official)
    first, second = Delivery.objects.filter(demand=demand).order_by("pk")
    assert second.follows_id == first.pk
    assert [reply.kind for reply in first.replies.all()] == ["received", "returned"]
    assert [reply.kind for reply in second.replies.all()] == ["received", "accepted"]


def test_an_approved_report_that_is_wrong_is_replaced_before_it_is_sent(small, place):
    report = approved(small.plan, place)
    new = actions.replace_report(report=report, why="Feil post", by=place.controller)
    assert Report.objects.get(pk=report.pk).state == "replaced"
    assert new.state == "draft"
    with pytest.raises(ValidationError):
        actions.send_report(report=report, message="Her", by=place.controller)


def test_every_figure_of_a_frozen_report_recomputes_to_the_same(small, place):
    report = approved(small.plan, place)
    document = document_of(report)
    assert document.figures, "the test would prove nothing"
    for figure in document.figures.values():
        assert figure.known_at is not None
        now = queries.recomputed(report, figure)
        assert now is not None, figure.key
        assert (now.value, now.fingerprint, now.rows) == (figure.value, figure.fingerprint, figure.rows), figure.key


def spend(small, amount: int, key: str) -> None:
    """Paid in March, and entered on the day that the clock shows."""
    lines = line_sets.payment(account="671", amount=Decimal(amount), post=small.post)
    cause = Cause("invoice", "", "Faktura")
    post_entry(
        agency=small.plan.agency, on=date(2023, 3, 5), text="Betalt", lines=lines, cause=cause, key=key, by=None
    )  # fmt: skip


def test_what_is_entered_after_the_freeze_changes_neither_the_report_nor_its_receipt(small, place, settings, client):
    report = begun(small.plan)
    spend(small, 100, "in time")
    written(report, "Brukt: [[ledger.used:671.21]].")
    actions.submit_report(report=report, by=place.controller)
    settings.DEMO_TODAY = date(2023, 8, 2)
    actions.approve_report(report=report, by=place.people[Role.DIRECTOR])
    report = Report.objects.get(pk=report.pk)
    settings.DEMO_TODAY = date(2023, 9, 1)
    spend(small, 7, "too late")
    document = document_of(report)
    figure = document.figures["ledger.used:671.21"]
    assert figure.value == Decimal(100)
    now = queries.recomputed(report, figure)
    assert (now.value, now.fingerprint) == (figure.value, figure.fingerprint)
    new = actions.replace_report(report=report, why="Et bilag kom for sent", by=place.controller)
    assert document_of(new).figures["ledger.used:671.21"].value == Decimal(107)
    client.force_login(place.controller)
    number = queries.numbered_figures(document)["ledger.used:671.21"]
    page = client.get(f"/rapporter/{report.pk}/tall/{number}/")
    assert page.context["same"] is True
    assert "100" in page.context["row"].shown


def test_a_report_with_a_figure_that_is_gone_is_not_approved(small, place):
    """A text that was written before a figure disappeared can't be frozen with a hole in it."""
    report = written(begun(small.plan))
    one = part(report)
    ReportPart.objects.filter(pk=one.pk).update(text="Vi brukte [[ledger.borte]].")
    with pytest.raises(ValidationError) as error:
        actions.submit_report(report=report, by=place.controller)
    assert "[[ledger.borte]]" in refused(error)
