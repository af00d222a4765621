"""Cases and the journal: who sees what, what everyone may read, what may be corrected, and what the database refuses."""

from __future__ import annotations

import contextlib
from datetime import date

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client

from styrhus.archive import corrections, formal, grounds, journal_queries
from styrhus.archive.models import CaseFile, Direction, JournalEntry
from styrhus.audit.models import Event
from styrhus.audit.queries import version_of
from styrhus.embedded import PROGRAM
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.privileges import set_privileges
from tests import factories
from tests.databases import connect, own_database, skip_unless_house_roles
from tests.refusals import refused


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.DEMO_TODAY = date(2023, 5, 1)
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


@pytest.fixture
def place(db):
    return factories.world()


@pytest.fixture
def case(place):
    return formal.open_case(organisation=place.agency, key="dialog", title="Dialog om sak A", by=None)


def filed(case, title="Avvik om sak A", **fields):
    fields = {
        "facts": [],
        "sections": [("Hva", title)],
        "direction": Direction.OUT,
        "sender": "Prøvedir",
        "recipient": "PD",
        "by": None,
    } | fields
    return formal.file_record(case=case, title=title, **fields)


@pytest.fixture
def shared(place, case):
    return filed(case, shared_with=[place.ministry])


@pytest.fixture
def internal(case):
    return filed(case, "Internt notat om sak A", direction=Direction.WITHIN, exemption="offl. § 14")


def page(person, path):
    client = Client()
    client.force_login(person)
    return client.get(path)


# -- the acts


def test_a_case_is_opened_once_and_numbered_within_its_year(place, case):
    again = formal.open_case(organisation=place.agency, key="dialog", title="Noe annet", by=None)
    other = formal.open_case(organisation=place.agency, key="annen", title="Annen", by=None)
    elsewhere = formal.open_case(organisation=place.ministry, key="dialog", title="Deres", by=None)
    assert again == case
    assert [case.number, other.number, elsewhere.number] == ["23/1", "23/2", "23/1"]


def test_the_journal_of_an_organisation_runs_without_gaps_over_its_cases(place, case):
    other = formal.open_case(organisation=place.agency, key="annen", title="Annen", by=None)
    made = [filed(one, f"Brev {n}") for n, one in enumerate((case, other, case))]
    assert [(entry.sequence, entry.number) for entry in made] == [(1, 1), (2, 1), (3, 2)]


def test_a_title_is_kept_on_one_line_and_an_empty_one_is_refused(case):
    assert filed(case, "To\nlinjer\x00  her").title == "To linjer her"
    with pytest.raises(ValidationError) as error:
        formal.journal(
            case=case,
            document=factories.document(case.organisation),
            direction=Direction.IN,
            title=" ",
            sender="",
            recipient="",
            by=None,
        )
    assert "tittel" in refused(error)


def test_titles_and_exemption_are_corrected_with_a_reason_and_nothing_else(place, case, shared):
    corrections.correct_entry(
        entry=shared, title="Avvik", public_title="Melding", exemption="offl. § 13", why="Navn", by=place.controller
    )
    shared.refresh_from_db()
    assert (shared.title, shared.public_title, shared.exemption) == ("Avvik", "Melding", "offl. § 13")
    event = Event.objects.get(act="archive.correct_entry")
    assert event.old == {"title": "Avvik om sak A", "public_title": "", "exemption": ""}
    assert event.why == "Navn"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"why": " "}, "hvorfor"),
        ({"title": " "}, "tom"),
        ({"title": "Avvik om sak A"}, "Ingenting er endret"),
        ({"version": -1}, "Noen andre"),
    ],
)
def test_a_correction_that_lacks_something_is_refused(place, shared, changes, said):
    values = {"title": "Ny", "public_title": "", "exemption": "", "why": "Fordi", "version": version_of(shared)}
    with pytest.raises(ValidationError) as error:
        corrections.correct_entry(entry=shared, by=place.controller, **values | changes)
    assert said in refused(error)


def test_only_those_who_keep_the_journal_correct_and_close(place, case, shared):
    for person in (
        place.people[Role.CASE_OFFICER],
        place.people[Role.DIRECTOR],
        place.people[Role.AUDITOR],
        place.people[Role.MINISTRY_OFFICIAL],
        place.other_controller,
        place.stranger,
    ):
        with pytest.raises(AccessDenied):
            corrections.correct_entry(entry=shared, title="X", public_title="", exemption="", why="Y", by=person)
        with pytest.raises(AccessDenied):
            corrections.close_case(case=case, by=person)
        with pytest.raises(AccessDenied):
            corrections.correct_case(case=case, title="X", public_title="", exemption="", why="Y", by=person)


def test_a_closed_case_takes_no_more_and_the_matter_goes_on_in_a_new_one(place, case, shared):
    corrections.close_case(case=case, by=place.controller)
    case.refresh_from_db()
    with pytest.raises(ValidationError) as error:
        filed(case, "For sent")
    assert "avsluttet" in refused(error)
    with pytest.raises(ValidationError):
        corrections.close_case(case=case, by=place.controller)
    following = formal.open_case(organisation=place.agency, key="dialog", title="Dialog igjen", by=None)
    assert following != case
    assert filed(following, "I tide").number == 1


def test_of_a_closed_case_only_the_public_title_and_the_exemption_are_corrected(place, case, shared):
    corrections.close_case(case=case, by=place.controller)
    values = {"why": "Fordi", "by": place.controller, "public_title": "Dialog", "exemption": ""}
    corrections.correct_case(case=case, title=case.title, **values)
    with pytest.raises(ValidationError):
        corrections.correct_case(case=case, title="Ny tittel", **values)


def test_an_empty_case_is_not_closed(place, case):
    with pytest.raises(ValidationError) as error:
        corrections.close_case(case=case, by=place.controller)
    assert "ingen journalposter" in refused(error)


# -- by hand


def test_a_document_is_journaled_by_hand(place, case):
    document = factories.document(place.agency, title="Brev fra publikum")
    client = Client()
    client.force_login(place.controller)
    form = {"document": document.pk, "direction": "I", "sender": "Prøve Avsender", "recipient": "Prøvedir", "title": ""}
    answer = client.post(f"/dokumenter/saker/{case.pk}/journalfor/", form)
    made = JournalEntry.objects.get()
    assert answer.headers["Location"] == f"/dokumenter/journal/{made.pk}/"
    assert (made.title, made.sender) == ("Brev fra publikum", "Prøve Avsender")
    again = client.post(f"/dokumenter/saker/{case.pk}/journalfor/", form)
    assert again.status_code == 200
    assert JournalEntry.objects.count() == 1


def test_a_form_with_something_missing_keeps_what_was_typed(place, case):
    client = Client()
    client.force_login(place.controller)
    document = factories.document(place.agency)
    form = {"document": document.pk, "direction": "U", "title": "Et svar", "sender": "Prøvedir", "recipient": ""}
    text = client.post(f"/dokumenter/saker/{case.pk}/journalfor/", form).content.decode()
    assert "Skriv hvem dokumentet er sendt til" in text
    assert 'value="Et svar"' in text


def test_nobody_journals_another_body_s_document(place, case):
    foreign = factories.document(place.other_agency)
    with pytest.raises(AccessDenied):
        formal.enter_by_hand(
            case=case,
            document=foreign,
            direction=Direction.IN,
            title="Fremmed",
            sender="X",
            recipient="Y",
            by=place.controller,
        )


# -- who sees


def test_the_ministry_sees_what_is_shared_and_the_auditor_all(place, case, shared, internal):
    official, auditor = place.people[Role.MINISTRY_OFFICIAL], place.people[Role.AUDITOR]
    assert set(journal_queries.entries_for(place.controller)) == {shared, internal}
    assert set(journal_queries.entries_for(official)) == {shared}
    assert set(journal_queries.entries_for(auditor)) == {shared, internal}
    for person in (place.other_controller, place.other_official, place.stranger):
        assert not journal_queries.entries_for(person).exists()
        assert not journal_queries.cases_for(person).exists()
    assert page(official, f"/dokumenter/journal/{internal.pk}/").status_code == 404
    text = page(official, f"/dokumenter/saker/{case.pk}/").content.decode()
    assert "Avvik om sak A" in text
    assert "Internt notat" not in text
    assert "Rett saken" not in text


def test_another_body_reads_the_public_title_of_a_case_and_none_of_its_history(place, case, shared):
    corrections.correct_case(
        case=case,
        title="Sak om Prøve Person",
        public_title="Sak om en person",
        exemption="offl. § 13",
        why="Navn i tittelen",
        by=place.controller,
    )
    official = place.people[Role.MINISTRY_OFFICIAL]
    for path in ("saker/", f"saker/{case.pk}/", "journal/", f"journal/{shared.pk}/"):
        text = page(official, f"/dokumenter/{path}").content.decode()
        assert "Prøve Person" not in text
        assert "Navn i tittelen" not in text
    assert "Prøve Person" in page(place.controller, f"/dokumenter/saker/{case.pk}/").content.decode()
    assert "Sak om en person" in page(official, "/dokumenter/saker/?format=csv").getvalue().decode()


def test_the_public_journal_shows_public_titles_alone(place, case, shared, internal):
    hidden = filed(case, "Klage fra Prøve Person", public_title="Klage", exemption="offl. § 13")
    for suffix in ("", "?format=csv", "?format=xlsx", "?q=Prøve+Person", "?sort=shown_title"):
        answer = page(place.controller, f"/dokumenter/offentlig-journal/{suffix}")
        content = answer.getvalue() if suffix.startswith("?format") else answer.content
        assert b"Pr\xc3\xb8ve Person</" not in content
        assert b"Klage fra" not in content
        assert b"Internt notat" not in content
    shown = {row.pk: row.shown_title for row in journal_queries.public_journal(place.controller)}
    assert shown == {
        shared.pk: "Avvik om sak A",
        internal.pk: "Tittelen er unntatt offentlighet",
        hidden.pk: "Klage",
    }
    found = page(place.controller, "/dokumenter/offentlig-journal/?q=Klage+fra").content.decode()
    assert "Klage</" not in found, "a search may not tell what the hidden title says"


def test_the_ministry_s_public_journal_is_its_own(place, shared):
    assert not journal_queries.public_journal(place.people[Role.MINISTRY_OFFICIAL]).exists()


def test_a_list_and_a_case_cost_the_same_queries_however_long(place, case, django_assert_max_num_queries):
    client = Client()
    client.force_login(place.controller)
    for number in range(12):
        filed(case, f"Brev {number}")
    client.get("/dokumenter/journal/")
    for path in ("journal/", "saker/", f"saker/{case.pk}/", "offentlig-journal/"):
        with django_assert_max_num_queries(22):
            assert client.get(f"/dokumenter/{path}").status_code == 200


# -- grounds


def test_grounds_are_dated_and_say_whether_they_were_read(settings):
    rows = grounds.all_grounds()
    assert len({row.paragraph for row in rows}) == len(rows)
    for row in rows:
        assert row.nb
        assert row.nn
        assert row.en
        assert row.source
        assert row.verified or "ikke kontrollert" in row.label
    settings.DEMO_TODAY = date(2008, 12, 31)
    assert grounds.choices("gml. lov § 5") == [("", "Ikke unntatt"), ("gml. lov § 5", "gml. lov § 5")]


# -- the database


def refuses(statement, *values):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_the_database_keeps_entries_as_they_were_entered(place, case, shared):
    for column, value in (
        ("sender", "En annen"),
        ("journal_date", date(2020, 1, 1)),
        ("document_id", factories.document(place.agency).pk),
        ("number", 99),
        ("direction", "I"),
    ):
        refuses(f"update archive_journalentry set {column} = %s where id = %s", value, shared.pk)
    refuses("delete from archive_journalentry where id = %s", shared.pk)
    refuses("truncate archive_journalentry cascade")
    corrections.close_case(case=case, by=place.controller)
    refuses("update archive_casefile set title = 'Ny' where id = %s", case.pk)
    refuses("update archive_casefile set closed_on = null, closed_by_id = null where id = %s", case.pk)
    refuses("delete from archive_casefile where id = %s", case.pk)
    assert CaseFile.objects.get(pk=case.pk).closed_on == date(2023, 5, 1)


@pytest.mark.slow
def test_the_program_s_own_role_is_refused_too(made_database, django_db_blocker, settings):
    with django_db_blocker.unblock(), own_database("journal"):
        skip_unless_house_roles()
        assert set_privileges()
        place = factories.world()
        case = formal.open_case(organisation=place.agency, key="dialog", title="Sak", by=None)
        entry = filed(case)
        with contextlib.closing(connect(PROGRAM, autocommit=True)) as program:
            for statement in (
                f"update archive_journalentry set sender = 'X' where id = {entry.pk}",
                f"delete from archive_journalentry where id = {entry.pk}",
            ):
                with pytest.raises(psycopg.errors.RestrictViolation):
                    program.execute(statement)
            program.execute(f"update archive_journalentry set public_title = 'X' where id = {entry.pk}")
