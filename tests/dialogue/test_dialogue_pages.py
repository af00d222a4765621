"""The pages without JavaScript: what each role is shown, forms that keep what was typed, exports."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from styrhus.dialogue import actions
from styrhus.dialogue.models import CalledMeeting, Effect, MinutesPart, Point, Resolution
from styrhus.identity.roles import Role
from styrhus.steering.models import Deadline
from tests.dialogue.conftest import TODAY, called, decision, held, letter_from_ministry, planned, sent


def page(client, name, *args):
    answer = client.get(reverse(f"dialogue:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_calendar_shows_what_is_called_and_what_is_missing(small, place, browser):
    meeting = planned(small.plan, announced=small.plan.meetings.get())
    words = page(browser(place.people[Role.MINISTRY_OFFICIAL]), "meetings")
    assert meeting.title in words
    assert "1 av 2 i kalenderen" in words
    assert "Planlegg møte" in words
    assert "Planlegg møte" not in page(browser(place.people[Role.AUDITOR]), "meetings", small.plan.pk)
    assert browser(place.controller).get("/dialog/?format=csv").status_code == 200


def test_a_meeting_is_planned_from_the_form_and_bad_times_keep_what_was_typed(small, place, browser):
    client = browser(place.controller)
    values = {
        "kind": "steering",
        "title": "Vårens møte",
        "day": "2023-05-20",
        "begins": "12:00",
        "ends": "10:00",
        "venue": "Møterom 1",
    }
    address = reverse("dialogue:plan_meeting", args=(small.plan.pk,))
    answer = client.post(address, values)
    assert "Møtet slutter før det begynner." in answer.content.decode()
    assert "Vårens møte" in answer.content.decode()
    assert client.post(address, values | {"ends": "14:00"}).status_code == 302
    meeting = CalledMeeting.objects.get()
    assert meeting.starts_at.isoformat() == "2023-05-20T10:00:00+00:00"


def test_a_meeting_goes_its_way_through_the_pages(small, place, browser):
    client = browser(place.controller)
    meeting = planned(small.plan)
    client.post(reverse("dialogue:agenda", args=(meeting.pk,)), {"title": "Sak én", "note": "", "side": "agency"})
    client.post(reverse("dialogue:call", args=(meeting.pk,)))
    participant = meeting.participants.all()[0]
    answer = client.post(reverse("dialogue:hold", args=(meeting.pk,)), {"attended": [participant.pk]})
    minutes = meeting.minutes.get()
    assert answer.headers["Location"] == reverse("dialogue:write", args=(minutes.pk,))
    part = minutes.parts.get()
    client.post(
        reverse("dialogue:write", args=(minutes.pk,)),
        {
            f"tekst-{part.pk}": "Alt ble sagt.",
            f"versjon-{part.pk}": "0",
            f"punkt-{part.pk}-kind": "decision",
            f"punkt-{part.pk}-text": "Vi gjør det.",
            f"punkt-{part.pk}-side": "both",
        },
    )
    assert (MinutesPart.objects.get().text, Point.objects.get().text) == ("Alt ble sagt.", "Vi gjør det.")
    client.post(reverse("dialogue:send_minutes", args=(minutes.pk,)), {"exemption": "offl. § 15"})
    official = browser(place.people[Role.MINISTRY_OFFICIAL])
    assert "Godkjenn for departementet" in page(official, "minutes", minutes.pk)
    for each in (client, official):
        each.post(reverse("dialogue:approve", args=(minutes.pk,)))
    minutes.refresh_from_db()
    assert minutes.state == "locked"
    assert minutes.record.exemption == "offl. § 15"
    assert "Vi gjør det." in page(browser(place.people[Role.AUDITOR]), "resolutions", small.plan.pk)
    assert client.get(reverse("dialogue:write", args=(minutes.pk,))).status_code == 302


def test_a_conflict_without_javascript_keeps_both_texts_on_the_page(small, place, browser):
    minutes = held(small.plan)
    part, other = minutes.parts.all()
    actions.write_part(part=part, text="Den andres ord", version=0, by=place.people[Role.MINISTRY_OFFICIAL])
    client = browser(place.controller)
    address = reverse("dialogue:write", args=(minutes.pk,))
    sent_in = {
        f"tekst-{part.pk}": "Mine ord",
        f"versjon-{part.pk}": "0",
        f"tekst-{other.pk}": "Ord i en annen sak",
        f"versjon-{other.pk}": "0",
    }
    words = client.post(address, sent_in).content.decode()
    assert "Den andres ord" in words
    assert "Mine ord" in words
    other.refresh_from_db()
    assert other.text == "Ord i en annen sak", "what is in no conflict is saved"
    part.refresh_from_db()
    assert part.text == "Den andres ord"
    chosen = {f"valg-{part.pk}": "mine", f"sett-{part.pk}": "1", f"versjon-{other.pk}": "1"}
    assert client.post(address, sent_in | chosen).status_code == 302
    part.refresh_from_db()
    assert part.text == "Mine ord"
    assert part.earlier.get().text == "Den andres ord"


def test_every_button_of_the_writing_page_saves_before_it_leads_on(small, place, browser):
    minutes = held(small.plan)
    part = minutes.parts.all()[0]
    point = actions.add_point(part=part, kind="signal", text="Et punkt", by=None)
    client = browser(place.controller)
    wanted = {
        ("videre", "send"): reverse("dialogue:send_minutes", args=(minutes.pk,)),
        ("videre", "les"): reverse("dialogue:minutes", args=(minutes.pk,)),
        ("endre", str(point.pk)): reverse("dialogue:point", args=(point.pk,)),
        ("til", str(part.pk)): reverse("dialogue:write", args=(minutes.pk,)) + f"#sak-{part.pk}",
    }
    for version, ((name, value), target) in enumerate(wanted.items()):
        typed = {f"tekst-{part.pk}": f"Tekst {version}", f"versjon-{part.pk}": str(version), name: value}
        answer = client.post(reverse("dialogue:write", args=(minutes.pk,)), typed)
        assert answer.headers["Location"] == target
        part.refresh_from_db()
        assert part.text == f"Tekst {version}"


def test_saving_an_item_while_writing_answers_with_its_new_version(small, place, browser):
    part = held(small.plan).parts.all()[0]
    client = browser(place.controller)
    address = reverse("dialogue:save_part", args=(part.pk,))
    answer = client.post(address, {f"tekst-{part.pk}": "Ord", f"versjon-{part.pk}": "0"}).content.decode()
    assert f'name="versjon-{part.pk}" value="1"' in answer
    answer = client.post(address, {f"tekst-{part.pk}": "Andre ord", f"versjon-{part.pk}": "tull"}).content.decode()
    assert "To har skrevet i samme sak" in answer


def test_a_decision_is_carried_out_from_its_page_only_with_a_document(small, place, browser):
    resolution = decision(small.plan, place)
    client = browser(place.controller)
    deadline = Deadline.objects.standing().get(assignment=small.assignments[0], part="Del 1")
    address = reverse("dialogue:as_deadline", args=(resolution.pk,))
    values = {"deadline": deadline.pk, "kind": "date", "day": "2023-09-01", "text": "1. september"}
    words = client.post(address, values).content.decode()
    assert "Velg dokumentet fra departementet som bestemmer det." in words
    assert not Effect.objects.exists()
    letter = letter_from_ministry(small.plan)
    assert client.post(address, values | {"document": letter.pk, "first_line": "3"}).status_code == 302
    words = page(client, "resolution", resolution.pk)
    assert "Endret frist" in words
    assert "Supplerende tildelingsbrev" in words


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.AUDITOR])
def test_a_reader_sees_no_buttons_that_act(small, place, browser, role):
    resolution = decision(small.plan, place)
    minutes = resolution.point.minutes
    client = browser(place.people[role])
    for name, key in (("meeting", minutes.meeting_id), ("minutes", minutes.pk), ("resolution", resolution.pk)):
        words = page(client, name, key)
        assert "Rett med et tillegg" not in words
        assert "Avslutt" not in words


def test_the_invitation_can_be_fetched(small, place, browser):
    meeting = called(small.plan, TODAY)
    answer = browser(place.people[Role.MINISTRY_OFFICIAL]).get(reverse("dialogue:calendar_file", args=(meeting.pk,)))
    assert answer.headers["Content-Type"] == "text/calendar; method=REQUEST; charset=utf-8"
    assert meeting.uid.encode() in answer.content


def test_another_dialogue_does_not_exist(small, place, browser):
    minutes = sent(small.plan)
    for user in (place.other_controller, place.other_official):
        client = browser(user)
        for name, key in (("meeting", minutes.meeting_id), ("minutes", minutes.pk), ("meetings", small.plan.pk)):
            assert client.get(reverse(f"dialogue:{name}", args=(key,))).status_code == 404
        assert client.post(reverse("dialogue:approve", args=(minutes.pk,))).status_code == 404


def test_a_signal_is_registered_from_the_form(small, place, browser):
    letter = letter_from_ministry(small.plan, date(2023, 4, 20))
    values = {
        "kind": "signal",
        "text": "Prioriter tolkene.",
        "given_on": "2023-04-20",
        "given_by": "Prøve Kontakt",
        "received_by": "Prøve Controller",
        "document": letter.pk,
        "side": "agency",
    }
    client = browser(place.controller)
    answer = client.post(reverse("dialogue:signal", args=(small.plan.pk,)), values)
    assert answer.status_code == 302
    assert Resolution.objects.get().text == "Prioriter tolkene."
