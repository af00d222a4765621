"""The bell, the page of notices, one's choices of mail, the outbox, and the day's reminders."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from styrhus.alerts import actions as alerts
from styrhus.identity import clock
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.notices.actions import notify, send_again, set_preferences
from styrhus.notices.collecting import collect
from styrhus.notices.mail import queue
from styrhus.notices.models import Mail, MailState, Notice, Preferences
from tests.factories import small_plan
from tests.refusals import refused


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def tell(*people, key="a", text="Noe nytt", **fields):
    return notify(users=people, kind="alerts.x", text=lambda: text, url="/plan/", key=key, **fields)


def test_each_sees_only_their_own_and_the_bell_counts_the_unread(place):
    tell(place.controller, place.other_controller, text="Bare <b>mitt</b>")
    tell(place.controller, key="b", text="Det andre")
    page = browser(place.controller).get("/varsler/").content.decode()
    assert "Bare &lt;b&gt;mitt&lt;/b&gt;" in page
    assert 'data-count="2"' in page
    auditor = browser(place.people[Role.AUDITOR]).get("/varsler/").content.decode()
    assert "mitt" not in auditor
    assert "ui-bell__count" not in auditor
    assert "Ingen varsler ennå" in auditor


def test_marking_read_touches_nobody_else_s(place):
    mine, theirs = tell(place.controller, place.other_controller)
    client = browser(place.controller)
    assert client.post("/varsler/les/", {"notice": theirs.pk}).status_code == 404
    assert client.post("/varsler/les/", {"notice": "x' or 1"}).status_code == 404
    assert client.get("/varsler/les/").status_code == 405
    client.post("/varsler/les/", {"notice": mine.pk})
    mine.refresh_from_db()
    assert mine.read_at
    assert "Lest" in client.get("/varsler/").content.decode()
    tell(place.controller, key="b")
    client.post("/varsler/les/")
    assert Notice.objects.filter(user=place.controller).unread().count() == 0
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_the_list_is_filtered_and_taken_away(place):
    tell(place.controller, text="Det ene", urgent=True)
    tell(place.controller, key="b", text="Det andre")
    client = browser(place.controller)
    assert "Det andre" not in client.get("/varsler/?urgent=on").content.decode()
    assert "Det andre" in client.get("/varsler/?room=alerts").content.decode()
    export = b"".join(client.get("/varsler/?format=csv").streaming_content).decode()
    assert "Det ene" in export
    assert "Det andre" in export


def test_choices_of_mail_are_one_s_own_and_make_sense(place):
    values = {"digest": "on", "digest_hour": "8", "quiet_from": "21:00", "quiet_to": "06:30"}
    client = browser(place.controller)
    assert client.post("/varsler/valg/", values).status_code == 302
    chosen = Preferences.objects.get(user=place.controller)
    assert (chosen.digest_hour, chosen.quiet_from, chosen.urgent_at_once) == (8, time(21), False)
    for changed, words in (
        ({"quiet_to": ""}, "trenger både et klokkeslett"),
        ({"quiet_to": "21:00"}, "trenger både et klokkeslett"),
        ({"digest_hour": "5"}, "en time i stilletiden"),
    ):
        answer = client.post("/varsler/valg/", {**values, **changed})
        assert answer.status_code == 200
        assert words in answer.content.decode()
    both = {
        "digest": True,
        "digest_hour": 7,
        "urgent_at_once": True,
        "quiet_from": None,
        "quiet_to": None,
        "weekends": True,
    }
    with pytest.raises(AccessDenied):
        set_preferences(user=place.controller, values=both, by=place.other_controller)
    with pytest.raises(ValidationError) as error:
        set_preferences(user=place.controller, values={**both, "quiet_to": time(7)}, by=place.controller)
    refused(error)


def test_the_outbox_is_the_administrator_s_of_that_agency_and_hides_the_text(place):
    mail = queue(to=place.controller, subject="Emnet", body="Hemmelig tekst")
    queue(to=place.other_controller, subject="De andres", body="x")
    Mail.objects.filter(pk=mail.pk).update(state=MailState.FAILED, error="Serveren avviste mottakeren: 550")
    administrator = place.people[Role.ADMINISTRATOR]
    client = browser(administrator)
    page = client.get("/varsler/utboks/").content.decode()
    assert "Emnet" in page
    assert "550" in page
    assert "Hemmelig" not in page
    assert "De andres" not in page
    for person in (place.controller, place.people[Role.AUDITOR], place.stranger):
        assert browser(person).get("/varsler/utboks/").status_code == 403
        assert browser(person).post(f"/varsler/utboks/{mail.pk}/send/").status_code == 403
        with pytest.raises(AccessDenied):
            send_again(mail=mail, by=person)
    theirs = Mail.objects.get(subject="De andres")
    assert client.post(f"/varsler/utboks/{theirs.pk}/send/").status_code == 404
    client.post(f"/varsler/utboks/{mail.pk}/send/")
    mail.refresh_from_db()
    assert mail.state == MailState.QUEUED
    for sort in ("to", "-subject", "state"):
        page = client.get(f"/varsler/utboks/?sort={sort}").content.decode()
        assert "Venter på sending" in page
        assert f"/varsler/utboks/{mail.pk}/send/" not in page


def test_the_day_s_reminders_are_told_once_and_fall_away_when_the_thing_is_done(place, settings):
    settings.DEMO_TODAY = date(2023, 5, 2)
    plan = small_plan(place.agency).plan
    draft = alerts.draft_deviation(
        plan=plan, kind="plan", what="Noe.", why="Fordi.", measures="Tiltak.", by=place.controller,
        known_at=clock.now().replace(day=1, month=4),
    )  # fmt: skip
    collect()
    told = Notice.objects.get(user=place.controller, kind="alerts.unreported_deviation")
    assert told.by_rule
    assert told.urgent
    before = Notice.objects.count()
    settings.DEMO_TODAY = date(2023, 5, 3)
    collect()
    assert Notice.objects.filter(kind="alerts.unreported_deviation", user=place.controller).count() == 1
    assert Notice.objects.filter(kind__startswith="alerts.").count() <= before
    alerts.report_deviation(deviation=draft, by=place.controller)
    collect()
    told.refresh_from_db()
    assert told.settled_at
    assert told.read_at is None
    assert not Notice.objects.filter(pk=told.pk).unread().exists()
