"""Every page of a plan: who reaches it, what it shows, what it costs, and what may be done on it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from styrhus.archive.sourced import Place
from styrhus.audit.models import Event
from styrhus.identity.models import User
from styrhus.identity.roles import Role
from styrhus.steering import actions
from styrhus.steering.models import Assignment, Deadline, Directive, Duty, Meeting, ReportingDemand
from tests.factories import SmallPlan, World, assignment, deadline, document, duty, plan, small_plan

Browser = Callable[[User], Client]
LISTS = ("plan", "goals", "parameters", "assignments", "year_wheel", "duties", "reports", "meetings", "directives")
READERS = (
    Role.CONTROLLER,
    Role.DIRECTOR,
    Role.DEPARTMENT_HEAD,
    Role.CASE_OFFICER,
    Role.MINISTRY_OFFICIAL,
    Role.AUDITOR,
)
MOST_QUERIES = 24  # a page of follow-up: what is asked for once, however many rows it shows


def pages_of(small: SmallPlan) -> dict[str, str]:
    """Every reading page of the plan: name → address."""
    items = {
        "goal": small.goals[0],
        "parameter": small.parameters[0],
        "assignment": small.assignments[0],
        "duty": small.duties[0],
        "report": ReportingDemand.objects.get(plan=small.plan),
        "meeting": Meeting.objects.get(plan=small.plan),
        "directive": Directive.objects.get(plan=small.plan),
    }
    lists = {f"{name} of a plan": reverse(f"steering:{name}", args=(small.plan.pk,)) for name in LISTS}
    return lists | {name: reverse(f"steering:{name}", args=(item.pk,)) for name, item in items.items()}


def test_all_who_see_the_plan_see_every_page(place: World, small: SmallPlan, browser: Browser) -> None:
    for role in READERS:
        client = browser(place.people[role])
        for name, url in pages_of(small).items() | {(name, reverse(f"steering:{name}")) for name in LISTS}:
            answer = client.get(url)
            assert answer.status_code == 200, (role, name)
            assert "UNKNOWN-VARIABLE" not in answer.text, (role, name)
            assert answer.text.count("<h1") == 1, (role, name)


def test_others_find_nothing(place: World, small: SmallPlan, browser: Browser) -> None:
    for outsider in (place.other_controller, place.other_official):
        client = browser(outsider)
        for name, url in pages_of(small).items():
            assert client.get(url).status_code == 404, name
            assert "2023-01" not in client.get(url).text


def test_without_a_role_the_door_is_shut(place: World, small: SmallPlan, browser: Browser) -> None:
    for url in pages_of(small).values():
        assert browser(place.stranger).get(url).status_code == 403
        assert browser(place.people[Role.ADMINISTRATOR]).get(url).status_code == 403
        assert Client().get(url).status_code == 302


def test_a_get_writes_nothing(place: World, small: SmallPlan, browser: Browser) -> None:
    client = browser(place.controller)
    urls = [*pages_of(small).values(), *forms_of(place, small).values()]
    before = Event.objects.count()
    with CaptureQueriesContext(connection) as queries:
        for url in urls:
            client.get(url)
    written = [q["sql"] for q in queries if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert not written
    assert Event.objects.count() == before


def test_a_plan_that_is_not_there(place: World, browser: Browser) -> None:
    client = browser(place.controller)
    for name in LISTS:
        answer = client.get(reverse(f"steering:{name}"))
        assert answer.status_code == 200
        assert "Ingen plan ennå" in answer.text
        for key in (4_000_000, 10**30):
            assert client.get(reverse(f"steering:{name}", args=(key,))).status_code == 404
    assert client.get(f"/oppdrag/{10**30}/").status_code == 404


def test_ones_own_newest_plan_comes_first_and_the_others_can_be_chosen(
    place: World, small: SmallPlan, browser: Browser
) -> None:
    newer = plan(place.agency, 2024)
    foreign = plan(place.other_agency, 2025)
    answer = browser(place.controller).get(reverse("steering:plan"))
    assert "Planen for 2024" in answer.text
    assert reverse("steering:plan", args=(small.plan.pk,)) in answer.text
    assert reverse("steering:plan", args=(foreign.pk,)) not in answer.text
    auditor = browser(place.people[Role.AUDITOR]).get(reverse("steering:assignments", args=(newer.pk,)))
    assert reverse("steering:assignments", args=(foreign.pk,)) in auditor.text


def test_the_overview_tells_the_year(place: World, small: SmallPlan, browser: Browser) -> None:
    actions.enter_oral_order(
        plan=small.plan, title="Hastesak om tolk", description="", given_by_name="Prøve Statssekretær",
        given_on=date(2023, 4, 1), deadline_date=None, goal=None, by=None,
    )  # fmt: skip
    page = browser(place.controller).get(reverse("steering:plan")).text
    for text in (
        "Planen for 2023",
        "Flere deltar i arbeidslivet",
        "12,2\xa0mill.\xa0kr",
        "Prøvedepartementet",
        "10.\xa0januar 2023",
        "Tildelingsbrev 2023",
        "Hastesak om tolk",
        "Prøve Statssekretær",
        small.plan.reference,
    ):
        assert text.replace("\xa0", " ") in page.replace("\xa0", " "), text


def test_the_goal_page_holds_all_of_the_goal(place: World, small: SmallPlan, browser: Browser) -> None:
    page = browser(place.controller).get(reverse("steering:goal", args=(small.goals[0].pk,))).text
    for text in ("SP 1", "Kartlegge opplevd diskriminering", "671.21", "Kartlegging av diskriminering", "Del 1"):
        assert text in page
    for text in ("SP 2", "Evaluere tolkeordningen", "hvorav reiser"):
        assert text not in page


def test_the_assignment_page_shows_the_old_deadline_struck(place: World, small: SmallPlan, browser: Browser) -> None:
    one = small.assignments[0]
    decision = document(place.agency, title="Supplerende brev")
    actions.change_deadline(
        deadline=one.deadlines.get(part="Del 1"), text="1. oktober 2023", kind="date", date=date(2023, 10, 1),
        place=Place(decision, (14, 15)), by=place.controller, why="Valget",
    )  # fmt: skip
    page = browser(place.controller).get(reverse("steering:assignment", args=(one.pk,))).text
    assert "<s>01.06.2023</s>" in page
    assert "Linjene 14–15" in page
    assert "Frist endret" in page
    for text in ("Utvikle metode", "NAV", "FoU", "Bakgrunn for kartleggingen", "Metoden skal prøves", "12 200 000"):
        assert text in page.replace("\xa0", " "), text


# -- what may be done


def forms_of(place: World, small: SmallPlan) -> dict[str, str]:
    oral = actions.enter_oral_order(
        plan=small.plan, title="Muntlig", description="", given_by_name="N", given_on=date(2023, 4, 1),
        deadline_date=None, goal=None, by=None,
    )  # fmt: skip
    first = Deadline.objects.filter(assignment=small.assignments[0]).earliest("pk")
    return {
        "deadline": reverse("steering:deadline", args=(first.pk,)),
        "withdraw": reverse("steering:withdraw", args=(small.assignments[0].pk,)),
        "confirm": reverse("steering:confirm", args=(oral.pk,)),
        "oral_order": reverse("steering:oral_order", args=(small.plan.pk,)),
        "owner": reverse("steering:owner", args=("plikt", small.duties[0].pk)),
    }


def test_forms_open_for_those_who_may(place: World, small: SmallPlan, browser: Browser) -> None:
    controllers = {Role.CONTROLLER}
    orders = {Role.CONTROLLER, Role.DIRECTOR, Role.MINISTRY_OFFICIAL}
    owners = {Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD}
    allowed = {
        "deadline": controllers,
        "withdraw": controllers,
        "confirm": orders,
        "oral_order": orders,
        "owner": owners,
    }
    for name, url in forms_of(place, small).items():
        for role, user in place.people.items():
            answer = browser(user).get(url)
            assert answer.status_code == (200 if role in allowed[name] else 403), (name, role)
            assert "UNKNOWN-VARIABLE" not in answer.text
        for outsider in (place.other_controller, place.other_official):
            assert browser(outsider).get(url).status_code in (403, 404), name
            assert browser(outsider).post(url, {"title": "x"}).status_code in (403, 404), name


def test_a_deadline_is_changed_in_the_browser(place: World, small: SmallPlan, browser: Browser) -> None:
    client = browser(place.controller)
    url = forms_of(place, small)["deadline"]
    decision = document(place.agency, title="Supplerende brev")
    values = {"kind": "date", "date": "01.10.2023", "text": "1. oktober", "document": decision.pk, "why": "Valget"}
    refused = client.post(url, values | {"document": ""})
    assert refused.status_code == 200
    assert "Dokumentet som bestemmer det" in refused.text
    answer = client.post(url, values | {"first_line": "4", "last_line": "6"}, follow=True)
    assert "Fristen er endret" in answer.text
    new = Deadline.objects.get(text="1. oktober")
    assert (new.date, new.lines, new.document) == (date(2023, 10, 1), [4, 5, 6], decision)
    assert client.post(url, values).status_code == 404  # it no longer stands


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"date": ""}, "Skriv datoen"),
        ({"first_line": "9", "last_line": "3"}, "Siste linje ligger før første."),
        ({"last_line": "3"}, "Skriv også hvilken linje det begynner på."),
        ({"first_line": "1", "last_line": "900000"}, "Velg høyst 500 linjer."),
        ({"kind": "sometime"}, "Type frist"),
        ({"text": ""}, "Fristen slik dokumentet skriver den"),
    ],
)
def test_a_bad_deadline_is_said_where_it_stands(
    values: dict[str, str], word: str, place: World, small: SmallPlan, browser: Browser
) -> None:
    given = {"kind": "date", "date": "01.10.2023", "text": "1. oktober", "document": small.plan.letter.pk}
    answer = browser(place.controller).post(forms_of(place, small)["deadline"], given | values)
    assert answer.status_code == 200
    assert word in answer.text
    assert not Deadline.objects.filter(text="1. oktober").exists()


def test_only_ones_own_documents_can_be_chosen(place: World, small: SmallPlan, browser: Browser) -> None:
    foreign = document(place.other_agency)
    given = {"kind": "date", "date": "01.10.2023", "text": "1. oktober", "document": foreign.pk}
    assert browser(place.controller).post(forms_of(place, small)["deadline"], given).status_code == 200
    assert not Deadline.objects.filter(text="1. oktober").exists()


def test_the_ministry_enters_an_oral_order_and_the_agency_confirms_it(
    place: World, small: SmallPlan, browser: Browser
) -> None:
    values = {
        "title": "Hastesak",
        "given_by_name": "Prøve Statssekretær",
        "given_on": "2023-04-01",
        "deadline_date": "2023-04-20",
    }
    url = reverse("steering:oral_order", args=(small.plan.pk,))
    answer = browser(place.people[Role.MINISTRY_OFFICIAL]).post(url, values, follow=True)
    assert "venter på skriftlig bekreftelse" in answer.text
    order = Assignment.objects.get(title="Hastesak")
    letter = document(place.agency, title="Bekreftelsen")
    confirm = reverse("steering:confirm", args=(order.pk,))
    answer = browser(place.controller).post(confirm, {"document": letter.pk}, follow=True)
    assert "bekreftet skriftlig" in answer.text
    order.refresh_from_db()
    assert order.confirmation == letter
    assert browser(place.controller).get(confirm).status_code == 404


def test_an_assignment_is_withdrawn_in_the_browser(place: World, small: SmallPlan, browser: Browser) -> None:
    client, url = browser(place.controller), forms_of(place, small)["withdraw"]
    assert 'aria-invalid="true"' in client.post(url, {"why": "Vi vil ikke"}).text
    answer = client.post(url, {"document": small.plan.letter_id, "why": "Avtalt i møte"}, follow=True)
    assert "Oppdraget er trukket" in answer.text
    assert client.get(url).status_code == 404


def test_an_owner_is_set_for_each_kind(place: World, small: SmallPlan, browser: Browser) -> None:
    items = {
        "oppdrag": small.assignments[0],
        "styringsparameter": small.parameters[0],
        "plikt": small.duties[0],
        "rapportering": ReportingDemand.objects.get(),
        "fellesforing": Directive.objects.get(),
    }
    values = {"owner": place.people[Role.CASE_OFFICER].pk, "department": place.department.pk}
    client = browser(place.people[Role.DEPARTMENT_HEAD])
    for kind, item in items.items():
        answer = client.post(reverse("steering:owner", args=(kind, item.pk)), values, follow=True)
        assert "Ansvaret er lagret." in answer.text, kind
        item.refresh_from_db()
        assert (item.owner, item.department) == (place.people[Role.CASE_OFFICER], place.department)
    assert client.get(reverse("steering:owner", args=("mote", 1))).status_code == 404
    foreign = client.post(
        reverse("steering:owner", args=("plikt", small.duties[0].pk)), {"owner": place.other_controller.pk}
    )
    assert foreign.status_code == 200


def test_one_owner_for_many_duties_or_none(place: World, small: SmallPlan, browser: Browser) -> None:
    client, url = browser(place.controller), reverse("steering:duty_owners", args=(small.plan.pk,))
    foreign = duty(plan(place.other_agency))
    keys = [one.pk for one in small.duties]
    values = {"department": place.department.pk, "owner": ""}
    answer = client.post(url, values | {"duty": [*keys, foreign.pk, "x", 10**30]}, follow=True)
    assert "Ansvaret er satt for 2 plikter." in answer.text
    assert Duty.objects.filter(department=place.department).count() == 2
    foreign.refresh_from_db()
    assert foreign.department is None
    assert "Kryss av for minst én plikt" in client.post(url, values, follow=True).text
    assert client.get(url).status_code == 405
    bad = client.post(url, {"duty": keys, "owner": place.other_controller.pk}, follow=True)
    assert "Velg en ansvarlig" in bad.text
    reader = browser(place.people[Role.CASE_OFFICER])
    assert reader.post(url, values | {"duty": keys}).status_code == 403
    assert 'type="checkbox" name="duty"' not in reader.get(reverse("steering:duties")).text


def test_a_routine_and_a_meeting_date_are_saved(place: World, small: SmallPlan, browser: Browser) -> None:
    client = browser(place.controller)
    page = reverse("steering:routine", args=(small.duties[0].pk,))
    values = {"frequency": "yearly", "routine": "Slik", "valid_from": "2023-03-01"}
    assert "Rutinen er lagret." in client.post(page, values, follow=True).text
    meeting = Meeting.objects.get()
    page = reverse("steering:meeting", args=(meeting.pk,))
    assert "Møtedatoen er lagret." in client.post(page, {"date": "2023-09-14"}, follow=True).text
    reader = browser(place.people[Role.CASE_OFFICER])
    for url in (page, reverse("steering:duty", args=(small.duties[0].pk,))):
        assert reader.post(url, {"date": "2023-10-01", "frequency": "monthly"}).status_code == 404
    meeting.refresh_from_db()
    assert meeting.date == date(2023, 9, 14)


# -- filters and exports


def numbers(answer: object) -> list[str]:
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")), delimiter=";"))  # type: ignore[attr-defined]
    return [row[0] for row in rows[1:]]


def test_the_assignments_can_be_filtered_and_taken_out(place: World, small: SmallPlan, browser: Browser) -> None:
    today = timezone.localdate()
    soon = assignment(small.plan, "2023-50", "Snart frist")
    deadline(soon, today + timedelta(days=3))
    actions.withdraw_assignment(assignment=assignment(small.plan, "2023-51"), place=Place(), by=None, why="Avtalt")
    actions.set_owner(item=soon, owner=None, department=place.department, by=None)
    client, url = browser(place.controller), reverse("steering:assignments")
    expected = {
        "": {"2023-01", "2022-07", "2023-50", "2023-51"},
        "&q=diskriminering": {"2023-01"},
        f"&goal={small.goals[1].pk}": {"2022-07"},
        f"&department={place.department.pk}": {"2023-50"},
        "&status=soon": {"2023-50"},
        "&status=passed": {"2023-01"},
        "&status=no_date": {"2022-07"},
        "&status=withdrawn": {"2023-51"},
        "&earlier=True": {"2022-07"},
        "&rd=on": {"2023-01"},
        "&awaiting=on": set(),
        "&goal=x&status='": {"2023-01", "2022-07", "2023-50", "2023-51"},
    }
    for query, found in expected.items():
        assert set(numbers(client.get(f"{url}?format=csv{query}"))) == found, query
        assert client.get(f"{url}?{query}").status_code == 200, query
    answer = client.get(f"{url}?format=xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert {row[0].value for row in book.active.iter_rows(min_row=2)} == expected[""]


def test_an_export_has_the_rights_of_the_page(place: World, small: SmallPlan, browser: Browser) -> None:
    for name in ("assignments", "parameters", "duties", "reports", "meetings", "directives", "year_wheel"):
        url = reverse(f"steering:{name}", args=(small.plan.pk,))
        for kind in ("csv", "xlsx"):
            given = browser(place.controller).get(f"{url}?format={kind}")
            assert given.status_code == 200, name
            assert b"".join(given.streaming_content)
            assert browser(place.other_controller).get(f"{url}?format={kind}").status_code == 404, name


def test_every_column_that_can_be_sorted_sorts(place: World, small: SmallPlan, browser: Browser) -> None:
    client = browser(place.controller)
    for name in ("assignments", "parameters", "duties", "reports", "meetings", "directives"):
        url = reverse(f"steering:{name}")
        page = client.get(url)
        for column in page.context["table"].columns:
            for sort in (column.name, f"-{column.name}"):
                assert client.get(f"{url}?sort={sort}").status_code == 200, (name, sort)


def test_the_year_wheel_can_be_narrowed(place: World, small: SmallPlan, browser: Browser) -> None:
    actions.set_owner(item=small.assignments[0], owner=place.controller, department=place.department, by=None)
    client, url = browser(place.controller), reverse("steering:year_wheel")
    everything = client.get(url).text
    for text in ("2023-01", "2022-07", "Årsrapport 2023", "Etatsstyringsmøte", "Løpende"):
        assert text in everything
    for query in (f"department={place.department.pk}", f"goal={small.goals[0].pk}", "mine=on"):
        page = client.get(f"{url}?{query}").text
        assert "2023-01" in page
        assert "2022-07" not in page
    assert "Ingen frister å vise" in client.get(f"{url}?department={place.other_department.pk}").text
    assert client.get(f"{url}?department=x&goal=-1").status_code == 200


# -- hostile content


HOSTILE = ['<script>alert("x")</script>', "=cmd|'/c calc'!A1", "' or 1=1 --", "\u202e\u200b{{ 7*7 }}{% now %}"]


def test_hostile_titles_are_shown_as_text_and_never_run(place: World, small: SmallPlan, browser: Browser) -> None:
    client = browser(place.controller)
    for number, text in enumerate(HOSTILE):
        one = assignment(
            small.plan, f"H-{number}", text, goal=small.goals[0], description=text, background=text, lead=text
        )
        deadline(one, None, text=text, part=text[:90])
        duty(small.plan, text, text)
        page = client.get(reverse("steering:assignment", args=(one.pk,))).text
        assert "<script>alert" not in page
        assert "7*7" in page or number != 3
    for url in pages_of(small).values():
        assert "<script>alert" not in client.get(url).text
    rows = b"".join(client.get(reverse("steering:assignments") + "?format=csv").streaming_content).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(rows), delimiter=";") for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_what_is_typed_is_bounded(place: World, small: SmallPlan, browser: Browser) -> None:
    client = browser(place.controller)
    url = reverse("steering:oral_order", args=(small.plan.pk,))
    huge = "x" * 1_000_000
    given = {"title": "T", "given_by_name": "N", "given_on": "2023-04-01"}
    for field in ("title", "description", "given_by_name"):
        assert client.post(url, given | {field: huge}).status_code == 200
    assert client.post(url, given | {"title": "Tit\x00tel"}).status_code == 200
    assert client.post(url, given | {"given_on": "31.31.2023"}).status_code == 200
    assert not Assignment.objects.filter(given_year=2023, oral_from="N").exists()
    assert client.get(reverse("steering:assignments"), {"q": "\x00%' \\", "page": "-1", "sort": "x"}).status_code == 200


# -- cost


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len([q for q in queries if "django_session" not in q["sql"]])


def fill(small: SmallPlan, count: int) -> None:
    """``count`` of each more, straight into the tables."""
    made = small.plan
    letter = made.letter
    assignments = Assignment.objects.bulk_create(
        Assignment(
            agency=made.agency, number=f"X-{i}", title=f"Oppdrag {i}", given_year=2023, document=letter, lines=[i + 1]
        )
        for i in range(count)
    )
    for row in assignments:
        row.listings.create(plan=made, goal=small.goals[0], document=letter)
    Deadline.objects.bulk_create(
        Deadline(assignment=row, text="T", kind="date", date=date(2023, 1 + i % 12, 1), document=letter, lines=[2])
        for i, row in enumerate(assignments)
    )
    Duty.objects.bulk_create(
        Duty(plan=made, section=f"{i % 9}", text=f"Plikt {i}", document=letter, lines=[3]) for i in range(count)
    )


def test_a_page_costs_the_same_however_much_it_holds(place: World, small: SmallPlan, browser: Browser) -> None:
    client = browser(place.controller)
    fill(small, 10)
    few = {name: queries_of(client, url) for name, url in pages_of(small).items()}
    Assignment.objects.filter(number__startswith="X-").update(number="")
    fill(small, 490)
    many = {name: queries_of(client, url) for name, url in pages_of(small).items()}
    assert many == few
    assert {name: count for name, count in many.items() if count > MOST_QUERIES} == {}


def test_the_messages_are_read_once(place: World, small: SmallPlan, browser: Browser) -> None:
    client = browser(place.controller)
    answer = client.post(reverse("steering:duty_owners", args=(small.plan.pk,)), {"duty": []})
    assert [str(m) for m in get_messages(answer.wsgi_request)] == ["Kryss av for minst én plikt først."]


def test_two_years_stand_beside_each_other(place: World, small: SmallPlan, browser: Browser) -> None:
    later = small_plan(place.agency, 2024)
    client = browser(place.controller)
    old = client.get(reverse("steering:assignments", args=(small.plan.pk,))).text
    new = client.get(reverse("steering:assignments", args=(later.plan.pk,))).text
    assert "2024\u201101" not in old
    assert "2024\u201101" in new
    assert "2023\u201107" in new  # carried over as 2024's earlier assignment
