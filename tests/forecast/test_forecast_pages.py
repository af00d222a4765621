"""The pages as they are used: from an open version to one that the ministry reads, and what a refusal keeps."""

from __future__ import annotations

from datetime import date

import pytest

from styrhus.forecast import actions, queries
from styrhus.forecast.forms import BadRow, read_row
from styrhus.forecast.models import Estimate, Version
from styrhus.identity.roles import Role


def url(money, page: str = "") -> str:
    return f"/prognoser/{money.place.agency.pk}/2023/{page}"


def exported_text(answer) -> str:
    return b"".join(answer.streaming_content).decode()


def test_from_open_to_shared(money, browser):
    place = money.place
    money.use(4, 300_000, inside=place.department)
    controller, head = browser(place.controller), browser(place.people[Role.DEPARTMENT_HEAD])
    answer = controller.post(url(money, "versjoner/ny/"), {"cut_off": "4", "due_on": "2023-05-12"})
    version = Version.objects.get()
    assert version.title == "Prognose per 30. april 2023"
    assert answer.headers["Location"] == f"/prognoser/{version.pk}/"
    department = place.department.pk
    assert "1 post mangler anslag" in head.get(f"/prognoser/{version.pk}/avdeling/{department}/").content.decode()
    form = f"/prognoser/{version.pk}/avdeling/{department}/post/{money.post.pk}/"
    assert "300\xa0000" in head.get(form).content.decode()
    head.post(form, {"m5": "100 000", "m12": "1,5 mill. kr", "reason": "Kurs i desember"})
    months = dict(Estimate.objects.get().months.values_list("month", "amount"))
    assert (months[5], months[6], months[12]) == (100_000, 0, 1_500_000)
    head.post(f"/prognoser/{version.pk}/avdeling/{department}/lever/", {"words": "Ferdig"})
    assert "1 av 2 har levert" in controller.get(f"/prognoser/{version.pk}/").content.decode()
    refused = controller.post(f"/prognoser/{version.pk}/frys/", {"words": ""})
    assert "Ikke fordelt på avdeling" in refused.content.decode()
    controller.post(f"/prognoser/{version.pk}/frys/", {"words": "Haster"})
    director, official = browser(place.people[Role.DIRECTOR]), browser(place.people[Role.MINISTRY_OFFICIAL])
    assert official.get(f"/prognoser/{version.pk}/").status_code == 404
    director.post(f"/prognoser/{version.pk}/godkjenn/", {"words": ""})
    director.post(f"/prognoser/{version.pk}/del/", {"words": "Se på post 01"})
    page = official.get(f"/prognoser/{version.pk}/").content.decode()
    assert "Se på post 01" in page
    assert place.department.name not in page


def test_the_ministry_sees_what_is_shared_and_nothing_inside(money, browser):
    official = browser(money.place.people[Role.MINISTRY_OFFICIAL])
    assert official.get(url(money)).status_code == 404  # nothing is shared: to the ministry there is no forecast
    version = money.frozen()
    actions.approve(version=version, words="", by=None)
    actions.share(version=version, words="", by=None)
    assert "Prognose per 30. april 2023" in official.get(url(money)).content.decode()
    for page in (f"/prognoser/post/{money.post.pk}/", f"/prognoser/{version.pk}/avdeling/0/"):
        assert official.get(page).status_code in {403, 404}
    exported = exported_text(official.get(f"/prognoser/{version.pk}/?format=csv"))
    assert "Bundet" not in exported
    assert "12000000" in exported.replace("\xa0", "").replace(" ", "")


def test_a_pasted_row_fills_the_fields_and_can_be_saved_at_once(money, browser):
    version = money.open()
    form = f"/prognoser/{version.pk}/avdeling/0/post/{money.post.pk}/"
    controller = browser(money.place.controller)
    row = "\t".join(f"{month}00000" for month in range(1, 13))
    filled = controller.post(form, {"pasted": row, "fill": "1"}).content.decode()
    assert 'value="500000"' in filled.replace("\xa0", "")
    assert not Estimate.objects.exists()
    controller.post(form, {"pasted": row})
    months = dict(Estimate.objects.get().months.values_list("month", "amount"))
    assert months == {month: month * 100_000 for month in range(5, 13)}


def test_a_row_that_can_t_be_read_is_kept_with_a_sentence(money, browser):
    version = money.open()
    page = browser(money.place.controller).post(
        f"/prognoser/{version.pk}/avdeling/0/post/{money.post.pk}/", {"pasted": "1;2;3", "m5": "77", "stated_total": "9"}
    ).content.decode()  # fmt: skip
    assert "Raden har 3 tall" in page
    assert "1;2;3" in page
    assert 'value="77"' in page
    assert "Skriv hvorfor du anslår" in page
    assert not Estimate.objects.exists()


@pytest.mark.parametrize("text", ["1;2;3", "a;2;3;4;5;6;7;8", "1 2 3 4 5 6 7 8"])
def test_rows_that_are_no_rows(text):
    with pytest.raises(BadRow):
        read_row(text, 4)


def test_a_row_of_the_months_left_and_one_of_the_whole_year():
    assert read_row("1\t2\t3\t4\t5\t6\t7\t8\n", 4) == dict(zip(range(5, 13), range(1, 9), strict=True))
    assert read_row(";".join(str(one) for one in range(1, 13)), 4) == {month: month for month in range(5, 13)}
    found = read_row("1 000;;−5;0;0;0;0;12", 4)
    assert (found[5], found[6], found[7], found[12]) == (1000, 0, -5, 12)


def test_the_overview_says_the_deviation_in_words_with_its_sign(money, browser):
    version = money.open()
    money.enter(version, 1_100_000)
    page = browser(money.place.controller).get(url(money)).content.decode()
    assert "Merforbruk" in page
    assert "−0,80" in page
    assert "1 varsel om overskridelse" in page
    csv = exported_text(browser(money.place.people[Role.AUDITOR]).get(url(money, "?format=csv")))
    assert "Merforbruk" in csv
    earlier = browser(money.place.controller).get(url(money, "?per=2")).content.decode()
    assert "28. februar 2023" in earlier.replace("\xa0", " ")


def test_versions_are_compared_and_hits_shown_when_the_year_is_over(money, browser, settings):
    first = money.frozen(each=900_000)
    settings.DEMO_TODAY = date(2023, 6, 2)
    money.use(5, 1_000_000)
    money.frozen(5, each=950_000)
    controller = browser(money.place.controller)
    page = controller.get(url(money, "sammenlign/")).content.decode()
    assert "Fra «Prognose per 30. april 2023» til «Prognose per 31. mai 2023»" in page
    assert "+0,45" in page
    assert "Året er ikke over" in controller.get(url(money, "treff/")).content.decode()
    settings.DEMO_TODAY = date(2024, 1, 20)
    for month in range(6, 13):
        money.use(month, 900_000)
    page = controller.get(url(money, f"treff/?prognose={first.pk}")).content.decode()
    assert "Lineær traff best" in page
    assert "+0,70" in page  # straight line: twelve million against 11.3


def test_a_head_may_not_enter_for_another_department(money, browser):
    version = money.open()
    other = money.place.other_department
    head = browser(money.place.people[Role.DEPARTMENT_HEAD])
    form = f"/prognoser/{version.pk}/avdeling/{other.pk}/post/{money.post.pk}/"
    assert head.get(form).status_code == 403
    assert head.post(form, {"m5": "1"}).status_code == 403
    assert browser(money.place.other_controller).get(form).status_code == 404


def test_the_task_of_a_department_stands_on_its_page_and_on_the_front(money, browser):
    place = money.place
    money.use(4, 300_000, inside=place.department)
    money.open()
    head = browser(place.people[Role.DEPARTMENT_HEAD])
    assert "Mangler anslag" in head.get(url(money, "oppgave/")).content.decode()
    front = head.get("/").content.decode()
    assert f"Prognose per 30. april 2023: {place.department.name}" in front


def test_the_page_of_a_post_says_when_last_year_is_silent(money, browser):
    page = browser(money.place.controller).get(f"/prognoser/post/{money.post.pk}/").content.decode()
    assert "Regnskapet for i fjor har ingenting å regne ut fra" in page
    assert "Lineær" in page
    assert queries.latest_version(money.place.agency, 2023) is None
