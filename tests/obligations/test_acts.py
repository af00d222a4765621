"""Each act: what it does, what it refuses and in which words, and who may not."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from styrhus.archive.models import JournalEntry
from styrhus.audit.models import Event
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.notices.models import Notice
from styrhus.obligations import accounts, actions, queries
from styrhus.obligations.models import Claim
from tests.obligations.conftest import APPRENTICES, ASSET, CLAIM, EVALUATION, PROCUREMENT, PURCHASE
from tests.refusals import refused

CONTACT = {"received_on": date(2023, 4, 20), "body": "En prøvekomité", "subject": "Prøvespørsmål"}
ROUTINE = {"title": "Prøverutine", "text": "Slik gjør vi det.", "document": None}


def test_a_purchase_is_written_with_its_event(here, purchase):
    event = Event.objects.get(act="obligations.enter_purchase")
    assert event.new["amount"] == 500_000
    assert queries.purchase_sums(here.agency.pk, 2023)["ict"].now == 500_000


def test_a_struck_purchase_counts_no_more_and_stays(here, purchase):
    actions.strike_purchase(row=purchase, why="Ført to ganger", by=here.controller)
    purchase.refresh_from_db()
    assert purchase.struck_why == "Ført to ganger"
    assert queries.purchase_sums(here.agency.pk, 2023) == {}
    with pytest.raises(ValidationError) as error:
        actions.change_purchase(row=purchase, values=PURCHASE, by=here.controller)
    assert "strøket" in refused(error)


def test_only_communication_can_be_a_campaign(here):
    with pytest.raises(ValidationError) as error:
        actions.enter_purchase(agency=here.agency, values=PURCHASE | {"campaign": True}, by=here.controller)
    assert "Kommunikasjon" in refused(error)


def test_communication_outside_campaigns_stands_apart(here):
    for amount, campaign in ((100_000, False), (250_000, True)):
        values = PURCHASE | {"field": "communication", "amount": amount, "campaign": campaign}
        actions.enter_purchase(agency=here.agency, values=values, by=here.controller)
    assert queries.communication_sums(here.agency.pk, 2023) == (100_000, 250_000)


@pytest.mark.parametrize("role", [Role.MINISTRY_OFFICIAL, Role.AUDITOR, Role.ADMINISTRATOR])
def test_other_roles_keep_no_registers(here, role):
    with pytest.raises(AccessDenied):
        actions.enter_purchase(agency=here.agency, values=PURCHASE, by=here.people[role])


def test_another_agency_and_another_department_are_refused(here):
    with pytest.raises(AccessDenied):
        actions.list_asset(agency=here.agency, values=ASSET, by=here.other_controller)
    other = PROCUREMENT | {"department": here.other_department}
    with pytest.raises(AccessDenied):
        actions.enter_procurement(agency=here.agency, values=other, by=here.people[Role.CASE_OFFICER])
    theirs = actions.enter_procurement(agency=here.agency, values=other, by=here.controller)
    for values in (other, PROCUREMENT):
        with pytest.raises(AccessDenied):
            actions.change_procurement(row=theirs, values=values, by=here.people[Role.CASE_OFFICER])
    own = PROCUREMENT | {"number": "23/2", "department": here.department}
    assert actions.enter_procurement(agency=here.agency, values=own, by=here.people[Role.CASE_OFFICER]).pk


def test_a_number_that_is_used_is_refused_in_a_sentence(here, asset):
    with pytest.raises(ValidationError) as error:
        actions.list_asset(agency=here.agency, values=ASSET, by=here.controller)
    assert refused(error).startswith("Nummer")


def test_apprentices_under_the_rule_are_asked_about(here, small):
    values = APPRENTICES | {"apprentices": 0}
    actions.count_apprentices(agency=here.agency, values=values, by=here.controller)
    assert queries.newest_apprentices(here.agency.pk).missing == 1
    directive = small.plan.directives.get()
    actions.set_directive_kind(directive=directive, kind="apprentices", by=here.controller)
    directive.refresh_from_db()
    account = accounts.assemble(directive)
    assert any("ikke oppfylt" in sentence for sentence in account.missing)
    assert any(figure.label == "Opplæringskontor" and figure.value == "Prøvekontoret" for figure in account.figures)


def test_an_account_is_assembled_approved_and_then_stands(here, small, purchase):
    directive = small.plan.directives.get()  # «Færre konsulenter»
    actions.answer_directive(directive=directive, answers={"measures": "To er ansatt."}, by=here.controller)
    actions.add_directive_entry(
        directive=directive,
        happened_on=date(2023, 2, 1),
        text="Avtalen er sagt opp.",
        document=None,
        by=here.controller,
    )
    directive.refresh_from_db()
    text = accounts.as_text(accounts.assemble(directive))
    assert "To er ansatt." in text
    assert "Avtalen er sagt opp." in text
    assert "500\xa0000" in text
    with pytest.raises(AccessDenied):
        actions.approve_account(directive=directive, text=text, by=here.people[Role.CASE_OFFICER])
    actions.approve_account(directive=directive, text=text, by=here.people[Role.DIRECTOR])
    with pytest.raises(ValidationError) as error:
        actions.answer_directive(directive=directive, answers={"measures": "Nei."}, by=here.controller)
    assert "godkjent" in refused(error)


def test_an_evaluation_goes_from_plan_to_kudos(here, evaluation):
    with pytest.raises(ValidationError) as error:
        actions.register_in_kudos(row=evaluation, kudos_on=date(2023, 4, 2), kudos_link="", by=here.controller)
    assert "ikke publisert" in refused(error)
    with pytest.raises(ValidationError) as error:
        actions.publish_evaluation(
            row=evaluation, published_on=date(2023, 4, 1), report=None, link="", by=here.controller
        )
    assert "adressen" in refused(error)
    row = actions.publish_evaluation(
        row=evaluation, published_on=date(2023, 4, 1), report=None, link="https://example.invalid/r", by=here.controller
    )
    assert row.state == "published"
    assert list(queries.not_in_kudos(queries.evaluations_for(here.controller))) == [row]
    row = actions.register_in_kudos(row=row, kudos_on=date(2023, 4, 2), kudos_link="", by=here.controller)
    assert row.state == "registered"


def test_costs_are_kept_by_year_and_post(here, small, evaluation):
    for spent in (0, 300_000):
        actions.set_cost(
            evaluation=evaluation, year=2023, post=small.post, planned=400_000, spent=spent, by=here.controller
        )
    actions.set_cost(evaluation=evaluation, year=2024, post=None, planned=100_000, spent=0, by=here.controller)
    row = queries.evaluations_for(here.controller).get()
    assert (row.planned, row.spent) == (500_000, 300_000)


def test_a_report_can_not_be_expected_before_the_contract(here):
    with pytest.raises(ValidationError) as error:
        actions.plan_evaluation(
            agency=here.agency, values=EVALUATION | {"due_on": date(2022, 1, 1)}, by=here.controller
        )
    assert "før kontrakten" in refused(error)


def test_control_points_are_missing_until_they_are_checked(here, procurement):
    (row,) = queries.procurements_for(here.controller)
    assert row.missing == ["need", "competition"]
    with pytest.raises(ValidationError):
        actions.check_point(
            procurement=procurement, point="need", outcome="deviation", deviation="", document=None,
            checked_on=date(2023, 4, 1), by=here.controller,
        )  # fmt: skip
    for outcome, words in (("deviation", "Mangler vedtak"), ("in_order", "")):
        actions.check_point(
            procurement=procurement, point="need", outcome=outcome, deviation=words, document=None,
            checked_on=date(2023, 4, 1), by=here.controller,
        )  # fmt: skip
    (row,) = queries.procurements_for(here.controller)
    assert row.missing == ["competition"]
    assert row.deviations == 0, "the newest control counts"


def test_below_the_thresholds_nothing_is_missing(here):
    actions.enter_procurement(agency=here.agency, values=PROCUREMENT | {"value": 20_000}, by=here.controller)
    (row,) = queries.procurements_for(here.controller)
    assert (row.level, row.missing) == (None, [])
    actions.set_threshold(
        agency=here.agency, level="law", amount=10_000, valid_from=date(2023, 1, 1), source="Egen", by=here.controller
    )
    (row,) = queries.procurements_for(here.controller)
    assert row.level.own
    assert row.missing


def test_an_asset_is_disposed_of_by_who_manages(here, asset):
    given = {"disposed_on": date(2023, 4, 1), "disposed_how": "scrapped", "disposed_note": "Ødelagt"}
    with pytest.raises(AccessDenied):
        actions.dispose_asset(row=asset, by=here.people[Role.CASE_OFFICER], **given)
    with pytest.raises(ValidationError):
        actions.dispose_asset(row=asset, by=here.controller, **given | {"disposed_on": date(2021, 1, 1)})
    row = actions.dispose_asset(row=asset, by=here.controller, **given)
    assert row.disposed_by == here.controller
    with pytest.raises(ValidationError) as error:
        actions.change_asset(row=row, values=ASSET, by=here.controller)
    assert "avhendet" in refused(error)


def test_a_count_says_what_was_not_found(here, asset, settings):
    assert not queries.asset_count_due(here.agency.pk, date(2023, 5, 1))
    assert queries.asset_count_due(here.agency.pk, date(2023, 10, 1))
    with pytest.raises(ValidationError) as error:
        actions.count_assets(agency=here.agency, counted_on=date(2023, 4, 1), found=(), note="", by=here.controller)
    assert "1 eiendel" in refused(error)
    count = actions.count_assets(
        agency=here.agency, counted_on=date(2023, 4, 1), found={asset.pk}, note="", by=here.controller
    )
    assert [line.found for line in count.lines.all()] == [True]
    assert not queries.asset_count_due(here.agency.pk, date(2023, 10, 1))


def test_a_claim_goes_to_the_ministry_journaled_and_back(here, claim):
    official = here.people[Role.MINISTRY_OFFICIAL]
    assert not Claim.objects.visible_to(official).exists(), "the ministry sees what is sent"
    row = actions.send_claim(row=claim, by=here.controller)
    entry = JournalEntry.objects.get(pk=row.entry_id)
    assert here.ministry in entry.document.shared_with.all()
    assert "Avslå" in entry.document.text
    assert Notice.objects.filter(user=official, kind="obligations.claim_sent").exists()
    assert Claim.objects.visible_to(official).get() == row
    assert not Claim.objects.visible_to(here.other_official).exists()
    with pytest.raises(ValidationError):
        actions.assess_claim(row=row, assessment="Nytt", recommendation="Nytt", by=here.controller)
    with pytest.raises(ValidationError):
        actions.close_claim(row=row, closed_note="Ferdig", by=here.controller)
    with pytest.raises(AccessDenied):
        actions.decide_claim(row=row, decision="rejected", text="Nei", by=here.other_official)
    with pytest.raises(AccessDenied):
        actions.decide_claim(row=row, decision="rejected", text="Nei", by=here.controller)
    row = actions.decide_claim(row=row, decision="rejected", text="Vi er enige.", by=official)
    row = actions.close_claim(row=row, closed_note="Avslått", by=here.controller)
    assert row.closed_on == date(2023, 5, 1)


def test_a_claim_without_assessment_is_not_sent(here):
    made = actions.register_claim(agency=here.agency, values=CLAIM, by=here.controller)
    with pytest.raises(ValidationError) as error:
        actions.send_claim(row=made, by=here.controller)
    assert "vurderingen" in refused(error)


@pytest.mark.parametrize("role", [Role.DEPARTMENT_HEAD, Role.CASE_OFFICER])
def test_claims_are_for_the_leaders_alone(here, claim, role):
    assert not Claim.objects.visible_to(here.people[role]).exists()
    with pytest.raises(AccessDenied):
        actions.register_claim(agency=here.agency, values=CLAIM | {"reference": "x"}, by=here.people[role])


def test_nobody_answers_the_storting_before_it_is_cleared(here):
    official = here.people[Role.MINISTRY_OFFICIAL]
    row = actions.enter_contact(agency=here.agency, values=CONTACT, by=here.people[Role.CASE_OFFICER])
    assert Notice.objects.filter(user=official, urgent=True).exists()
    with pytest.raises(ValidationError) as error:
        actions.answer_contact(row=row, answered_on=date(2023, 4, 25), by=here.controller)
    assert "ikke avklart" in refused(error)
    with pytest.raises(AccessDenied):
        actions.clear_contact(row=row, cleared=True, frame="", by=here.people[Role.DIRECTOR])
    row = actions.clear_contact(row=row, cleared=True, frame="Bare publiserte tall.", by=official)
    row = actions.answer_contact(row=row, answered_on=date(2023, 4, 25), by=here.controller)
    assert row.answered_on


def test_a_routine_holds_when_both_sides_have_anchored_it(here):
    row = actions.propose_routine(agency=here.agency, values=ROUTINE, by=here.controller)
    with pytest.raises(AccessDenied):
        actions.anchor_routine(row=row, by=here.controller)
    row = actions.anchor_routine(row=row, by=here.people[Role.DIRECTOR])
    assert not row.holds
    with pytest.raises(ValidationError):
        actions.change_routine(row=row, values=ROUTINE | {"text": "Noe annet"}, by=here.controller)
    with pytest.raises(AccessDenied):
        actions.anchor_routine(row=row, by=here.other_official)
    row = actions.anchor_routine(row=row, by=here.people[Role.MINISTRY_OFFICIAL])
    assert row.holds
    row = actions.make_routine_known(row=row, on=date(2023, 5, 1), by=here.controller)
    newer = actions.renew_routine(row=row, values=ROUTINE, by=here.controller)
    assert list(queries.routines_for(here.controller)) == [newer]


def test_a_measure_that_is_done_says_what_was_done(here):
    strategy = actions.enter_strategy(
        agency=here.agency, by=here.controller,
        values={"title": "Prøveplan", "lead": "PD", "first_year": 2022, "last_year": 2024, "link": "", "role": ""},
    )  # fmt: skip
    values = {
        "number": "1",
        "title": "Kurs",
        "assignment": None,
        "department": None,
        "due_on": None,
        "state": "planned",
        "words": "",
    }
    row = actions.add_measure(strategy=strategy, values=values, by=here.controller)
    with pytest.raises(ValidationError):
        actions.change_measure(row=row, values=values | {"state": "done"}, by=here.controller)
    with pytest.raises(ValidationError):
        actions.add_measure(strategy=strategy, values=values, by=here.controller)
    row = actions.change_measure(row=row, values=values | {"state": "done", "words": "Holdt"}, by=here.controller)
    assert row.state == "done"
    with pytest.raises(ValidationError):
        actions.report_strategy(strategy=strategy, year=2030, text="For sent", by=here.controller)
