"""The pages of the follow-up: what each side sees of it, and the whole way through the forms."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from styrhus.identity.roles import Role
from styrhus.steering import actions, queries
from styrhus.steering.actions import Upload
from styrhus.steering.agenda import room_points
from styrhus.steering.front import cards
from styrhus.steering.models import Delivery, Judgement, Milestone, Partner, ProgressNote
from styrhus.steering.queries import Quote
from tests import factories

TODAY = date(2023, 5, 1)


@pytest.fixture(autouse=True)
def may_2023(settings):
    settings.DEMO_TODAY = TODAY


@pytest.fixture
def work(place):
    """An assignment of the case officer's, due on 1 June, with an inner and a shared judgement and note."""
    plan = factories.plan(place.agency)
    assignment = factories.assignment(plan)
    factories.deadline(assignment)
    owner = place.people[Role.CASE_OFFICER]
    assignment = actions.set_owner(item=assignment, owner=owner, department=place.department, by=place.controller)
    actions.judge(item=assignment, colour="yellow", reason="Vist for departementet", shared=True, by=owner)
    actions.judge(item=assignment, colour="red", reason="Bare for oss selv", by=owner)
    actions.write_note(item=assignment, text="Notat som er vist", shared=True, by=owner)
    actions.write_note(item=assignment, text="Notat i egne rekker", by=owner)
    actions.add_milestone(assignment=assignment, title="Indre milepæl", date=date(2023, 4, 1), owner=owner, by=owner)
    return plan, assignment


@pytest.fixture
def visit(place):
    def logged_in(who: Role | object) -> Client:
        client = Client()
        client.force_login(place.people[who] if isinstance(who, Role) else who)
        return client

    return logged_in


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


INNER = ("Bare for oss selv", "Notat i egne rekker", "Indre milepæl")


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.CASE_OFFICER, Role.AUDITOR])
def test_the_agency_and_the_auditor_see_all(work, visit, role):
    page = text(visit(role).get(f"/oppdrag/{work[1].pk}/"))
    assert all(words in page for words in (*INNER, "Vist for departementet", "Notat som er vist"))


def test_the_ministry_sees_what_is_marked_for_it_and_nothing_else(work, visit):
    client = visit(Role.MINISTRY_OFFICIAL)
    page = text(client.get(f"/oppdrag/{work[1].pk}/"))
    assert "Vist for departementet" in page
    assert "Notat som er vist" in page
    assert not any(words in page for words in INNER)
    for address in ("/oppfolging/", "/oppfolging/?format=csv"):
        answer = client.get(address)
        shown = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
        assert "Bare for oss selv" not in shown
        assert "Milepæl ikke nådd" not in shown
    shared, inner = ProgressNote.objects.order_by("pk")
    assert client.get(f"/notater/{shared.pk}/").status_code == 200
    assert client.get(f"/notater/{inner.pk}/").status_code == 404
    assert client.get(f"/milepaler/{Milestone.objects.get().pk}/").status_code == 404


def test_others_find_nothing(work, visit, place):
    for who in (place.other_controller, place.other_official):
        for address in (
            f"/oppdrag/{work[1].pk}/",
            f"/oppdrag/{work[1].pk}/lever/",
            f"/notater/{ProgressNote.objects.first().pk}/",
        ):
            assert visit(who).get(address).status_code in (403, 404)


def test_what_is_quoted_to_the_ministry_is_what_is_marked_for_it(work):
    plan, assignment = work
    quotes = queries.quotes_for_ministry(plan)
    assert all(isinstance(quote, Quote) for quote in quotes)
    assert {(quote.kind, quote.text, quote.colour) for quote in quotes} == {
        ("judgement", "Vist for departementet", "yellow"),
        ("note", "Notat som er vist", ""),
    }
    assert all(quote.url.startswith(f"/oppdrag/{assignment.pk}/#") for quote in quotes)


def test_the_place_of_a_quote_is_on_the_page(work, visit):
    page = text(visit(Role.MINISTRY_OFFICIAL).get(f"/oppdrag/{work[1].pk}/"))
    for quote in queries.quotes_for_ministry(work[0]):
        assert f'id="{quote.url.partition("#")[2]}"' in page


def test_the_agenda_keeps_to_what_both_sides_may_read(work):
    plan, _assignment = work
    points = list(room_points(plan))
    assert [(point.kind, point.note) for point in points] == [("steering.judged", "Gul: Vist for departementet")]


def test_late_assignments_and_red_parameters_come_to_the_agenda(work, settings, small):
    settings.DEMO_TODAY = date(2023, 7, 1)
    actions.judge(item=small.parameters[0], colour="red", reason="Tallet faller", shared=True, by=None)
    assert "steering.late" in {point.kind for point in room_points(work[0])}
    assert "steering.parameter" in {point.kind for point in room_points(small.plan)}


@pytest.fixture
def small(place):
    return factories.small_plan(place.agency, 2024)


def test_the_front_page_shows_each_what_waits_for_them(work, place):
    plan, assignment = work
    owner, official = place.people[Role.CASE_OFFICER], place.people[Role.MINISTRY_OFFICIAL]
    mine = {str(card.title): card for card in cards(owner, plan, "mine")}
    assert mine["Oppdrag som krever noe"].lines[0].tag == "Milepæl ikke nådd"
    assert mine["Milepælene mine"].count == 1
    assert cards(official, plan, "departementet") == []
    upload = Upload("a.txt", "text/plain", b"Rapport")
    actions.deliver(plan=plan, item=assignment, message="Rapporten", uploads=[upload], by=owner)
    assert [str(card.title) for card in cards(official, plan, "departementet")] == ["Leveranser å svare på"]
    assert cards(place.other_official, plan, "departementet") == []
    assert cards(place.other_controller, plan, "virksomheten") == []
    assert cards(place.stranger, plan, "mine") == []


def test_the_board_filters_and_exports(work, visit):
    plan, assignment = work
    quiet = factories.assignment(plan, title="Et oppdrag uten oppfølging")
    client = visit(Role.CONTROLLER)
    assert quiet.title in text(client.get("/oppfolging/"))
    for query in (
        "alert=on",
        "colour=red",
        "late=on",
        "progress=milestone_missed",
        f"department={assignment.department_id}",
    ):
        page = text(client.get(f"/oppfolging/?{query}"))
        assert assignment.title in page, query
        assert quiet.title not in page, query
    page = text(client.get("/oppfolging/?silent=14"))
    assert quiet.title in page
    assert f"/oppdrag/{assignment.pk}/" not in page
    lines = b"".join(client.get("/oppfolging/?format=csv").streaming_content).decode()
    assert "Bare for oss selv" in lines
    assert quiet.number in lines
    with contextlib.closing(visit(Role.CASE_OFFICER).get("/oppfolging/?mine=on&format=xlsx")) as answer:
        assert answer.status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_plan(work, django_assert_max_num_queries):
    plan, _assignment = work
    for _number in range(5):
        more = factories.assignment(plan)
        factories.deadline(more)
        actions.write_note(item=more, text="I gang", by=None)
    with django_assert_max_num_queries(11):
        queries.followup_rows(plan, TODAY)


def test_judging_and_noting_through_the_forms(work, visit):
    _plan, assignment = work
    client = visit(Role.CASE_OFFICER)
    answer = client.post(f"/oppdrag/{assignment.pk}/vurdering/", {"colour": "red", "reason": " "})
    assert "Gult og rødt må alltid begrunnes" in text(answer)
    before = Judgement.objects.count()
    assert client.post(f"/oppdrag/{assignment.pk}/vurdering/", {"colour": "green"}).status_code == 302
    assert Judgement.objects.count() == before + 1
    assert client.post(f"/oppdrag/{assignment.pk}/notat/", {"text": "Nytt", "shared": "on"}).status_code == 302
    note = ProgressNote.objects.latest("pk")
    assert (note.text, note.shared) == ("Nytt", True)
    assert client.post(f"/notater/{note.pk}/", {"text": "Nyere", "why": "Skrivefeil"}).status_code == 302
    assert ProgressNote.objects.newest().filter(text="Nyere", version=2).exists()
    assert "Nytt" in text(visit(Role.MINISTRY_OFFICIAL).get(f"/notater/{note.pk}/"))


def test_milestones_and_partners_through_the_forms(work, visit):
    _plan, assignment = work
    client = visit(Role.DEPARTMENT_HEAD)
    answer = client.post(f"/oppdrag/{assignment.pk}/milepal/", {"title": "Ny milepæl", "date": "2023-09-01"})
    assert answer.status_code == 302
    made = Milestone.objects.get(title="Ny milepæl")
    page = f"/milepaler/{made.pk}/"
    answer = client.post(page, {"act": "change", "title": "Ny milepæl", "date": "2023-10-01", "why": ""})
    assert "Fyll ut feltet" in text(answer)
    client.post(page, {"act": "change", "title": "Ny milepæl", "date": "2023-10-01", "why": "Data kom sent"})
    made.refresh_from_db()
    assert made.date == date(2023, 10, 1)
    assert client.post(f"{page}gjort/").status_code == 302
    made.refresh_from_db()
    assert made.done_on == TODAY
    client.post(page, {"act": "reopen", "reopen-why": "Meldt for tidlig"})
    client.post(page, {"act": "drop", "drop-why": "Ikke lenger aktuell"})
    made.refresh_from_db()
    assert (made.done_on, made.dropped_on) == (None, TODAY)
    client.post(f"/oppdrag/{assignment.pk}/samarbeid/", {"name": "Prøveetaten", "contact": "", "agreed": "Gir data"})
    assert Partner.objects.get().agreed == "Gir data"


def test_delivering_and_answering_through_the_forms(work, visit):
    _plan, assignment = work
    agency, ministry = visit(Role.CASE_OFFICER), visit(Role.MINISTRY_OFFICIAL)
    page = f"/oppdrag/{assignment.pk}/lever/"
    assert "Legg ved minst én fil" in text(agency.post(page, {"message": "Rapporten"}))
    bad = agency.post(page, {"message": "Rapporten", "links": "ikke en adresse"})
    assert "er ikke en adresse" in text(bad)
    files = [
        SimpleUploadedFile(name, content)
        for name, content in (("a.txt", b"Linje en\nLinje to"), ("b.bin", b"\x00\x01"))
    ]
    assert agency.post(page, {"message": "Rapporten", "files": files}).status_code == 302
    delivery = Delivery.objects.get()
    assert [file.document.filename for file in delivery.files.all()] == ["a.txt", "b.bin"]
    assert "Linje to" in delivery.files.first().document.text
    inbox = text(ministry.get("/leveranser/"))
    assert f"/leveranser/{delivery.pk}/" in inbox
    one = f"/leveranser/{delivery.pk}/"
    assert agency.post(one, {"kind": "accepted"}).status_code == 404
    assert "Skriv når dere trenger det" in text(ministry.post(one, {"kind": "more", "text": "Tall"}))
    assert ministry.post(one, {"kind": "received"}).status_code == 302
    assert ministry.post(one, {"kind": "more", "text": "Tall per fylke", "due": "2023-05-20"}).status_code == 302
    assert "Lever på nytt" in text(agency.get(one))
    assert "Departementet ba om mer innen 20. mai 2023" in text(agency.get(f"/oppdrag/{assignment.pk}/"))
    assert ministry.post(one, {"kind": "accepted"}).status_code == 302
    assert ministry.post(one, {"kind": "returned", "text": "Angrer"}, follow=True).status_code == 200
    assert [reply.kind for reply in delivery.replies.all()] == ["received", "more", "accepted"]


def test_a_parameter_is_judged_and_a_report_delivered(place, small, visit):
    client = visit(Role.CONTROLLER)
    parameter = small.parameters[0]
    client.post(f"/styringsparametere/{parameter.pk}/vurdering/", {"colour": "red", "reason": "Tallet faller"})
    client.post(f"/styringsparametere/{parameter.pk}/notat/", {"text": "Første tall er her"})
    page = text(client.get(f"/styringsparametere/{parameter.pk}/"))
    assert "Tallet faller" in page
    assert "Første tall er her" in page
    demand = small.plan.reporting_demands.first()
    file = SimpleUploadedFile("rapport.txt", b"Rapport")
    assert client.post(f"/rapportering/{demand.pk}/lever/", {"message": "Her", "files": file}).status_code == 302
    assert "Venter på departementet" in text(client.get(f"/rapportering/{demand.pk}/"))
