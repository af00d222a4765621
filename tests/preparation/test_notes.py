"""The ministry's note: who sees it, the points, the agency's words as they stand, and what a finished note refuses."""

from __future__ import annotations

import contextlib
import io
from datetime import date

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from openpyxl import load_workbook

from styrhus.archive.actions import keep_text
from styrhus.audit.models import Event
from styrhus.audit.queries import version_of
from styrhus.embedded import PROGRAM
from styrhus.identity import clock
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.preparation import actions, queries
from styrhus.preparation.front import cards
from styrhus.preparation.models import NotePoint, Passage, PreparationNote
from styrhus.preparation.points import available_points
from styrhus.preparation.words import words_of_points
from styrhus.privileges import set_privileges
from styrhus.steering.models import Judgement, ProgressNote
from tests import factories
from tests.databases import connect, own_database, skip_unless_house_roles
from tests.refusals import refused


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def first_words(note, kind="parameter"):
    return words_of_points([note.points.get(kind=kind)])[note.points.get(kind=kind).pk][0]


# -- points


def test_the_plan_offers_its_points_under_their_goals_in_the_letter_s_order(small):
    offered = [(one.heading, one.kind, one.label) for one in available_points(small.plan)]
    first = "Mål 1: Flere deltar i arbeidslivet"
    assert offered[:3] == [
        (first, "goal", "Mål 1"),
        (first, "parameter", "SP 1"),
        (first, "assignment", "2023-01"),
    ]
    assert [kind for _heading, kind, _label in offered][-2:] == ["report", "directive"]


def test_points_are_chosen_and_stand_in_the_plan_s_order(note):
    assert [point.kind for point in note.points.all()] == ["goal", "parameter", "assignment"]
    assert note.points.get(kind="assignment").label == "2023-01"


def test_a_point_with_content_does_not_go_by_mistake(note, point, official):
    keys = {one.key for one in note.points.all()} - {point.key}
    actions.write_words(point=point, comment="Se på tallet", question="", assessment="", by=official)
    with pytest.raises(ValidationError) as error:
        actions.choose_points(note=note, keys=keys, by=official)
    assert "har allerede innhold" in refused(error)
    actions.write_words(point=point, comment="", question="", assessment="", by=official)
    actions.choose_points(note=note, keys=keys, by=official)
    assert not NotePoint.objects.filter(pk=point.pk).exists()


def test_a_point_that_is_not_the_plan_s_is_refused(note, official, place):
    other = factories.goal(factories.plan(place.other_agency))
    with pytest.raises(ValidationError):
        actions.choose_points(note=note, keys=[f"goal-{other.pk}"], by=official)


def test_the_next_note_takes_the_points_and_leaves_the_words(note, point, report, official):
    actions.write_words(point=point, comment="Vår kommentar", question="Hvorfor?", assessment="raise", by=official)
    actions.choose_passage(point=point, document=report, first_line=1, last_line=2, by=official)
    following = actions.make_note(plan=note.plan, title="Neste møte", based_on=note, by=official)
    assert [one.key for one in following.points.all()] == [one.key for one in note.points.all()]
    again = following.points.get(kind="parameter")
    assert (again.comment, again.question, again.assessment, again.passages.count()) == ("", "", "", 0)
    earlier, words = queries.earlier_words(official, again)
    assert earlier == point
    assert words[0].text == "Halvårsrapport 2023\nPrøvedirektoratet"
    page = client_of(official).get(f"/forberedelse/punkt/{again.pk}/").content.decode()
    assert "Vår kommentar" in page


# -- the agency's words


def test_words_are_the_lines_of_the_document_and_lead_there(note, point, report, official):
    actions.choose_passage(point=point, document=report, first_line=1, last_line=3, by=official)
    words = first_words(note)
    assert words.text == "\n".join(report.text.split("\n")[:3])
    assert words.source == "Halvårsrapport 2023, linje 1–3"
    assert words.url == f"/dokumenter/{report.pk}/?linjer=1-3#L1"
    assert client_of(official).get(words.url.split("#", maxsplit=1)[0]).status_code == 200
    stored = {str(value) for value in Passage.objects.values().get().values()}
    assert not [value for value in stored if "Halvårsrapport" in value], "the words are never copied"


def test_a_text_that_is_changed_afterwards_is_shown_as_it_is_with_a_warning(note, point, report, official):
    actions.choose_passage(point=point, document=report, first_line=1, last_line=1, by=official)
    assert not first_words(note).changed
    keep_text(document=report, text="Noe annet\nher", by=None)
    words = first_words(note)
    assert (words.text, words.changed) == ("Noe annet", True)
    page = client_of(official).get(f"/forberedelse/punkt/{point.pk}/").content.decode()
    assert "endret siden den ble valgt" in page


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (0, 1, "Skriv linjer fra 1"),
        (5, 4, "Skriv linjer"),
        (1, 10**6, "Skriv linjer"),
        (3, 3, "tomme"),
        (1, 450, "høyst 400"),
    ],
)
def test_lines_that_are_not_there_are_refused_in_one_sentence(point, report, official, first, last, said):  # noqa: PLR0917
    with pytest.raises(ValidationError) as error:
        actions.choose_passage(point=point, document=report, first_line=first, last_line=last, by=official)
    assert said in refused(error)
    assert not Passage.objects.exists()


def test_the_same_lines_are_chosen_once(point, report, official):
    actions.choose_passage(point=point, document=report, first_line=1, last_line=2, by=official)
    with pytest.raises(ValidationError):
        actions.choose_passage(point=point, document=report, first_line=1, last_line=2, by=official)


def test_a_document_that_is_not_shared_gives_no_words(point, place, official):
    internal = factories.document(place.agency, "Internt notat\nom alt")
    with pytest.raises(AccessDenied):
        actions.choose_passage(point=point, document=internal, first_line=1, last_line=1, by=official)


def test_proposals_are_shown_and_one_press_takes_them_in(note, point, report, official):
    client = client_of(official)
    page = client.get(f"/forberedelse/punkt/{point.pk}/").content.decode()
    assert "nummeret i en overskrift" in page
    best = queries.proposals_for(official, point)[0]
    form = {"document": report.pk, "first_line": best.proposal.first, "last_line": best.proposal.last}
    assert client.post(f"/forberedelse/punkt/{point.pk}/linjer/", form).status_code == 302
    assert point.passages.get().first_line == best.proposal.first
    assert best.proposal.first not in {one.proposal.first for one in queries.proposals_for(official, point)}


def test_what_the_agency_wrote_for_the_ministry_can_be_taken_in_and_nothing_else(note, place, small, official):
    point = note.points.get(kind="assignment")
    about = {"assignment": small.assignments[0], "made_by": place.controller, "made_at": clock.now()}
    shared = ProgressNote.objects.create(text="Første del er levert.", shared=True, **about)
    internal = ProgressNote.objects.create(text="Internt: vi er bekymret.", shared=False, **about)
    judged = Judgement.objects.create(colour="yellow", reason="Data kom sent.", shared=True, **about)
    assert set(queries.plan_words_for(official, point)) == {shared, judged}
    client = client_of(official)
    url = f"/forberedelse/punkt/{point.pk}/"
    assert "bekymret" not in client.get(url).content.decode()
    for source in (f"progress-{shared.pk}", f"judgement-{judged.pk}"):
        assert client.post(f"{url}fra-planen/", {"source": source}).status_code == 302
    for source in (f"progress-{internal.pk}", "progress-x", "", "judgement-99999999"):
        assert client.post(f"{url}fra-planen/", {"source": source}).status_code == 404
    assert {one.text for one in words_of_points([point])[point.pk]} == {"Første del er levert.", "Data kom sent."}


def test_words_are_taken_out_again(point, report, official):
    passage = actions.choose_passage(point=point, document=report, first_line=1, last_line=1, by=official)
    assert client_of(official).post(f"/forberedelse/ord/{passage.pk}/ta-ut/").status_code == 302
    assert not Passage.objects.exists()
    assert Event.objects.get(act="preparation.drop_passage").old["first_line"] == 1


# -- the ministry's own words


def test_comments_are_saved_and_a_collision_loses_nothing(point, official):
    client = client_of(official)
    url = f"/forberedelse/punkt/{point.pk}/"
    seen = version_of(point)
    actions.write_words(point=point, comment="Den andres ord", question="", assessment="", by=official)
    answer = client.post(url, {"comment": "Mine ord", "question": "", "assessment": "watch", "version": seen})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Noen andre har skrevet" in page
    assert "Mine ord" in page
    assert "Den andres ord" in page
    point.refresh_from_db()
    assert point.comment == "Den andres ord"
    form = {"comment": "Begges ord", "question": "Hvorfor?", "assessment": "raise", "version": version_of(point)}
    assert client.post(url, form).status_code == 302
    point.refresh_from_db()
    assert (point.comment, point.question, point.assessment) == ("Begges ord", "Hvorfor?", "raise")


def test_completeness_says_which_points_have_no_words(note, point, report, official):
    actions.choose_passage(point=point, document=report, first_line=1, last_line=1, by=official)
    row = queries.notes_for(official).get()
    assert (row.point_count, row.without_words) == (3, 2)
    complete = queries.completeness_of(queries.groups_of(note))
    assert (complete.points, complete.with_words, complete.missing) == (3, 1, 2)
    page = client_of(official).get(f"/forberedelse/{note.pk}/").content.decode()
    assert "Uten ord ennå" in page


# -- who sees it


def test_no_role_of_the_agency_sees_a_note_and_another_ministry_none_of_it(note, point, report, official, place):
    actions.write_words(point=point, comment="Bare for oss", question="", assessment="", by=official)
    passage = actions.choose_passage(point=point, document=report, first_line=1, last_line=1, by=official)
    paths = (
        "/forberedelse/",
        f"/forberedelse/{note.pk}/",
        f"/forberedelse/{note.pk}/notat.docx",
        f"/forberedelse/{note.pk}/?format=csv",
        f"/forberedelse/punkt/{point.pk}/",
        f"/forberedelse/ord/{passage.pk}/ta-ut/",
        f"/forberedelse/nytt/{note.plan.pk}/",
    )
    agency = [
        place.people[role]
        for role in (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.CASE_OFFICER, Role.ADMINISTRATOR)
    ]
    for person in (*agency, place.stranger, place.other_controller):
        assert [client_of(person).get(path).status_code for path in paths] == [403] * len(paths), person
    other = [client_of(place.other_official).get(path).status_code for path in paths]
    assert other == [200, 404, 404, 404, 404, 405, 404]
    auditor = client_of(place.people[Role.AUDITOR])
    assert auditor.get(paths[1]).status_code == 200
    assert "Bare for oss" in auditor.get(paths[4]).content.decode()
    assert auditor.post(paths[4], {"comment": "X", "version": 0}).status_code == 403


def test_the_agency_s_event_log_page_of_its_plan_shows_nothing_of_the_note(note, place):
    events = Event.objects.filter(act__startswith="preparation.")
    assert events.exists()
    page = client_of(place.controller).get("/hendelser/").content.decode()
    assert "Forberedelse til møtet" not in page
    assert "Forberedelsesnotat opprettet" not in page


def test_only_officials_of_the_note_s_ministry_write(note, point, report, place):
    for person in (place.people[Role.AUDITOR], place.other_official, place.controller, place.stranger):
        for act in (
            lambda by=person: actions.write_words(point=point, comment="X", question="", assessment="", by=by),
            lambda by=person: actions.choose_passage(point=point, document=report, first_line=1, last_line=1, by=by),
            lambda by=person: actions.choose_points(note=note, keys=[], by=by),
            lambda by=person: actions.choose_documents(note=note, documents=[], by=by),
            lambda by=person: actions.finish_note(note=note, by=by),
            lambda by=person: actions.make_note(plan=note.plan, title="X", by=by),
        ):
            with pytest.raises(AccessDenied):
                act()


def test_the_card_counts_for_the_ministry_alone(note, official, place, small):
    note.meeting_date = date(2023, 5, 10)
    note.save(update_fields=["meeting_date"])
    (card,) = cards(official, small.plan, "departementet")
    assert (card.count, card.urgent) == (1, True)
    assert "3 punkter uten ord" in card.lines[0].tag
    for person in (place.controller, place.people[Role.AUDITOR], place.other_official):
        assert cards(person, small.plan, "departementet") == []
    assert cards(official, small.plan, "avdeling") == []


# -- exports


def test_the_points_are_exported_with_words_and_place(note, point, report, official):
    actions.choose_passage(point=point, document=report, first_line=1, last_line=2, by=official)
    client = client_of(official)
    csv = client.get(f"/forberedelse/{note.pk}/?format=csv").getvalue().decode()
    assert "Halvårsrapport 2023, linje 1–2" in csv
    answer = client.get(f"/forberedelse/{note.pk}/?format=xlsx")
    sheet = load_workbook(io.BytesIO(answer.getvalue())).active
    assert sheet.max_row == 4


# -- the lock


def refuses(statement, *values):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_finished_note_is_changed_by_no_act_and_no_sql(note, point, report, official):
    passage = actions.choose_passage(point=point, document=report, first_line=1, last_line=1, by=official)
    actions.finish_note(note=note, by=official)
    for act in (
        lambda: actions.write_words(point=point, comment="X", question="", assessment="", by=official),
        lambda: actions.choose_passage(point=point, document=report, first_line=2, last_line=2, by=official),
        lambda: actions.drop_passage(passage=passage, by=official),
        lambda: actions.choose_points(note=note, keys=[], by=official),
        lambda: actions.choose_documents(note=note, documents=[], by=official),
        lambda: actions.change_note(note=note, title="X", meeting_date=None, summary="", by=official),
        lambda: actions.finish_note(note=note, by=official),
    ):
        with pytest.raises(ValidationError) as error:
            act()
        assert "ferdigstilt" in refused(error)
    refuses("update preparation_preparationnote set title = 'X' where id = %s", note.pk)
    refuses("update preparation_preparationnote set finished_at = null, finished_by_id = null where id = %s", note.pk)
    refuses("delete from preparation_preparationnote where id = %s", note.pk)
    refuses("update preparation_notepoint set comment = 'X' where id = %s", point.pk)
    refuses("delete from preparation_notepoint where id = %s", note.points.get(kind="goal").pk)
    refuses("update preparation_passage set first_line = 2, last_line = 2 where id = %s", passage.pk)
    refuses("delete from preparation_passage where id = %s", passage.pk)
    refuses("delete from preparation_preparationnote_documents where preparationnote_id = %s", note.pk)
    refuses("truncate preparation_passage")
    page = client_of(official).get(f"/forberedelse/punkt/{point.pk}/").content.decode()
    assert "Hent inn" not in page


def test_a_note_without_points_is_not_finished(small, official):
    empty = actions.make_note(plan=small.plan, title="Tomt", by=official)
    with pytest.raises(ValidationError) as error:
        actions.finish_note(note=empty, by=official)
    assert "ingen punkter" in refused(error)


@pytest.mark.slow
def test_the_program_s_own_role_is_refused_too(made_database, django_db_blocker):
    with django_db_blocker.unblock(), own_database("preparation"):
        skip_unless_house_roles()
        assert set_privileges()
        place = factories.world()
        small = factories.small_plan(place.agency)
        official = place.people[Role.MINISTRY_OFFICIAL]
        note = actions.make_note(plan=small.plan, title="Notat", by=official)
        actions.choose_points(note=note, keys=[f"goal-{small.goals[0].pk}"], by=official)
        actions.finish_note(note=note, by=official)
        with contextlib.closing(connect(PROGRAM, autocommit=True)) as program:
            for statement in (
                "update preparation_preparationnote set title = 'X'",
                "update preparation_notepoint set comment = 'X'",
                "delete from preparation_notepoint",
            ):
                with pytest.raises(psycopg.errors.RestrictViolation):
                    program.execute(statement)
        assert PreparationNote.objects.get().title == "Notat"


# -- through the pages


def test_a_note_is_made_through_the_pages(small, official, report):
    client = client_of(official)
    form = {"title": "Møte i mai", "meeting_date": "2023-05-24", "documents": [report.pk]}
    made = client.post(f"/forberedelse/nytt/{small.plan.pk}/", form)
    note = PreparationNote.objects.get()
    assert made.headers["Location"] == f"/forberedelse/{note.pk}/punkter/"
    keys = [one.key for one in available_points(small.plan)]
    assert client.post(made.headers["Location"], {"points": keys}).status_code == 302
    assert note.points.count() == len(keys)
    assert client.post(f"/forberedelse/{note.pk}/endre/", {"title": "Nytt navn", "summary": "Hoved"}).status_code == 302
    assert client.post(f"/forberedelse/{note.pk}/dokumenter/", {"documents": []}).status_code == 302
    assert not note.documents.exists()
    assert client.get(f"/forberedelse/{note.pk}/ferdigstill/").status_code == 200
    assert client.post(f"/forberedelse/{note.pk}/ferdigstill/").status_code == 302
    note.refresh_from_db()
    assert (note.title, bool(note.finished_at)) == ("Nytt navn", True)


def test_wrong_lines_in_the_form_keep_what_was_typed(point, report, official):
    form = {"document": report.pk, "first_line": "9", "last_line": "4"}
    page = client_of(official).post(f"/forberedelse/punkt/{point.pk}/linjer/", form).content.decode()
    assert "Den siste linjen står før den første" in page
    assert 'value="9"' in page
