"""Every change in the preparedness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from styrhus.archive.formal import file_record, open_case
from styrhus.archive.models import Direction
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.access import require
from styrhus.identity.models import Organisation, User
from styrhus.identity.queries import holders_of
from styrhus.notices.actions import notify

from .access import Permission
from .models import (
    Contact,
    CriticalFunction,
    Dependency,
    Exercise,
    Incident,
    LearningPoint,
    OfAgency,
    PlanVersion,
    PreparednessPlan,
    ProcessingRecord,
    SharedInformation,
    Vulnerability,
)

Row = TypeVar("Row", bound=OfAgency)

# The registers whose rows are entered and changed as they are, each with the name of its acts.
REGISTERS: dict[type[OfAgency], str] = {
    CriticalFunction: "function",
    Dependency: "dependency",
    Vulnerability: "vulnerability",
    PreparednessPlan: "plan",
    Contact: "contact",
    Exercise: "exercise",
    ProcessingRecord: "processing",
}


@transaction.atomic
def enter(*, model: type[Row], agency: Organisation, values: Mapping[str, Any], by: User | None) -> Row:
    """Enter a row in one of the ``REGISTERS``. Raises: AccessDenied, ValidationError (one sentence)."""
    _require(by, Permission.KEEP_PREPAREDNESS, agency)
    row = model(agency=agency, **values)
    _hold_together(row)
    save_checked(row)
    record(act=f"preparedness.enter_{REGISTERS[model]}", subject=row, by=by, new=snapshot(row, *values))
    return row


@transaction.atomic
def change(*, row: Row, values: Mapping[str, Any], by: User | None) -> Row:
    """Change a row of one of the ``REGISTERS``; what stood before stays in the event log.

    Raises: AccessDenied, ValidationError (one sentence).
    """
    _require(by, Permission.KEEP_PREPAREDNESS, row.agency)
    kept: Row = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    old = snapshot(kept, *values)
    for name, value in values.items():
        setattr(kept, name, value)
    new = snapshot(kept, *values)
    changed = [name for name in values if old[name] != new[name]]
    if changed:
        _hold_together(kept)
        save_checked(kept)
        record(
            act=f"preparedness.change_{REGISTERS[type(row)]}",
            subject=kept,
            by=by,
            old={name: old[name] for name in changed},
            new={name: new[name] for name in changed},
        )
    return kept


def _hold_together(row: OfAgency) -> None:
    """What belongs together belongs to one agency, and names stand once."""
    for field in row._meta.concrete_fields:
        held = getattr(row, field.name) if isinstance(field, models.ForeignKey) else None
        if isinstance(held, OfAgency) and held.agency_id != row.agency_id:
            raise ValidationError(_("%(name)s hører til en annen virksomhet.") % {"name": held})
    try:
        row.validate_constraints()
    except ValidationError as error:
        if isinstance(row, CriticalFunction | PreparednessPlan):
            raise ValidationError(
                _("Navnet er i bruk fra før. Velg et annet, eller endre det som står der.")
            ) from error
        raise ValidationError(_("Datoene henger ikke sammen: det som evalueres, må være gjennomført først.")) from error


@transaction.atomic
def write_version(*, plan: PreparednessPlan, text: str, changes: str, by: User | None) -> PlanVersion:
    """Write the next version of a plan; the standing one holds until the new is approved. A draft is written over.

    Raises: AccessDenied, ValidationError (empty text).
    """
    _require(by, Permission.KEEP_PREPAREDNESS, plan.agency)
    PreparednessPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    newest = plan.versions.order_by("-number").first()
    draft = newest if newest and newest.approved_on is None else None
    version = draft or PlanVersion(plan=plan, number=(newest.number if newest else 0) + 1)
    version.text, version.changes, version.made_by, version.made_on = text, changes, by, clock.today()
    save_checked(version)
    record(act="preparedness.write_version", subject=version, by=by, new=snapshot(version, "number", "changes"))
    return version


@transaction.atomic
def approve_version(*, version: PlanVersion, by: User) -> PlanVersion:
    """Approve a version, which then stands unchanged. Raises: AccessDenied, ValidationError (approved already)."""
    require(by, Permission.APPROVE_PLAN, version.plan.agency_id)
    version = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan").get(pk=version.pk)
    if version.approved_on:
        raise ValidationError(_("Versjonen er allerede godkjent."))
    version.approved_by, version.approved_on = by, clock.today()
    save_checked(version, only=("approved_by", "approved_on"))
    record(act="preparedness.approve_version", subject=version, by=by, new=snapshot(version, "number", "approved_on"))
    return version


@transaction.atomic
def report_incident(
    *, agency: Organisation, values: Mapping[str, Any], functions: Iterable[CriticalFunction] = (), by: User | None
) -> Incident:
    """Enter an incident as soon as it is known. ``values``: title, kind, severity, description, happened_at, known_at.

    Raises: AccessDenied, ValidationError (known before it happened, in the future).
    """
    _require(by, Permission.REPORT_INCIDENT, agency)
    if values["known_at"] < values["happened_at"]:
        raise ValidationError(_("Hendelsen kan ikke ha vært kjent før den hendte. Rett ett av tidspunktene."))
    if values["known_at"] > clock.now() + timedelta(hours=1):
        raise ValidationError(_("Tidspunktet ligger fram i tid. Skriv når hendelsen faktisk ble kjent."))
    functions = list(functions)
    if any(function.agency_id != agency.pk for function in functions):
        raise ValidationError(_("En av funksjonene hører til en annen virksomhet."))
    incident = Incident(agency=agency, owner=by, department=by.department if by else None, **values)
    save_checked(incident)
    incident.functions.set(functions)
    record(act="preparedness.report_incident", subject=incident, by=by, new=snapshot(incident, *values))
    return incident


@transaction.atomic
def notify_ministry(*, incident: Incident, by: User | None) -> Incident:
    """Send the notice of an incident to the ministry: a journaled letter, and a word to its officials.

    Raises: AccessDenied, ValidationError (notified already, no ministry).
    """
    _require(by, Permission.KEEP_PREPAREDNESS, incident.agency)
    incident = Incident.objects.select_for_update(of=("self",)).select_related("agency__parent").get(pk=incident.pk)
    ministry = incident.agency.parent
    if ministry is None:
        raise ValidationError(_("Virksomheten har ikke noe departement å varsle. En administrator kan sette det."))
    if incident.notified_at:
        raise ValidationError(_("Departementet er allerede varslet om hendelsen."))
    if incident.closed_on:
        raise ValidationError(_("Hendelsen er allerede avsluttet."))
    today = clock.today()
    case = open_case(
        organisation=incident.agency,
        key=f"preparedness-incidents-{today.year}",
        title=_("Varsler om beredskapshendelser %(year)s") % {"year": today.year},
        by=by,
    )
    incident.notice = file_record(
        case=case,
        title=_("Varsel om hendelse: %(title)s") % {"title": incident.title},
        facts=[
            (_("Type"), incident.get_kind_display()),
            (_("Alvor"), incident.get_severity_display()),
            (_("Hendte"), _moment(incident.happened_at)),
            (_("Kjent"), _moment(incident.known_at)),
            (_("Berørte funksjoner"), ", ".join(str(one) for one in incident.functions.order_by("name"))),
        ],
        sections=[(_("Beskrivelse"), incident.description)],
        direction=Direction.OUT,
        sender=incident.agency.name,
        recipient=ministry.name,
        public_title=_("Varsel om hendelse"),
        by=by,
        shared_with=[ministry],
    )
    incident.notified_at = clock.now()
    save_checked(incident, only=("notice", "notified_at"))
    record(act="preparedness.notify_ministry", subject=incident, by=by, new=snapshot(incident, "notified_at"))
    title, url = incident.title, reverse("preparedness:incident", args=(incident.pk,))
    notify(
        users=holders_of(Permission.RECEIVE_INCIDENT, ministry),
        kind="preparedness.incident",
        text=lambda: _("Varsel om hendelse: %(title)s") % {"title": title},
        url=url,
        key=f"preparedness-incident-{incident.pk}",
        urgent=True,
    )
    return incident


@transaction.atomic
def receive_notice(*, incident: Incident, by: User) -> Incident:
    """The ministry says that it has the notice. Raises: AccessDenied, ValidationError (not sent, received already)."""
    require(by, Permission.RECEIVE_INCIDENT, incident.agency.parent_id)
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if incident.notified_at is None or incident.received_at or incident.closed_on:
        raise ValidationError(_("Det er ikke noe varsel å kvittere for."))
    incident.received_by, incident.received_at = by, clock.now()
    save_checked(incident, only=("received_by", "received_at"))
    record(act="preparedness.receive_notice", subject=incident, by=by, new=snapshot(incident, "received_at"))
    return incident


@transaction.atomic
def share_information(
    *, incident: Incident, recipient: str, what: str, marking: str, shared_at: datetime, by: User | None
) -> SharedInformation:
    """Log what was told to whom about an incident. Raises: AccessDenied, ValidationError (before it was known)."""
    _require(by, Permission.KEEP_PREPAREDNESS, incident.agency)
    if shared_at < incident.known_at:
        raise ValidationError(_("Informasjonen kan ikke være delt før hendelsen var kjent."))
    shared = SharedInformation(
        incident=incident, recipient=recipient, what=what, marking=marking, shared_at=shared_at, shared_by=by
    )
    save_checked(shared)
    new = snapshot(shared, "recipient", "marking", "shared_at")
    record(act="preparedness.share_information", subject=incident, by=by, new=new)
    return shared


@transaction.atomic
def close_incident(*, incident: Incident, evaluation: str, by: User) -> Incident:
    """Evaluate and close an incident, which then stands unchanged. Its learning points are followed on.

    Raises: AccessDenied, ValidationError (closed already, no evaluation).
    """
    require(by, Permission.KEEP_PREPAREDNESS, incident.agency_id)
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if incident.closed_on:
        raise ValidationError(_("Hendelsen er allerede avsluttet."))
    if not evaluation.strip():
        raise ValidationError(
            _("Skriv evalueringen før hendelsen avsluttes: hva som gikk bra, og hva som skal bli bedre.")
        )
    incident.evaluation, incident.closed_on = evaluation, clock.today()
    save_checked(incident, only=("evaluation", "closed_on"))
    record(
        act="preparedness.close_incident", subject=incident, by=by, new=snapshot(incident, "evaluation", "closed_on")
    )
    return incident


@transaction.atomic
def add_learning_point(
    *,
    agency: Organisation,
    text: str,
    measure: str,
    deadline: date,
    owner: User | None,
    by: User | None,
    exercise: Exercise | None = None,
    incident: Incident | None = None,
    source: str = "",
) -> LearningPoint:
    """Enter what was learnt, with its measure, owner and deadline. It has one source: exercise, incident or another.

    Raises: AccessDenied, ValidationError.
    """
    _require(by, Permission.KEEP_PREPAREDNESS, agency)
    if sum(bool(one) for one in (exercise, incident, source.strip())) != 1:
        raise ValidationError(_("Velg én kilde for læringspunktet: en øvelse, en hendelse eller en annen kilde."))
    point = LearningPoint(
        agency=agency,
        exercise=exercise,
        incident=incident,
        source=source,
        text=text,
        measure=measure,
        deadline=deadline,
        owner=owner,
        department=owner.department if owner else None,
    )
    if any(one and one.agency_id != agency.pk for one in (exercise, incident)):
        raise ValidationError(_("Kilden hører til en annen virksomhet."))
    save_checked(point)
    new = snapshot(point, "text", "measure", "deadline", "owner")
    record(act="preparedness.add_learning_point", subject=point, by=by, new=new)
    return point


@transaction.atomic
def finish_learning_point(*, point: LearningPoint, done_text: str, by: User) -> LearningPoint:
    """The owner, or who keeps the preparedness, says what is done. Raises: AccessDenied, ValidationError."""
    if point.owner_id != by.pk:
        require(by, Permission.KEEP_PREPAREDNESS, point.agency_id)
    else:
        require(by, Permission.SEE_PREPAREDNESS, point.agency_id)
    point = LearningPoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
    if point.closed_on:
        raise ValidationError(_("Læringspunktet er lukket."))
    if not done_text.strip():
        raise ValidationError(_("Skriv hva som er gjort, så den som lukker punktet kan se det."))
    point.done_on, point.done_text = clock.today(), done_text
    save_checked(point, only=("done_on", "done_text"))
    record(act="preparedness.finish_learning_point", subject=point, by=by, new=snapshot(point, "done_on", "done_text"))
    return point


@transaction.atomic
def close_learning_point(*, point: LearningPoint, by: User) -> LearningPoint:
    """The head closes what is done; then it stands unchanged. Nobody closes what they own themselves.

    Raises: AccessDenied, ValidationError (not done, closed already, one's own).
    """
    require(by, Permission.APPROVE_PLAN, point.agency_id)
    point = LearningPoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
    if point.closed_on:
        raise ValidationError(_("Læringspunktet er allerede lukket."))
    if point.done_on is None:
        raise ValidationError(_("Læringspunktet kan ikke lukkes før tiltaket er gjort."))
    if point.owner_id == by.pk:
        raise ValidationError(_("Du har selv ansvaret for tiltaket. En annen må lukke punktet."))
    point.closed_on, point.closed_by = clock.today(), by
    save_checked(point, only=("closed_on", "closed_by"))
    record(act="preparedness.close_learning_point", subject=point, by=by, new=snapshot(point, "closed_on"))
    return point


def _require(by: User | None, permission: Permission, agency: Organisation) -> None:
    if by:
        require(by, permission, agency)


def _moment(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%d.%m.%Y %H:%M}"
