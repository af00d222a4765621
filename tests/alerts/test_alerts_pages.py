"""The pages: what is offered to whom, what a refusal keeps, and the whole way through the browser's forms."""

from __future__ import annotations

import pytest

from styrhus.alerts import actions
from styrhus.alerts.models import Deviation, State
from styrhus.identity.roles import Role

FORM = {
    "kind": "budget",
    "what": "Lønnen går over budsjettet. Mest overtid.",
    "why": "Flere oppgaver.",
    "measures": "Omdisponering.",
    "known_at_0": "2023-05-01",
    "known_at_1": "09:30",
    "touches": "",
    "exemption": "",
}


def test_a_deviation_all_the_way_through_the_pages(small, place, official, browser):
    agency, ministry = browser(place.controller), browser(official)
    new = f"/avvik/plan-{small.plan.pk}/nytt/"
    shown = agency.get(new).content.decode()
    assert f"post:{small.post.pk}" in shown
    assert f"assignment:{small.assignments[0].pk}" in shown
    answer = agency.post(new, {**FORM, "touches": f"post:{small.post.pk}"})
    one = Deviation.objects.get()
    assert answer.headers["Location"] == f"/avvik/{one.pk}/"
    assert one.post == small.post
    page = f"/avvik/{one.pk}/"
    assert ministry.get(page).status_code == 404
    assert "Ikke meldt ennå" in agency.get(page).content.decode()
    assert f"post:{small.post.pk}" in agency.get(f"{page}endre/").content.decode()
    agency.post(f"{page}meld/")
    assert "Kvitter" in ministry.get(page).content.decode()
    assert "Kvitter" not in agency.get(page).content.decode()
    ministry.post(f"{page}kvitter/", {"reply": "Takk."})
    agency.post(f"{page}oppfolging/", {"text": "Nytt."})
    agency.post(f"{page}oppfolging/?som=lukke", {"text": "Kan lukkes."})
    assert "Si ja til å lukke" in ministry.get(page).content.decode()
    ministry.post(f"{page}oppfolging/?som=enig", {"text": "Enig."})
    agency.post(f"{page}lukk/", {"outcome": "I balanse."})
    one.refresh_from_db()
    assert one.state == State.CLOSED
    assert "I balanse." in ministry.get(page).content.decode()


def test_a_refused_form_keeps_what_was_typed(small, place, browser):
    client = browser(place.controller)
    answer = client.post(f"/avvik/plan-{small.plan.pk}/nytt/", {**FORM, "known_at_0": "2023-06-01"})
    assert answer.status_code == 200
    words = answer.content.decode()
    assert "er ikke kommet ennå" in words
    assert "Mest overtid." in words
    assert not Deviation.objects.exists()


@pytest.mark.parametrize("address", ["", "saker/", "publiseringer/"])
def test_an_empty_list_says_what_to_do_and_a_user_without_a_plan_is_told(address, small, place, browser):
    controller = browser(place.controller).get(f"/avvik/{address}").content.decode()
    assert "ui-empty" in controller
    assert "Ingen plan ennå" in browser(place.other_controller).get(f"/avvik/{address}").content.decode()


def test_what_is_written_is_shown_as_text(draft, place, browser):
    one = draft(what="<script>alert(1)</script> skjedde.", why="<b>x</b>")
    page = browser(place.controller).get(f"/avvik/{one.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;x" in page


def test_the_export_has_all_rows_one_may_see(draft, place, official, small, browser):
    draft(what="Bare et utkast.")
    actions.report_deviation(deviation=draft(what="Et meldt avvik."), by=place.controller)
    fetch = lambda user: b"".join(  # noqa: E731
        browser(user).get(f"/avvik/plan-{small.plan.pk}/?format=csv").streaming_content
    ).decode()
    assert "Bare et utkast" in fetch(place.controller)
    assert "Et meldt avvik" in fetch(official)
    assert "Bare et utkast" not in fetch(official)
    assert browser(place.people[Role.ADMINISTRATOR]).get("/avvik/?format=csv").status_code == 403
