"""Claims for damages, enquiries from the Storting, and the routines that agency and ministry share."""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.archive.formal import file_record, open_case
from styrhus.archive.models import CaseFile, Direction, Document
from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.models import Organisation, User
from styrhus.notices.actions import notify
from styrhus.obligations.access import Permission, require_in, require_keeper
from styrhus.obligations.models import Claim, Decision, JointRoutine, StortingContact
from styrhus.obligations.rules import data
from styrhus.steering.queries import people_of

from .rows import change, enter


class ClaimValues(TypedDict):
    reference: str
    subject: str
    amount: int | None
    received_on: date


class ContactValues(TypedDict):
    received_on: date
    body: str
    subject: str


class RoutineValues(TypedDict):
    title: str
    text: str
    document: Document | None


# -- claims


def register_claim(*, agency: Organisation, values: ClaimValues, by: User | None) -> Claim:
    """Enter a claim for damages, without the claimant's name. Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.HANDLE_CLAIMS, agency.pk)
    _check_claim(values)
    return enter(Claim(agency=agency), "obligations.register_claim", by, **values)


def change_claim(*, row: Claim, values: ClaimValues, by: User | None) -> Claim:
    """Correct a claim that is not yet sent. Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.HANDLE_CLAIMS, row.agency_id)
    _not_sent(row)
    _check_claim(values)
    return change(row, "obligations.change_claim", by, **values)


def _check_claim(values: ClaimValues) -> None:
    if values["received_on"] > clock.today():
        raise ValidationError(_("Kravet kan ikke være mottatt fram i tid."))
    if values["amount"] is not None and values["amount"] < 0:
        raise ValidationError(_("Beløpet kan ikke være negativt."))


def assess_claim(*, row: Claim, assessment: str, recommendation: str, by: User | None) -> Claim:
    """Write the legal assessment and the recommendation. Raises: AccessDenied, ValidationError (sent)."""
    require_in(by, Permission.HANDLE_CLAIMS, row.agency_id)
    _not_sent(row)
    if not assessment.strip() or not recommendation.strip():
        raise ValidationError(_("Skriv både den juridiske vurderingen og tilrådingen."))
    return change(
        row, "obligations.assess_claim", by, assessment=assessment, recommendation=recommendation,
        assessed_on=clock.today(),
    )  # fmt: skip


@transaction.atomic
def send_claim(*, row: Claim, by: User | None) -> Claim:
    """Send a claim with its assessment to the ministry: journaled and shared. What was sent stands.

    Raises: AccessDenied, ValidationError (no assessment, sent before, no ministry).
    """
    require_in(by, Permission.HANDLE_CLAIMS, row.agency_id)
    row = Claim.objects.select_for_update(of=("self",)).select_related("agency__parent").get(pk=row.pk)
    _not_sent(row)
    if row.assessed_on is None:
        raise ValidationError(_("Skriv den juridiske vurderingen og tilrådingen før kravet sendes departementet."))
    ministry = row.agency.parent
    if ministry is None:
        raise ValidationError(_("Virksomheten har ikke noe overordnet departement å sende kravet til."))
    rule = data("claims")["rule"]
    entry = file_record(
        case=_case(row, by),
        title=_("Erstatningskrav %(reference)s: tilråding") % {"reference": row.reference},
        facts=[
            (_("Saksnummer"), row.reference),
            (_("Mottatt"), f"{row.received_on:%d.%m.%Y}"),
            (_("Krevd beløp i kroner"), str(row.amount) if row.amount is not None else ""),
            (_("Regler"), rule["source"]),
        ],
        sections=[
            (_("Hva kravet gjelder"), row.subject),
            (_("Juridisk vurdering"), row.assessment),
            (_("Tilråding"), row.recommendation),
        ],
        direction=Direction.OUT,
        sender=row.agency.name,
        recipient=ministry.name,
        by=by,
        public_title=_("Erstatningskrav mot staten"),
        exemption=rule["exemption"],
        shared_with=(ministry,),
    )
    row.sent_at, row.sent_by, row.entry = clock.now(), by, entry
    save_checked(row)
    record(act="obligations.send_claim", subject=row, by=by, new={"sent_at": row.sent_at, "entry": entry.pk})
    notify(
        users=[user for user in people_of(ministry) if user.may(Permission.DECIDE_CLAIMS, ministry)],
        kind="obligations.claim_sent",
        text=lambda: (
            _("%(agency)s har sendt over et erstatningskrav med tilråding: %(reference)s.")
            % {"agency": row.agency.label, "reference": row.reference}
        ),
        url=reverse("obligations:claim", args=(row.pk,)),
        key=f"obligations-claim-{row.pk}-sent",
    )
    return row


@transaction.atomic
def decide_claim(*, row: Claim, decision: Decision | str, text: str, by: User | None) -> Claim:
    """The ministry's decision on a claim that was sent to it. Raises: AccessDenied, ValidationError."""
    row = Claim.objects.select_for_update(of=("self",)).select_related("agency__parent").get(pk=row.pk)
    ministry = row.agency.parent
    require_in(by, Permission.DECIDE_CLAIMS, ministry.pk if ministry else row.agency_id)
    if row.sent_at is None or ministry is None:
        raise ValidationError(_("Kravet er ikke sendt departementet."))
    if row.decided_at or row.closed_on:
        raise ValidationError(_("Kravet er alt avgjort."))
    if not text.strip():
        raise ValidationError(_("Skriv en begrunnelse."))
    row.decision, row.decision_text, row.decided_by, row.decided_at = str(decision), text, by, clock.now()
    save_checked(row)
    new = {"decision": row.decision, "decision_text": text}
    record(act="obligations.decide_claim", subject=row, by=by, new=new)
    file_record(
        case=_case(row, by),
        title=_("Erstatningskrav %(reference)s: avgjørelse") % {"reference": row.reference},
        facts=[(_("Saksnummer"), row.reference), (_("Avgjørelse"), str(row.get_decision_display()))],
        sections=[(_("Begrunnelse"), text)],
        direction=Direction.IN,
        sender=ministry.name,
        recipient=row.agency.name,
        by=by,
        public_title=_("Erstatningskrav mot staten"),
        exemption=data("claims")["rule"]["exemption"],
        shared_with=(ministry,),
    )
    notify(
        users=[user for user in people_of(row.agency) if user.may(Permission.HANDLE_CLAIMS, row.agency_id)],
        kind="obligations.claim_decided",
        text=lambda: _("Departementet har avgjort erstatningskravet %(reference)s.") % {"reference": row.reference},
        url=reverse("obligations:claim", args=(row.pk,)),
        key=f"obligations-claim-{row.pk}-decided",
    )
    return row


def close_claim(*, row: Claim, closed_note: str, by: User | None) -> Claim:
    """End a claim: it can't be changed afterwards. Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.HANDLE_CLAIMS, row.agency_id)
    if row.closed_on:
        raise ValidationError(_("Saken er alt avsluttet."))
    if row.sent_at and not row.decided_at:
        raise ValidationError(_("Departementet har ikke avgjort kravet ennå."))
    if not closed_note.strip():
        raise ValidationError(_("Skriv hvordan saken ble avsluttet."))
    return change(row, "obligations.close_claim", by, closed_note, closed_on=clock.today(), closed_note=closed_note)


def _not_sent(row: Claim) -> None:
    if row.sent_at or row.closed_on:
        raise ValidationError(_("Kravet er sendt departementet eller avsluttet, og kan ikke lenger endres."))


def _case(row: Claim, by: User | None) -> CaseFile:
    return open_case(
        organisation=row.agency,
        key=f"erstatningskrav-{row.pk}",
        title=_("Erstatningskrav %(reference)s") % {"reference": row.reference},
        by=by,
        public_title=_("Erstatningskrav mot staten"),
        exemption=data("claims")["rule"]["exemption"],
    )


# -- the Storting


def enter_contact(*, agency: Organisation, values: ContactValues, by: User | None) -> StortingContact:
    """Enter an enquiry from the Storting or its bodies, and tell the ministry that it waits for clearance."""
    require_keeper(by, agency.pk)
    if values["received_on"] > clock.today():
        raise ValidationError(_("Henvendelsen kan ikke være mottatt fram i tid."))
    with transaction.atomic():
        row = enter(StortingContact(agency=agency), "obligations.enter_contact", by, **values)
        if agency.parent:
            ministry = agency.parent
            notify(
                users=[user for user in people_of(ministry) if user.may(Permission.CLEAR_CONTACT, ministry)],
                kind="obligations.contact_waits",
                text=lambda: (
                    _("En henvendelse fra Stortinget til %(agency)s venter på avklaring med statsråden.")
                    % {"agency": agency.label}
                ),
                url=reverse("obligations:contact", args=(row.pk,)),
                key=f"obligations-contact-{row.pk}",
                urgent=True,
            )
    return row


@transaction.atomic
def clear_contact(*, row: StortingContact, cleared: bool, frame: str, by: User | None) -> StortingContact:
    """The ministry's answer: whether the minister has cleared the contact, and within what frame.

    Raises: AccessDenied, ValidationError (answered before; a refusal without words).
    """
    row = StortingContact.objects.select_for_update(of=("self",)).select_related("agency__parent").get(pk=row.pk)
    require_in(by, Permission.CLEAR_CONTACT, row.agency.parent_id or row.agency_id)
    if row.cleared is not None:
        raise ValidationError(_("Henvendelsen er alt avklart."))
    if not cleared and not frame.strip():
        raise ValidationError(_("Skriv hva virksomheten skal gjøre med henvendelsen."))
    row.cleared, row.frame, row.cleared_by, row.cleared_at = cleared, frame, by, clock.now()
    save_checked(row)
    record(act="obligations.clear_contact", subject=row, by=by, new={"cleared": cleared, "frame": frame})
    if row.made_by:
        notify(
            users=[row.made_by],
            kind="obligations.contact_cleared",
            text=lambda: (
                _("Departementet har svart om henvendelsen fra Stortinget: %(subject)s") % {"subject": row.subject}
            ),
            url=reverse("obligations:contact", args=(row.pk,)),
            key=f"obligations-contact-{row.pk}-cleared",
        )
    return row


def answer_contact(*, row: StortingContact, answered_on: date, by: User | None) -> StortingContact:
    """Record that a cleared enquiry is answered; then it stands. Raises: AccessDenied, ValidationError."""
    require_keeper(by, row.agency_id)
    if not row.cleared:
        raise ValidationError(_("Kontakten er ikke avklart med statsråden, og henvendelsen kan ikke besvares."))
    if row.answered_on:
        raise ValidationError(_("Henvendelsen er alt besvart."))
    if not row.received_on <= answered_on <= clock.today():
        raise ValidationError(_("Svaret må ligge mellom henvendelsen og i dag."))
    return change(row, "obligations.answer_contact", by, answered_on=answered_on)


# -- joint routines


def propose_routine(*, agency: Organisation, values: RoutineValues, by: User | None) -> JointRoutine:
    """Write a routine that agency and ministry are to share. Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.MANAGE_REGISTERS, agency.pk)
    return enter(JointRoutine(agency=agency), "obligations.propose_routine", by, **values)


def change_routine(*, row: JointRoutine, values: RoutineValues, by: User | None) -> JointRoutine:
    """Change a routine that nobody has anchored yet. Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.MANAGE_REGISTERS, row.agency_id)
    if row.agency_at or row.ministry_at:
        raise ValidationError(_("Rutinen er forankret av minst én av partene. Lag en ny versjon i stedet."))
    return change(row, "obligations.change_routine", by, **values)


@transaction.atomic
def renew_routine(*, row: JointRoutine, values: RoutineValues, by: User | None) -> JointRoutine:
    """A new version of a routine, which both sides have to anchor anew. Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.MANAGE_REGISTERS, row.agency_id)
    JointRoutine.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if JointRoutine.objects.filter(replaces=row).exists():
        raise ValidationError(_("Rutinen har alt en nyere versjon."))
    return enter(JointRoutine(agency=row.agency, replaces=row), "obligations.renew_routine", by, **values)


@transaction.atomic
def anchor_routine(*, row: JointRoutine, by: User) -> JointRoutine:
    """A leader's word that the routine holds on their side: agency or ministry. Raises: AccessDenied, ValidationError."""
    row = JointRoutine.objects.select_for_update(of=("self",)).select_related("agency").get(pk=row.pk)
    ministry = row.agency.parent_id
    side = "ministry" if ministry and by.may(Permission.ANCHOR_ROUTINE, ministry) else "agency"
    require_in(by, Permission.ANCHOR_ROUTINE, ministry if side == "ministry" and ministry else row.agency_id)
    if getattr(row, f"{side}_at"):
        raise ValidationError(_("Rutinen er alt forankret på deres side."))
    anchored: dict[str, Any] = {f"{side}_at": clock.now(), f"{side}_by": by}
    return change(row, "obligations.anchor_routine", by, **anchored)


def make_routine_known(*, row: JointRoutine, on: date, by: User | None) -> JointRoutine:
    """Record that the employees know the routine. Raises: AccessDenied, ValidationError (not yet anchored)."""
    require_in(by, Permission.MANAGE_REGISTERS, row.agency_id)
    if not row.holds:
        raise ValidationError(_("Rutinen må forankres hos begge parter først."))
    if on > clock.today():
        raise ValidationError(_("Datoen ligger fram i tid."))
    return change(row, "obligations.make_routine_known", by, made_known_on=on)
