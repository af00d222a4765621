"""The journeys of the preparedness, as a browser without JavaScript makes them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from styrhus.identity.roles import Role
from styrhus.preparedness import actions, models
from tests.factories import World

from .test_acts import incident_values


def test_a_function_is_entered_with_what_it_leans_on(place: World, browser: Any) -> None:
    client = browser(place.controller)
    answer = client.post(
        reverse("preparedness:enter", args=("funksjon",)),
        {"name": "Utbetale", "why": "Penger må fram", "tolerated_hours": "48", "reviewed_on": "2023-01-02"},
    )
    function = models.CriticalFunction.objects.get()
    assert answer.headers["Location"] == reverse("preparedness:function", args=(function.pk,))
    address = reverse("preparedness:enter", args=("avhengighet",))
    assert f'<option value="{function.pk}" selected' in client.get(f"{address}?funksjon={function.pk}").content.decode()
    values = {"function": function.pk, "kind": "power", "name": "Strøm", "tolerated_hours": "1"}
    client.post(address, values)
    assert "Strøm" in client.get(reverse("preparedness:function", args=(function.pk,))).content.decode()


def test_wrong_input_is_kept_with_a_sentence(place: World, browser: Any) -> None:
    answer = browser(place.controller).post(
        reverse("preparedness:enter", args=("funksjon",)), {"name": "Utbetale", "why": "", "tolerated_hours": "-1"}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="Utbetale"' in page
    assert not models.CriticalFunction.objects.exists()


def test_nobody_chooses_a_row_of_another_agency(place: World, browser: Any, function: models.CriticalFunction) -> None:
    values = {"function": function.pk, "kind": "power", "name": "Strøm", "tolerated_hours": "1"}
    browser(place.other_controller).post(reverse("preparedness:enter", args=("avhengighet",)), values)
    assert not models.Dependency.objects.exists()


def test_an_incident_from_report_to_close(place: World, browser: Any) -> None:
    officer, controller = browser(place.people[Role.CASE_OFFICER]), browser(place.controller)
    ministry = browser(place.people[Role.MINISTRY_OFFICIAL])
    values = incident_values()
    moments = {name: f"{values[name]:%Y-%m-%dT%H:%M}" for name in ("happened_at", "known_at")}
    officer.post(reverse("preparedness:report_incident"), values | moments)
    incident = models.Incident.objects.get()
    address = reverse("preparedness:incident", args=(incident.pk,))
    assert ministry.get(address).status_code == 404
    assert "ikke varslet" in controller.get(address).content.decode()
    controller.post(reverse("preparedness:notify_ministry", args=(incident.pk,)))
    page = ministry.get(address).content.decode()
    assert "Kvitter for varselet" in page
    assert "Hva som er delt" not in page, "the ministry does not see the agency's own log"
    ministry.post(reverse("preparedness:receive_notice", args=(incident.pk,)))
    controller.post(
        address,
        {"text": "Lært", "measure": "Tiltak", "owner": place.controller.pk, "deadline": "2023-05-01"},
    )
    controller.post(reverse("preparedness:close_incident", args=(incident.pk,)), {"evaluation": "Det gikk bra."})
    incident.refresh_from_db()
    assert incident.closed_on
    assert incident.learning.count() == 1


def test_the_contact_list_prints_without_the_program(place: World, browser: Any) -> None:
    values = {"order": 1, "function": "Beredskapsleder", "telephone": "000 00 001", "checked_on": incident_day()}
    actions.enter(model=models.Contact, agency=place.agency, values=values, by=place.controller)
    page = browser(place.people[Role.CASE_OFFICER]).get(reverse("preparedness:contacts_print")).content.decode()
    assert "000 00 001" in page
    assert (
        "000 00 001" not in browser(place.other_controller).get(reverse("preparedness:contacts_print")).content.decode()
    )


def incident_day() -> Any:
    return incident_values()["known_at"].date()
