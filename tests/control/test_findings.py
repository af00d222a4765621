"""The follow-up of audits: from finding to verified closed, by four eyes, and the answer with its copy."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from styrhus.archive.models import JournalEntry
from styrhus.control import actions, agenda, queries
from styrhus.control.models import AuditReply, Finding, FindingState, Priority
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.notices.models import Notice
from tests.control.conftest import TODAY
from tests.factories import document, user
from tests.refusals import refused


def made_ready(finding, officer):
    measure = actions.add_finding_measure(
        finding=finding, text="Skrive rutinen", owner=officer, deadline=date(2023, 4, 1), by=officer
    )
    actions.finish_finding_measure(measure=measure, done_on=date(2023, 3, 30), by=officer)
    actions.add_evidence(finding=finding, text="Rutinen er vedtatt", by=officer)
    return actions.propose_closing(finding=finding, why="Rutinen er i bruk", by=officer)


@pytest.fixture
def officer(place):
    return place.people[Role.CASE_OFFICER]


def test_remarks_from_riksrevisjonen_have_high_priority(finding):
    assert finding.priority == Priority.HIGH


def test_the_way_to_closed(place, finding, officer):
    proposed = made_ready(finding, officer)
    assert proposed.state == FindingState.PROPOSED
    waiting = Notice.objects.filter(kind="control.proposed").values_list("user__name", flat=True)
    assert set(waiting) == {"Prøve Controller", "Prøve Direktør"}
    closed = actions.verify_closed(finding=finding, words="Har sett rutinen", by=place.controller)
    assert closed.state == FindingState.CLOSED
    assert closed.closed_by == place.controller


@pytest.mark.parametrize("lacking", ["measure", "done", "evidence", "words"])
def test_it_is_not_proposed_before_all_is_there(finding, officer, lacking):
    if lacking != "measure":
        measure = actions.add_finding_measure(finding=finding, text="Rutine", owner=officer, deadline=TODAY, by=officer)
        if lacking != "done":
            actions.finish_finding_measure(measure=measure, done_on=TODAY, by=officer)
        if lacking != "evidence":
            actions.add_evidence(finding=finding, text="Se her", by=officer)
    with pytest.raises(ValidationError):
        actions.propose_closing(finding=finding, why="" if lacking == "words" else "Ferdig", by=officer)
    assert Finding.objects.get().state == FindingState.OPEN


def test_the_owner_does_not_verify(place, finding, officer):
    """Also when the owner has a role that verifies others' findings."""
    actions.set_finding_owner(
        finding=finding,
        owner=place.controller,
        department=None,
        deadline=TODAY,
        why="Ny ansvarlig",
        by=place.controller,
    )
    actions.add_finding_measure(finding=finding, text="x", owner=officer, deadline=TODAY, by=place.controller)
    made_ready_by_officer = Finding.objects.get()
    measure = made_ready_by_officer.measures.get()
    actions.finish_finding_measure(measure=measure, done_on=TODAY, by=officer)
    actions.add_evidence(finding=finding, text="Se her", by=officer)
    actions.propose_closing(finding=finding, why="Ferdig", by=officer)
    with pytest.raises(ValidationError) as error:
        actions.verify_closed(finding=finding, words="Ja", by=place.controller)
    assert "En annen enn" in refused(error)
    assert actions.verify_closed(finding=finding, words="Ja", by=place.people[Role.DIRECTOR]).is_closed


def test_who_proposed_does_not_verify(place, finding, officer):
    measure = actions.add_finding_measure(finding=finding, text="x", owner=officer, deadline=TODAY, by=officer)
    actions.finish_finding_measure(measure=measure, done_on=TODAY, by=officer)
    actions.add_evidence(finding=finding, text="Se her", by=officer)
    actions.propose_closing(finding=finding, why="Ferdig", by=place.controller)
    with pytest.raises(ValidationError):
        actions.verify_closed(finding=finding, words="Ja", by=place.controller)


def test_what_is_sent_back_is_open_again_and_the_owner_is_told(place, finding, officer):
    made_ready(finding, officer)
    returned = actions.return_finding(finding=finding, words="Mangler referat", by=place.controller)
    assert returned.state == FindingState.OPEN
    assert Notice.objects.filter(user=officer, kind="control.returned").exists()


def test_nothing_of_a_closed_finding_changes(place, finding, officer):
    made_ready(finding, officer)
    actions.verify_closed(finding=finding, words="Ja", by=place.controller)
    measure = finding.measures.get()
    for act in (
        lambda: actions.add_evidence(finding=finding, text="Mer", by=officer),
        lambda: actions.add_finding_measure(finding=finding, text="x", owner=officer, deadline=TODAY, by=officer),
        lambda: actions.finish_finding_measure(measure=measure, done_on=TODAY, by=officer),
        lambda: actions.verify_closed(finding=finding, words="Igjen", by=place.people[Role.DIRECTOR]),
        lambda: actions.return_finding(finding=finding, words="Igjen", by=place.people[Role.DIRECTOR]),
        lambda: actions.set_finding_owner(
            finding=finding, owner=officer, department=None, deadline=TODAY, why="x", by=place.controller
        ),
    ):
        with pytest.raises(ValidationError):
            act()


@pytest.mark.parametrize("role", [Role.MINISTRY_OFFICIAL, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_reads_does_not_write(place, finding, role):
    with pytest.raises(AccessDenied):
        actions.add_evidence(finding=finding, text="x", by=place.people[role])
    with pytest.raises(AccessDenied):
        actions.set_finding_owner(
            finding=finding, owner=place.controller, department=None, deadline=TODAY, why="x", by=place.people[role]
        )


def test_another_department_does_not_work_on_it(place, finding):
    stranger = user(Role.CASE_OFFICER, place.agency, inside=place.other_department)
    stranger.roles.update(valid_from=date(2022, 1, 1))
    with pytest.raises(ValidationError):
        actions.add_evidence(finding=finding, text="x", by=stranger)


def test_another_agency_has_no_part_in_it(place, finding):
    assert not queries.findings_for(place.other_controller).exists()
    assert not queries.findings_for(place.other_official).exists()
    assert not queries.findings_for(place.stranger).exists()
    with pytest.raises(AccessDenied):
        actions.add_evidence(finding=finding, text="x", by=place.other_controller)


def test_ministry_and_auditor_see_it(place, finding):
    for role in (Role.MINISTRY_OFFICIAL, Role.AUDITOR):
        assert queries.findings_for(place.people[role]).get().pk == finding.pk


def test_a_reply_is_journaled_and_copied_in_the_same_act(place, finding):
    reply = actions.draft_reply(case=finding.case, title="Svar", document=document(place.agency), by=place.controller)
    official = place.people[Role.MINISTRY_OFFICIAL]
    assert not AuditReply.objects.visible_to(official).exists(), "a draft is the agency's own"
    sent = actions.send_reply(reply=reply, sent_on=TODAY, by=place.controller)
    entry = JournalEntry.objects.get()
    assert sent.entry == entry
    assert entry.direction == "U"
    assert "Riksrevisjonen" in entry.recipient
    assert place.ministry in sent.document.shared_with.all()
    assert AuditReply.objects.visible_to(official).exists()
    assert Notice.objects.filter(user=official, kind="control.reply_copied").exists()
    with pytest.raises(ValidationError):
        actions.send_reply(reply=reply, sent_on=TODAY, by=place.controller)


def test_without_a_ministry_it_is_not_marked_as_sent(place, finding):
    reply = actions.draft_reply(case=finding.case, title="Svar", document=document(place.agency), by=place.controller)
    place.agency.parent = None
    place.agency.save()
    reply = AuditReply.objects.select_related("case__agency").get(pk=reply.pk)
    with pytest.raises(ValidationError) as error:
        actions.send_reply(reply=reply, sent_on=TODAY, by=place.controller)
    assert "departement" in refused(error)
    assert AuditReply.objects.get().sent_at is None


def test_the_state_stands_on_every_agenda(place, small, finding):
    state, one = agenda.room_points(small.plan)
    assert (state.weight, one.weight) == (3, 3), "the deadline has passed"
    assert "1 merknad er ikke lukket. 1 er over fristen." in state.text


def test_an_agenda_without_findings_says_so(small):
    (state,) = agenda.room_points(small.plan)
    assert state.text == "Ingen åpne merknader fra revisjon eller tilsyn."


def test_the_annual_report_tells_what_was_open_in_its_year(place, finding, officer):
    made_ready(finding, officer)
    actions.verify_closed(finding=finding, words="Ja", by=place.controller)
    (line,) = queries.report_lines(place.agency, 2023)
    assert (line.measures, line.closed) == ("Skrive rutinen", TODAY)
    assert "1 ble lukket" in queries.report_text(place.agency, 2023)
    assert queries.report_lines(place.agency, 2022) == []
    assert queries.report_lines(place.agency, 2024) == []


def test_a_case_with_a_reply_due_before_it_came_is_refused(place):
    with pytest.raises(ValidationError):
        actions.open_audit_case(
            agency=place.agency, body="riksrevisjonen", title="x", received_on=TODAY, reply_due=date(2023, 4, 30),
            document=document(place.agency), by=place.controller,
        )  # fmt: skip
