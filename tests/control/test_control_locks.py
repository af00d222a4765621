"""What is locked can't be changed by any route, also not in SQL by the program's own database role."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from styrhus.control import actions
from styrhus.control.models import (
    Answer,
    AuditCase,
    AuditReply,
    Cycle,
    Delegation,
    DelegationUse,
    Evidence,
    Finding,
    FindingMeasure,
    Performance,
    PlannedControl,
    SelfAssessment,
    Substitution,
    SystemText,
)
from styrhus.embedded import PROGRAM
from styrhus.identity.roles import Role
from styrhus.privileges import set_privileges
from tests.control.test_findings import made_ready
from tests.control.test_internal_control import DEVIATION, finished, perform
from tests.databases import connect, own_database, skip_unless_house_roles
from tests.factories import document, user

from .test_internal_control import control, cycle  # noqa: F401 - fixtures


def refuses(row, **values):
    """Neither a change nor a removal gets past the database."""
    rows = type(row)._base_manager.filter(pk=row.pk)
    for act in (lambda: rows.update(**values), lambda: rows._raw_delete(rows.db)):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert rows.exists()


def test_the_logs_are_append_only(place, cycle, delegation, small):  # noqa: F811
    perform(cycle, place.controller, measure_owner=place.controller, **DEVIATION)
    actions.describe_system(
        agency=place.agency, kind="roles", text="Ord", valid_from=date(2023, 1, 1), by=place.controller
    )
    head = place.people[Role.DEPARTMENT_HEAD]
    actions.use_delegation(user=head, post=small.post, amount=1, on=date(2023, 5, 1), purpose="Prøve", by=head)
    refuses(Performance.objects.get(), evidence="Annet")
    refuses(SystemText.objects.get(), text="Annet")
    refuses(DelegationUse.objects.get(), amount=2)


def test_an_approved_year_is_locked_with_all_that_is_in_it(place, cycle):  # noqa: F811
    perform(cycle, place.controller)
    finished(place, cycle)
    actions.approve_cycle(cycle=cycle, by=place.people[Role.DIRECTOR])
    refuses(Cycle.objects.get(), overall="Annet")
    refuses(PlannedControl.objects.get(), times=1)
    refuses(SelfAssessment.objects.order_by("pk")[0], submitted_at=None, submitted_by=None)
    refuses(Answer.objects.order_by("pk")[0], words="Annet")
    planned = PlannedControl.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        Performance.objects.create(
            planned=planned, performed_on=date(2023, 5, 1), performed_by=place.controller, result="satisfactory",
            evidence="Etterpå", made_at="2023-05-01T10:00Z",
        )  # fmt: skip


def test_a_delegation_never_changes_but_is_withdrawn_once(place, delegation):
    refuses(delegation, per_commitment=2_000_000)
    refuses(delegation, posts=[])
    director = place.people[Role.DIRECTOR]
    actions.withdraw_delegation(delegation=delegation, from_day=date(2023, 5, 1), why="Ny leder", by=director)
    refuses(delegation, withdrawn_why="Annet")
    with pytest.raises(DatabaseError), transaction.atomic():
        Delegation.objects.update(withdrawn_on=None, withdrawn_by=None, withdrawn_why="")


def test_a_substitution_never_changes(place, delegation):
    other = user(Role.CASE_OFFICER, place.agency)
    row = actions.set_substitute(
        delegation=delegation, substitute=other, begin=date(2023, 5, 1), end=date(2023, 5, 2),
        by=place.people[Role.DIRECTOR],
    )  # fmt: skip
    refuses(Substitution.objects.get(pk=row.pk), end=date(2023, 12, 31))


def test_a_closed_finding_is_locked_with_all_that_is_in_it(place, finding):
    made_ready(finding, place.people[Role.CASE_OFFICER])
    Finding.objects.update(title="Kan endres før den er lukket")
    actions.verify_closed(finding=finding, words="Ja", by=place.controller)
    refuses(Finding.objects.get(), title="Annet")
    refuses(FindingMeasure.objects.get(), text="Annet")
    refuses(Evidence.objects.get(), text="Annet")
    refuses(AuditCase.objects.get(), title="Annet")
    with pytest.raises(DatabaseError), transaction.atomic():
        Evidence.objects.create(finding=finding, text="Etterpå", made_at="2023-05-01T10:00Z")


def test_the_database_too_wants_four_eyes(place, finding):
    made_ready(finding, place.people[Role.CASE_OFFICER])
    officer = place.people[Role.CASE_OFFICER]
    with pytest.raises(DatabaseError), transaction.atomic():
        Finding.objects.update(state="closed", closed_by=officer, closed_at="2023-05-01T10:00Z", closed_text="Ja")


def test_a_reply_is_not_sent_without_the_ministry_s_copy(place, finding):
    reply = actions.draft_reply(case=finding.case, title="Svar", document=document(place.agency), by=place.controller)
    sent = actions.send_reply(reply=reply, sent_on=date(2023, 5, 1), by=place.controller)
    refuses(sent, title="Annet")
    other = actions.draft_reply(case=finding.case, title="Nytt", document=document(place.agency), by=place.controller)
    fields = {"sent_on": sent.sent_on, "sent_at": sent.sent_at, "sent_by": sent.sent_by, "entry": sent.entry}
    with pytest.raises(DatabaseError, match="no copy"), transaction.atomic():
        AuditReply.objects.filter(pk=other.pk).update(copied_to=place.ministry, **fields)
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditReply.objects.filter(pk=other.pk).update(**fields)


@pytest.fixture(scope="module")
def program_database(made_database, django_db_blocker):
    """A database of its own with a closed finding and an approved year in it, for the program's role to try."""
    with django_db_blocker.unblock(), own_database("control_locks"):
        skip_unless_house_roles()
        assert set_privileges()
        with connection.cursor() as cursor:
            cursor.execute(SEED)
        yield


# The least that locked rows need; made by the owner in SQL, since only their locks are tried here.
SEED = """
insert into identity_organisation (id, kind, name, short_name, number, area_code, language_form)
    values (901, 'directorate', 'Prøve av lås', 'PL', '', '', 'nb');
insert into identity_user (id, password, email, name, language, is_active, feed_key)
    values (901, '!', 'las1@example.invalid', 'Prøve En', 'nb', true, ''),
           (902, '!', 'las2@example.invalid', 'Prøve To', 'nb', true, '');
insert into archive_document (id, organisation_id, title, public_title, filename, media_type, size, sha256, file, text,
    direction, case_number, sender, recipient, journal_date, exemption, registered_at)
    values (901, 901, 'Brev', '', 'a.txt', 'text/plain', 1, repeat('a', 64), 'a', '', 'X', '', '', '', now(), '', now());
insert into control_auditcase (id, agency_id, body, body_name, title, reference, received_on, document_id, made_at)
    values (901, 901, 'riksrevisjonen', '', 'Sak', '', '2023-01-01', 901, now());
insert into control_finding (id, case_id, number, title, text, priority, state, owner_id, proposed_by_id, proposed_at,
    proposed_text, closed_by_id, closed_at, closed_text, made_at, lines)
    values (901, 901, 1, 'Merknad', '', 'high', 'closed', 901, 901, now(), 'Ferdig', 902, now(), 'Sett', now(), '{}');
insert into control_cycle (id, agency_id, year, state, shortfall, grade, overall, matters, assessed_by_id, assessed_at,
    approved_by_id, approved_at) values (901, 901, 2022, 'approved', '', 'good', 'God', '', 901, now(), 902, now());
"""


@pytest.mark.parametrize("statement", [
    "update control_finding set title = 'Annet' where id = 901",
    "delete from control_finding where id = 901",
    "update control_cycle set overall = 'Annet' where id = 901",
    "update control_cycle set state = 'assessed', approved_at = null, approved_by_id = null where id = 901",
    "delete from control_cycle where id = 901",
    "update control_auditcase set title = 'Annet' where id = 901",
    "insert into control_evidence (finding_id, text, made_at) values (901, 'Etterpå', now())",
    "alter table control_finding disable trigger all",
    "truncate control_finding cascade",
])  # fmt: skip
def test_the_program_s_own_role_is_refused(program_database, statement):
    with connect(PROGRAM) as own:
        with pytest.raises(psycopg.Error) as error:
            own.execute(statement)
        assert error.value.sqlstate in ("23001", "42501"), "restricted by a trigger, or no such privilege"
        own.rollback()
