"""Publications: announced beforehand, published no earlier than the rule allows without the ministry's consent."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.alerts.access import Permission
from styrhus.alerts.models import Publication, PublicationState
from styrhus.alerts.notice_rules import notice_rules
from styrhus.alerts.rules import earliest_publication, rule_on
from styrhus.archive.formal import file_record
from styrhus.archive.models import Direction
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.access import require
from styrhus.identity.models import User
from styrhus.steering.models import Assignment, Plan
from styrhus.ui import formats

from .sharing import case_of, in_bokmal, tell_agency, tell_ministry


@transaction.atomic
def announce_publication(
    *,
    plan: Plan,
    kind: str,
    title: str,
    summary: str,
    planned_on: date,
    by: User,
    assignment: Assignment | None = None,
) -> Publication:
    """Tell the ministry of a publication to come. A day within the notice is entered too: it then needs a consent.

    Raises: AccessDenied, ValidationError (no title, a day that has passed, another plan's assignment).
    """
    require(by, Permission.ANNOUNCE, plan.agency_id)
    today = clock.today()
    if not title.strip() or not summary.strip():
        raise ValidationError(_("Skriv tittelen og kort hva innholdet er."))
    if planned_on < today:
        raise ValidationError(_("Den planlagte dagen er passert. Velg en dag som kommer."))
    if assignment and not assignment.listings.filter(plan=plan).exists():
        raise ValidationError(_("Oppdraget hører til en annen plan."))
    publication = Publication(
        plan=plan, kind=kind, title=title, summary=summary, planned_on=planned_on, assignment=assignment,
        notice_days=rule_on(notice_rules(), today).days, announced_on=today, announced_at=clock.now(), announced_by=by,
    )  # fmt: skip
    with in_bokmal():
        publication.entry = file_record(
            case=case_of(plan, by),
            title=_("Varsel om publisering: %(title)s") % {"title": title.strip()},
            facts=[
                (_("Fra"), plan.agency.name),
                (_("Til"), plan.ministry.name),
                (_("Type"), publication.get_kind_display()),
                (_("Planlagt publisert"), formats.date_short(planned_on)),
            ],
            sections=[(_("Kort om innholdet"), publication.summary)],
            direction=Direction.OUT,
            sender=plan.agency.name,
            recipient=plan.ministry.name,
            by=by,
            shared_with=(plan.ministry,),
        )
    save_checked(publication)
    new = snapshot(publication, "kind", "title", "planned_on", "announced_on", "notice_days", "entry")
    record(act="alerts.announce_publication", subject=publication, by=by, new=new)
    tell_ministry(
        plan,
        kind="alerts.publication_announced",
        text=lambda: (
            _("%(agency)s planlegger å publisere «%(title)s» %(day)s")
            % {"agency": plan.agency.label, "title": publication.title[:300], "day": formats.date_short(planned_on)}
        ),
        url=address_of(publication),
        key=f"alerts.publication-{publication.pk}",
        due=planned_on,
        urgent=planned_on < earliest_of(publication),
    )
    return publication


@transaction.atomic
def see_publication(*, publication: Publication, by: User) -> Publication:
    """The ministry has seen the announcement. Raises: AccessDenied, ValidationError (seen already)."""
    require(by, Permission.ANSWER, publication.plan.ministry_id)
    locked = _lock(publication)
    if locked.seen_at:
        raise ValidationError(_("Det er allerede kvittert for varselet."))
    locked.seen_at, locked.seen_by = clock.now(), by
    save_checked(locked, only=("seen_at", "seen_by"))
    record(act="alerts.see_publication", subject=locked, by=by, new=snapshot(locked, "seen_at"))
    return locked


@transaction.atomic
def consent_to_publication(*, publication: Publication, consent_from: date, words: str, by: User) -> Publication:
    """The ministry lets it come before the notice is over, from a day. It is journaled.

    Raises: AccessDenied, ValidationError (not open, a consent that is not needed, or no words).
    """
    require(by, Permission.ANSWER, publication.plan.ministry_id)
    locked = _lock(publication)
    _require_open(locked)
    if locked.consent_at:
        raise ValidationError(_("Departementet har allerede samtykket."))
    ordinary = earliest_publication(locked.announced_on, locked.notice_days)
    if consent_from >= ordinary:
        raise ValidationError(
            _("Rapporten kan publiseres fra %(day)s uten samtykke. Velg en tidligere dag.")
            % {"day": formats.date_long(ordinary)}
        )
    if not words.strip():
        raise ValidationError(_("Skriv hva departementet samtykker i."))
    now = clock.now()
    locked.consent_at, locked.consent_by, locked.consent_from, locked.consent_words = now, by, consent_from, words
    locked.seen_at, locked.seen_by = locked.seen_at or now, locked.seen_by or by
    save_checked(locked, only=("consent_at", "consent_by", "consent_from", "consent_words", "seen_at", "seen_by"))
    plan = locked.plan
    with in_bokmal():
        file_record(
            case=case_of(plan, by),
            title=_("Samtykke til tidligere publisering: %(title)s") % {"title": locked.title},
            facts=[
                (_("Fra"), plan.ministry.name),
                (_("Til"), plan.agency.name),
                (_("Kan publiseres fra"), formats.date_short(consent_from)),
            ],
            sections=[(_("Samtykket"), words)],
            direction=Direction.IN,
            sender=plan.ministry.name,
            recipient=plan.agency.name,
            by=by,
            shared_with=(plan.ministry,),
        )
    new = snapshot(locked, "consent_from", "consent_words")
    record(act="alerts.consent_to_publication", subject=locked, by=by, new=new)
    tell_agency(
        plan,
        kind="alerts.publication_consent",
        text=lambda: (
            _("«%(title)s» kan publiseres fra %(day)s")
            % {"title": locked.title[:300], "day": formats.date_short(consent_from)}
        ),
        url=address_of(locked),
        key=f"alerts.publication-{locked.pk}-consent",
        urgent=True,
    )
    return locked


@transaction.atomic
def move_publication(*, publication: Publication, planned_on: date, by: User) -> Publication:
    """Plan another day; the ministry is told. Raises: AccessDenied, ValidationError (not open, or a day passed)."""
    require(by, Permission.ANNOUNCE, publication.plan.agency_id)
    locked = _lock(publication)
    _require_open(locked)
    if planned_on < clock.today():
        raise ValidationError(_("Den planlagte dagen er passert. Velg en dag som kommer."))
    old = snapshot(locked, "planned_on")
    if planned_on == locked.planned_on:
        return locked
    locked.planned_on = planned_on
    save_checked(locked, only=("planned_on",))
    record(act="alerts.move_publication", subject=locked, by=by, old=old, new=snapshot(locked, "planned_on"))
    tell_ministry(
        locked.plan,
        kind="alerts.publication_moved",
        text=lambda: (
            _("«%(title)s» er flyttet til %(day)s")
            % {"title": locked.title[:300], "day": formats.date_short(planned_on)}
        ),
        url=address_of(locked),
        key=f"alerts.publication-{locked.pk}-moved-{planned_on.isoformat()}",
        due=planned_on,
    )
    return locked


@transaction.atomic
def publish(*, publication: Publication, published_on: date, link: str, by: User) -> Publication:
    """Record that it is published.

    Raises: AccessDenied, ValidationError (not open, a day to come, or earlier than the rule allows: the sentence
    says from which day it can be).
    """
    require(by, Permission.ANNOUNCE, publication.plan.agency_id)
    locked = _lock(publication)
    _require_open(locked)
    if published_on > clock.today():
        raise ValidationError(_("Dagen er ikke kommet ennå. Registrer publiseringen når den er gjort."))
    first = earliest_of(locked)
    if published_on < first:
        raise ValidationError(
            _(
                "Den kan publiseres tidligst %(day)s: departementet ble varslet %(announced)s og skal ha %(days)s dager. "
                "Skal den ut før, må departementet samtykke."
            )
            % {
                "day": formats.date_long(first),
                "announced": formats.date_long(locked.announced_on),
                "days": locked.notice_days,
            }
        )
    locked.state, locked.published_on, locked.published_by = PublicationState.PUBLISHED, published_on, by
    locked.link = link
    save_checked(locked, only=("state", "published_on", "published_by", "link"))
    record(act="alerts.publish", subject=locked, by=by, new=snapshot(locked, "state", "published_on", "link"))
    tell_ministry(
        locked.plan,
        kind="alerts.publication_published",
        text=lambda: _("«%(title)s» er publisert") % {"title": locked.title[:300]},
        url=address_of(locked),
        key=f"alerts.publication-{locked.pk}-published",
    )
    return locked


@transaction.atomic
def cancel_publication(*, publication: Publication, why: str, by: User) -> Publication:
    """It will not come after all. Raises: AccessDenied, ValidationError (not open, or no reason)."""
    require(by, Permission.ANNOUNCE, publication.plan.agency_id)
    locked = _lock(publication)
    _require_open(locked)
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor den er avlyst."))
    locked.state, locked.cancelled_why = PublicationState.CANCELLED, why
    save_checked(locked, only=("state", "cancelled_why"))
    record(act="alerts.cancel_publication", subject=locked, by=by, new=snapshot(locked, "state"), why=why)
    tell_ministry(
        locked.plan,
        kind="alerts.publication_cancelled",
        text=lambda: _("«%(title)s» er avlyst") % {"title": locked.title[:300]},
        url=address_of(locked),
        key=f"alerts.publication-{locked.pk}-cancelled",
    )
    return locked


def earliest_of(publication: Publication) -> date:
    """The first day it may be published, as the rule and any consent stand."""
    return earliest_publication(publication.announced_on, publication.notice_days, publication.consent_from)


def address_of(publication: Publication) -> str:
    return reverse("alerts:publication", args=(publication.pk,))


def _lock(publication: Publication) -> Publication:
    found: Publication = (
        Publication.objects.select_for_update(of=("self",))
        .select_related("plan__agency", "plan__ministry")
        .get(pk=publication.pk)
    )
    return found


def _require_open(publication: Publication) -> None:
    if publication.state != PublicationState.ANNOUNCED:
        raise ValidationError(_("Publiseringen er avsluttet og kan ikke endres."))
