"""Mail that is really sent to a server and read back: a reminder, a digest, an invitation; and when it goes wrong."""

from __future__ import annotations

import re
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import vobject
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import connection, transaction
from icalendar import Calendar, Event

from styrhus.audit.models import Event as LogEvent
from styrhus.identity import clock
from styrhus.identity.roles import Role
from styrhus.notices.actions import notify, send_again, set_preferences
from styrhus.notices.digests import write_digests, write_urgent
from styrhus.notices.mail import queue, write
from styrhus.notices.models import Mail, MailState, Notice
from styrhus.notices.outbox import mark_lost, send_waiting
from styrhus.notices.smtp import Server, compose
from styrhus.notices.tasks import clean_up
from tests.databases import own_database
from tests.factories import user, world
from tests.notices.conftest import OSLO
from tests.refusals import refused


def tell(person, text="Fristen er 10. mai", *, key="a", urgent=False, due=None, url="/oppdrag/1/"):
    return notify(users=[person], kind="steering.due_soon", text=lambda: text, url=url, key=key, urgent=urgent, due=due)


def choices(**changed):
    values = {
        "digest": True,
        "digest_hour": 7,
        "urgent_at_once": True,
        "quiet_from": None,
        "quiet_to": None,
        "weekends": True,
    }
    return values | changed


def invitation() -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Prøve//nb")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST")
    event = Event()
    event.add("uid", "mote-1@styrhus")
    event.add("dtstamp", datetime(2023, 5, 2, 8, 0, tzinfo=OSLO))
    event.add("dtstart", datetime(2023, 6, 1, 10, 0, tzinfo=OSLO))
    event.add("summary", "Etatsstyringsmøte æøå")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def test_an_urgent_notice_is_sent_at_once_and_read_back(place, sink, at):
    at(2023, 5, 2, 10, 0)
    tell(place.controller, "Avvik 2023-01 er meldt: tolkene mangler på Værøy", urgent=True, url="/avvik/1/")
    assert write_urgent() == 1
    assert send_waiting() == 1
    [message] = sink.messages
    assert message["Subject"] == "Avvik 2023-01 er meldt: tolkene mangler på Værøy"
    assert place.controller.email in message["To"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<https://styrhus.example.invalid/varsler/valg/>"
    assert message["Date"].datetime == datetime(2023, 5, 2, 10, 0, tzinfo=OSLO)
    assert message.get_content_type() == "text/plain"
    words = message.get_content()
    assert "https://styrhus.example.invalid/avvik/1/" in words
    assert "<" not in words, "a mail without HTML"
    assert write_urgent() == 0
    assert send_waiting() == 0
    assert Mail.objects.get().state == MailState.SENT


def test_a_digest_is_sent_once_a_working_day_in_the_user_s_language_and_grouped(place, sink, at, settings):
    at(2023, 5, 2, 6, 50)
    reader = place.controller
    reader.language = "en"
    reader.save()
    tell(reader, "Over fristen", key="1", due=datetime(2023, 4, 28).date())
    tell(reader, "Snart frist", key="2", due=datetime(2023, 5, 5).date())
    tell(reader, "Noe nytt", key="3")
    assert write_digests() == 0, "the hour has not come"
    at(2023, 5, 2, 7, 0)
    assert write_digests() == 1
    tell(reader, "Noe som kom etterpå", key="4")
    assert write_digests() == 0, "one a day"
    send_waiting()
    [message] = sink.messages
    words = message.get_content()
    assert message["Content-Language"] == "en"
    assert words.index("Over fristen") < words.index("Snart frist") < words.index("Noe nytt")
    assert "etterpå" not in words
    at(2023, 5, 3, 7, 0)
    assert write_digests() == 1
    send_waiting()
    assert "Noe som kom etterpå" in sink.messages[1].get_content()
    assert "Noe nytt" not in sink.messages[1].get_content()


def test_nothing_to_tell_is_no_mail_and_what_is_read_is_not_told(place, at):
    at(2023, 5, 2, 8, 0)
    assert write_digests() == 0
    tell(place.controller)
    Notice.objects.update(read_at=clock.now())
    assert write_digests() == 0
    assert not Mail.objects.exists()


@pytest.mark.parametrize("day", [(2023, 5, 1), (2023, 5, 6), (2023, 5, 18)])
def test_no_digest_on_a_day_off(place, at, day):
    at(*day, 9, 0)
    tell(place.controller)
    assert write_digests() == 0


def test_an_urgent_notice_waits_through_quiet_hours_and_is_gathered(place, at):
    at(2023, 5, 2, 21, 0)
    person = place.controller
    set_preferences(
        user=person,
        values=choices(quiet_from=datetime(2023, 1, 1, 20).time(), quiet_to=datetime(2023, 1, 1, 7).time()),
        by=person,
    )
    tell(person, "Det første", key="1", urgent=True)
    tell(person, "Det andre", key="2", urgent=True)
    for hour in (21, 23):
        at(2023, 5, 2, hour, 30)
        assert write_urgent() == 0
    at(2023, 5, 3, 6, 59)
    assert write_urgent() == 0
    at(2023, 5, 3, 7, 0)
    assert write_urgent() == 1
    mail = Mail.objects.get()
    assert "Det første" in mail.body
    assert "Det andre" in mail.body


def test_who_turned_urgent_mail_off_gets_it_in_the_digest(place, at):
    at(2023, 5, 2, 10, 0)
    set_preferences(user=place.controller, values=choices(urgent_at_once=False), by=place.controller)
    tell(place.controller, "Haster litt", urgent=True)
    assert write_urgent() == 0
    assert write_digests() == 1
    assert "HASTER" in Mail.objects.get().body


def test_an_invitation_is_read_back_by_another_calendar_library(place, sink, at):
    at(2023, 5, 2, 10, 0)
    official = place.people[Role.MINISTRY_OFFICIAL]
    queue(
        to=official,
        subject="Innkalling: etatsstyringsmøte",
        body="Velkommen til møte.",
        attachments=[
            ("innkalling.ics", invitation(), "text/calendar; method=REQUEST; charset=utf-8"),
            ("sakspapirer.pdf", b"%PDF-1.7 sak", "application/pdf"),
        ],
        by=place.controller,
    )
    assert send_waiting() == 1
    [message] = sink.messages
    assert place.controller.email in message["Reply-To"]
    assert "Auto-Submitted" not in message
    assert message.get_body(("plain",)).get_content().strip() == "Velkommen til møte."
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert part["Content-Type"].params["method"] == "REQUEST"
    found = vobject.readOne(part.get_content())
    assert found.method.value == "REQUEST"
    assert found.vevent.summary.value == "Etatsstyringsmøte æøå"
    assert found.vevent.dtstart.value == datetime(2023, 6, 1, 10, 0, tzinfo=OSLO)
    files = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    assert files["sakspapirer.pdf"] == b"%PDF-1.7 sak"
    assert vobject.readOne(files["innkalling.ics"].decode()).vevent.uid.value == "mote-1@styrhus"


def test_a_mail_stands_or_falls_with_its_act(place):
    class Broken(Exception):
        pass

    def act():
        with transaction.atomic():
            queue(to=place.controller, subject="Emne", body="Tekst")
            raise Broken

    with pytest.raises(Broken):
        act()
    assert not Mail.objects.exists()
    queue(to=place.controller, subject="Emne", body="Tekst", by=place.controller)
    assert LogEvent.objects.filter(act="notices.queue").count() == 1


def test_without_a_server_mail_is_kept_and_not_sent(place, settings):
    settings.SMTP_URL = ""
    mail = queue(to=place.controller, subject="Emne", body="Tekst")
    assert send_waiting() == 0
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.QUEUED, 0)


def test_a_server_that_is_down_is_tried_again_with_longer_waits_and_then_given_up(place, settings, at):
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    at(2023, 5, 2, 10, 0)
    mail = queue(to=place.controller, subject="Emne", body="Tekst")
    for attempt in range(1, 8):
        assert send_waiting() == 0
        mail.refresh_from_db()
        assert mail.attempts == attempt
        if mail.state == MailState.FAILED:
            break
        assert mail.not_before > clock.now()
        assert send_waiting() == 0, "not before its time"
        mail.refresh_from_db()
        assert mail.attempts == attempt
        later = mail.not_before.astimezone(OSLO)
        at(later.year, later.month, later.day, later.hour, later.minute)
    assert mail.state == MailState.FAILED
    assert mail.attempts == 7
    assert mail.error.startswith("Fikk ikke kontakt med e-postserveren:")


def test_a_refused_recipient_fails_for_good_with_the_server_s_words_and_others_still_go(place, sink, at):
    at(2023, 5, 2, 10, 0)
    gone = user(Role.CASE_OFFICER, place.agency)
    sink.refuse[gone.email] = "550 5.1.1 no such mailbox"
    lost = queue(to=gone, subject="Emne", body="Tekst")
    sent = queue(to=place.controller, subject="Emne", body="Tekst")
    assert send_waiting() == 1
    lost.refresh_from_db()
    sent.refresh_from_db()
    assert lost.state == MailState.FAILED
    assert lost.error == "Serveren avviste mottakeren: 550 5.1.1 no such mailbox"
    assert sent.state == MailState.SENT


def test_a_recipient_refused_for_now_is_tried_again(place, sink, at):
    at(2023, 5, 2, 10, 0)
    sink.refuse[place.controller.email] = "451 4.7.1 greylisted"
    mail = queue(to=place.controller, subject="Emne", body="Tekst")
    assert send_waiting() == 0
    mail.refresh_from_db()
    assert mail.state == MailState.QUEUED
    sink.refuse.clear()
    at(2023, 5, 2, 10, 1)
    assert send_waiting() == 1


def test_a_connection_lost_after_the_mail_was_handed_over_is_said_to_be_unknown(place, sink, at):
    at(2023, 5, 2, 10, 0)
    sink.hang_up = True
    mail = queue(to=place.controller, subject="Emne", body="Tekst")
    assert send_waiting() == 0
    mail.refresh_from_db()
    assert mail.state == MailState.UNKNOWN
    assert "ikke kjent om den kom fram" in mail.error
    sink.hang_up = False
    at(2023, 5, 3, 10, 0)
    assert send_waiting() == 0, "it is not sent again by itself"
    assert len(sink.envelopes) == 1


def test_a_worker_that_was_killed_leaves_an_unknown_outcome_that_a_person_decides(place, sink, at):
    at(2023, 5, 2, 10, 0)
    mail = queue(to=place.controller, subject="Emne", body="Tekst")
    Mail.objects.filter(pk=mail.pk).update(state=MailState.SENDING, claimed_at=clock.now(), attempts=1)
    assert mark_lost() == 0
    at(2023, 5, 2, 10, 16)
    assert mark_lost() == 1
    assert send_waiting() == 0
    mail.refresh_from_db()
    assert "avbrutt" in mail.error
    send_again(mail=mail, by=place.people[Role.ADMINISTRATOR])
    assert send_waiting() == 1
    assert sink.messages[0]["Message-ID"] == mail.message_id, "the receiver knows a copy by it"
    with pytest.raises(ValidationError) as error:
        send_again(mail=mail, by=place.people[Role.ADMINISTRATOR])
    assert refused(error) == "E-posten er sendt eller venter allerede på å bli sendt."


def test_a_digest_of_the_day_before_yesterday_is_not_sent(place, sink, at):
    at(2023, 5, 2, 10, 0)
    tell(place.controller)
    write_digests()
    at(2023, 5, 4, 10, 1)
    assert send_waiting() == 0
    assert Mail.objects.get().state == MailState.FAILED


def test_sent_mail_is_removed_after_ninety_days_and_the_notice_stays(place, sink, at):
    at(2023, 5, 2, 10, 0)
    tell(place.controller)
    write_digests()
    queue(to=place.controller, subject="E", body="T", attachments=[("a.txt", b"a", "text/plain")])
    assert send_waiting() == 2
    at(2023, 7, 31, 10, 0)
    clean_up(0)
    assert Mail.objects.count() == 2
    at(2023, 8, 1, 10, 1)
    clean_up(0)
    assert not Mail.objects.exists()
    assert Notice.objects.get().mail is None


@pytest.mark.parametrize(
    "subject", ["Emne\r\nBcc: alle@example.invalid", "Emne\nBcc: alle@example.invalid", "E\x0bm\x00ne\u2028Bcc: x"]
)
def test_a_subject_can_hold_no_header_of_its_own(place, sink, subject):
    mail = queue(to=place.controller, subject=subject, body="Tekst")
    assert send_waiting() == 1
    [message] = sink.messages
    assert "Bcc" not in message
    assert message["Subject"].startswith("E")
    assert "\n" not in mail.subject
    assert sink.envelopes[0].rcpt_tos == [place.controller.email]


@pytest.mark.parametrize(
    "address",
    ["a@example.invalid\nBcc: b@example.invalid", "a@example.invalid, b@example.invalid", "ingen", "", "a b@c.no"],
)
def test_an_address_that_is_none_or_several_is_refused_in_one_sentence(db, address):
    with pytest.raises(ValidationError) as error:
        queue(to=address, subject="Emne", body="Tekst")
    assert refused(error).endswith("er ikke en e-postadresse. Skriv den som navn@virksomhet.no.")
    assert "\n" not in refused(error)


def test_a_name_with_a_line_break_makes_no_header(place):
    person = user(name="Ond\r\nBcc: alle@example.invalid")
    mail = write(to=person, subject="Emne", body="Tekst")
    with pytest.raises(ValueError, match="CR or LF"):
        compose(mail, [])


def test_a_mail_that_cannot_be_written_fails_and_does_not_stop_the_others(place, sink):
    bad = write(to=user(name="Ond\r\nBcc: x"), subject="Emne", body="Tekst")
    queue(to=place.controller, subject="Emne", body="Tekst")
    assert send_waiting() == 1
    bad.refresh_from_db()
    assert bad.state == MailState.FAILED


def test_attachments_that_are_too_large_or_of_no_type_are_refused(place):
    for files, words in (
        ([("a.pdf", b"0" * (10 * 1024 * 1024 + 1), "application/pdf")], "større enn 10 MB"),
        ([("a.pdf", b"0", "pdf")], "mangler filtype"),
    ):
        with pytest.raises(ValidationError, match=words):
            queue(to=place.controller, subject="Emne", body="Tekst", attachments=files)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.no", Server("mail.example.no", 25, "", "", "none")),
        ("smtp://a%40b:p%3Aw@mail.example.no?tls=starttls", Server("mail.example.no", 587, "a@b", "p:w", "starttls")),
        ("smtps://u:p@mail.example.no:2465", Server("mail.example.no", 2465, "u", "p", "tls")),
    ],
)
def test_the_server_s_address_is_read(url, server):
    assert Server.parse(url) == server


@pytest.mark.parametrize(
    "url", ["mail.example.no", "http://a", "smtp://", "smtp://a?tls=maybe", "smtps://a?tls=starttls", "smtp://a:port"]
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="STYRHUS_SMTP_URL"):
        Server.parse(url)


@pytest.fixture
def committed(made_database, django_db_blocker):
    """Rows that other connections see, in a database of their own."""
    with django_db_blocker.unblock(), own_database("mail"):
        yield world()


def test_two_workers_send_each_mail_once(committed, sink):
    for number in range(30):
        queue(to=committed.controller, subject=f"Emne {number}", body="Tekst")
    sent, begin = [], threading.Barrier(2)

    def work():
        try:
            begin.wait()
            sent.append(send_waiting())
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sum(sent) == 30
    assert sorted(m["Subject"] for m in sink.messages) == sorted(f"Emne {number}" for number in range(30))
    assert set(Mail.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_two_workers_write_one_digest(committed, at):
    at(2023, 5, 2, 8, 0)
    tell(committed.controller)
    begin = threading.Barrier(2)

    def work():
        try:
            begin.wait()
            write_digests()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert Mail.objects.count() == 1


def test_every_setting_stands_in_the_operations_guide():
    root = Path(__file__).resolve().parents[2]
    guide = (root / "docs/operations.md").read_text(encoding="utf-8")
    named = set()
    for file in (root / "src/styrhus").rglob("*.py"):
        named |= set(re.findall(r"[\"'](STYRHUS_[A-Z_]+)[\"']", file.read_text(encoding="utf-8")))
    assert {"STYRHUS_SMTP_URL", "STYRHUS_MAIL_FROM", "STYRHUS_SITE_URL"} <= named
    assert {name for name in named if f"`{name}`" not in guide} == set()


def test_not_before_is_kept(place, sink, at):
    at(2023, 5, 2, 10, 0)
    write(to=place.controller, subject="Emne", body="Tekst", not_before=clock.now() + timedelta(hours=1))
    assert send_waiting() == 0
    at(2023, 5, 2, 11, 0)
    assert send_waiting() == 1
