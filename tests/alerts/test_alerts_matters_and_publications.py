"""Matters both ways, and publications that come no earlier than they may."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from styrhus.alerts import actions, agenda, front, reminders
from styrhus.alerts.models import Matter, MatterState, Publication, PublicationState
from styrhus.archive.queries import documents_visible_to
from styrhus.identity import clock
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.notices.models import Notice
from tests.factories import document
from tests.refusals import refused


def send(small, by, **changed):
    values = {"plan": small.plan, "kind": "media", "title": "Avis spør om tolk", "summary": "De ber om innsyn."}
    return actions.send_matter(**{**values, **changed}, by=by)


def announce(small, by, **changed):
    values = {
        "plan": small.plan,
        "kind": "evaluation",
        "title": "Evaluering av tilskudd",
        "summary": "Når fram.",
        "planned_on": clock.today() + timedelta(days=20),
    }
    return actions.announce_publication(**{**values, **changed}, by=by)


def run(statement, pk):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [pk])


def test_a_matter_goes_from_the_agency_to_the_ministry_with_its_document(small, place, official):
    letter = document(place.agency, title="Brev fra Riksrevisjonen")
    matter = send(
        small, place.controller, kind="audit_office", document=letter, link="https://example.no/sak", may_grow=True
    )
    assert matter.entry.sender == place.agency.name
    assert list(matter.entry.attachments.all()) == [letter]
    assert documents_visible_to(official).filter(pk=letter.pk).exists()
    assert Notice.objects.get(user=official).urgent
    [line] = front.cards(official, small.plan, "departementet")[0].lines
    assert line.tag == "Kvitter"
    assert [point.weight for point in agenda.room_points(small.plan)] == [2]
    with pytest.raises(AccessDenied):
        actions.acknowledge_matter(matter=matter, reply="", by=place.controller)
    with pytest.raises(ValidationError, match="når mottakeren har kvittert"):
        actions.close_matter(matter=matter, outcome="Slutt.", by=place.controller)
    actions.acknowledge_matter(matter=matter, reply="Takk.", by=official)
    actions.follow_up_matter(matter=matter, text="Svaret er sendt.", by=place.people[Role.DEPARTMENT_HEAD])
    with pytest.raises(AccessDenied):
        actions.close_matter(matter=matter, outcome="Slutt.", by=official)
    closed = actions.close_matter(matter=matter, outcome="Ingen merknader.", by=place.controller)
    assert closed.state == MatterState.CLOSED
    assert list(agenda.room_points(small.plan)) == []
    with pytest.raises(ValidationError) as error:
        actions.follow_up_matter(matter=matter, text="Mer.", by=official)
    assert "avsluttet" in refused(error)
    for statement in (
        "update alerts_matter set outcome = 'x' where id = %s",
        "update alerts_matter set state = 'sent', closed_at = null, acknowledged_at = null where id = %s",
        "delete from alerts_matter where id = %s",
        "insert into alerts_followup (matter_id, kind, side, text, made_at) values (%s, 'note', 'agency', 'x', now())",
    ):
        with pytest.raises(DatabaseError, match="locked"):
            run(statement, matter.pk)


def test_a_matter_goes_from_the_ministry_to_the_agency_and_nobody_else_sees_it(small, place, official):
    matter = send(small, official)
    assert (matter.sender, matter.entry.sender) == ("ministry", place.ministry.name)
    assert Notice.objects.filter(user=place.controller).exists()
    assert front.cards(place.controller, small.plan, "virksomheten")
    seen = [
        user for user in (place.controller, official, place.people[Role.AUDITOR]) if Matter.objects.visible_to(user)
    ]
    assert len(seen) == 3
    for user in (place.other_controller, place.other_official, place.stranger, place.people[Role.ADMINISTRATOR]):
        assert not Matter.objects.visible_to(user).exists()
        with pytest.raises(AccessDenied):
            actions.acknowledge_matter(matter=matter, reply="", by=user)
        with pytest.raises(AccessDenied):
            send(small, user)
    due = lambda days: [r.kind for r in reminders.due(clock.today() + timedelta(days=days))]  # noqa: E731
    assert due(2) == []
    assert set(due(3)) == {"alerts.unseen_matter"}
    actions.acknowledge_matter(matter=matter, reply="", by=place.controller)
    assert due(30) == []
    with pytest.raises(DatabaseError, match="locked"):
        run("update alerts_matter set summary = 'x' where id = %s", matter.pk)


def test_a_matter_with_a_link_that_is_none_leaves_nothing(small, place):
    with pytest.raises(ValidationError) as error:
        send(small, place.controller, link="javascript:alert(1)")
    refused(error)
    with pytest.raises(ValidationError) as error:
        send(small, place.controller, document=document(place.other_agency))
    assert "verken til virksomheten" in refused(error)
    with pytest.raises(ValidationError):
        send(small, place.controller, summary=" ")


def test_a_publication_is_refused_before_its_day_and_the_refusal_says_which(small, place, official, settings):
    one = announce(small, place.controller)
    assert (one.announced_on, one.notice_days) == (date(2023, 5, 2), 14)
    assert "Evaluering av tilskudd" in one.entry.document.text
    settings.DEMO_TODAY = date(2023, 5, 15)
    with pytest.raises(ValidationError) as error:
        actions.publish(publication=one, published_on=clock.today(), link="", by=place.controller)
    assert "tidligst 16. mai 2023" in refused(error).replace("\xa0", " ")
    assert "14 dager" in refused(error)
    settings.DEMO_TODAY = date(2023, 5, 16)
    with pytest.raises(ValidationError, match="ikke kommet ennå"):
        actions.publish(publication=one, published_on=date(2023, 5, 17), link="", by=place.controller)
    with pytest.raises(ValidationError, match="tidligst"):
        actions.publish(publication=one, published_on=date(2023, 5, 15), link="", by=place.controller)
    actions.publish(publication=one, published_on=date(2023, 5, 16), link="https://example.no/r", by=place.controller)
    assert Notice.objects.filter(user=official, kind="alerts.publication_published").exists()
    for statement in (
        "update alerts_publication set published_on = published_on + 1 where id = %s",
        "update alerts_publication set state = 'announced', published_on = null where id = %s",
        "delete from alerts_publication where id = %s",
    ):
        with pytest.raises(DatabaseError, match="locked"):
            run(statement, one.pk)


def test_the_database_itself_refuses_a_day_that_is_too_early(small, place):
    one = announce(small, place.controller)
    with pytest.raises(DatabaseError, match="publication_not_too_early"):
        run("update alerts_publication set state = 'published', published_on = '2023-05-15' where id = %s", one.pk)
    with pytest.raises(DatabaseError, match="locked"):
        run("update alerts_publication set announced_on = '2023-04-01' where id = %s", one.pk)
    with pytest.raises(DatabaseError, match="locked"):
        run("update alerts_publication set notice_days = 0 where id = %s", one.pk)


def test_a_consent_opens_an_earlier_day_and_no_earlier(small, place, official, settings):
    one = announce(small, place.controller, planned_on=date(2023, 5, 8))
    assert Notice.objects.get(user=official).urgent
    [line] = front.cards(official, small.plan, "departementet")[0].lines
    assert line.tag == "Trenger samtykke"
    consent = {"publication": one, "consent_from": date(2023, 5, 8), "words": "Greit."}
    with pytest.raises(AccessDenied):
        actions.consent_to_publication(**consent, by=place.controller)
    with pytest.raises(AccessDenied):
        actions.consent_to_publication(**consent, by=place.other_official)
    with pytest.raises(ValidationError, match="uten samtykke"):
        actions.consent_to_publication(**{**consent, "consent_from": date(2023, 5, 16)}, by=official)
    actions.consent_to_publication(**consent, by=official)
    settings.DEMO_TODAY = date(2023, 5, 7)
    with pytest.raises(ValidationError) as error:
        actions.publish(publication=one, published_on=date(2023, 5, 7), link="", by=place.controller)
    assert "tidligst 8. mai 2023" in refused(error).replace("\xa0", " ")
    assert [r.kind for r in reminders.due(date(2023, 5, 7))] == []
    assert [(r.kind, r.user) for r in reminders.due(date(2023, 5, 8))] == [
        ("alerts.publication_ready", place.controller)
    ]
    settings.DEMO_TODAY = date(2023, 5, 8)
    actions.publish(publication=one, published_on=date(2023, 5, 8), link="", by=place.controller)
    assert Publication.objects.get().state == PublicationState.PUBLISHED


def test_a_publication_is_moved_cancelled_and_seen_by_the_right_ones(small, place, official):
    one = announce(small, place.controller)
    actions.see_publication(publication=one, by=official)
    with pytest.raises(ValidationError, match="allerede kvittert"):
        actions.see_publication(publication=one, by=official)
    actions.move_publication(publication=one, planned_on=date(2023, 6, 1), by=place.people[Role.DEPARTMENT_HEAD])
    for by in (official, place.people[Role.CASE_OFFICER], place.other_controller):
        for act in (
            lambda by=by: announce(small, by),
            lambda by=by: actions.move_publication(publication=one, planned_on=date(2023, 6, 2), by=by),
            lambda by=by: actions.publish(publication=one, published_on=clock.today(), link="", by=by),
            lambda by=by: actions.cancel_publication(publication=one, why="Nei.", by=by),
        ):
            with pytest.raises(AccessDenied):
                act()
    with pytest.raises(ValidationError, match="hvorfor"):
        actions.cancel_publication(publication=one, why=" ", by=place.controller)
    actions.cancel_publication(publication=one, why="Slått sammen med en annen.", by=place.controller)
    with pytest.raises(ValidationError, match="kan ikke endres"):
        actions.move_publication(publication=one, planned_on=date(2023, 6, 3), by=place.controller)
    assert not Publication.objects.visible_to(place.other_official).exists()
