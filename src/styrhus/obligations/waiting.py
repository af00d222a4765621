"""What waits in the registers: shown on the room's front, on the front page, and sent as reminders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.identity import clock
from styrhus.identity.models import Organisation, User
from styrhus.ui.formats import date_short

from . import queries
from .access import Permission, may_keep
from .models import Claim, Evaluation, JointRoutine, Procurement, StortingContact
from .rules import quarter_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to be done. ``who`` is the permission that does it, ``key`` the same for as long as it waits."""

    key: str
    text: str
    url: str
    kind: str  # of a tag: warning or danger
    who: Permission
    note: str = ""
    department: int | None = None


def of_agency(agency: Organisation, today: date) -> Iterator[Waiting]:
    """What waits in an agency's registers on a day, whoever is to do it."""
    yield from _apprentices(agency, today)
    for row in Evaluation.objects.filter(agency=agency, published_on__isnull=False, kudos_on=None).order_by("pk"):
        yield Waiting(
            f"kudos-{row.pk}", _("Registrer i Kudos: %(title)s") % {"title": row.title},
            reverse("obligations:evaluation", args=(row.pk,)), "warning", Permission.KEEP_REGISTERS,
            _("publisert %(day)s") % {"day": date_short(row.published_on)}, row.department_id,
        )  # fmt: skip
    procurements = Procurement.objects.filter(agency=agency).prefetch_related("controls").order_by("pk")
    for made in queries.rows_of(procurements):
        if made.missing:
            yield Waiting(
                f"procurement-{made.pk}-{len(made.missing)}", _("Kontroller anskaffelsen: %(title)s") % {"title": made.procurement.title},
                reverse("obligations:procurement", args=(made.pk,)), "warning", Permission.KEEP_REGISTERS,
                _("%(count)s kontrollpunkter mangler") % {"count": len(made.missing)}, made.procurement.department_id,
            )  # fmt: skip
    if queries.asset_count_due(agency.pk, today):
        yield Waiting(
            f"assets-{today.year}", _("Tell eiendelene før årsskiftet"), reverse("obligations:asset_counts"),
            "warning", Permission.MANAGE_REGISTERS,
        )  # fmt: skip
    yield from _with_the_ministry(agency)


def _apprentices(agency: Organisation, today: date) -> Iterator[Waiting]:
    newest = queries.newest_apprentices(agency.pk)
    url = reverse("obligations:apprentices")
    if newest and newest.missing:
        yield Waiting(
            f"apprentices-missing-{newest.count.pk}", _("Kravet om lærlinger er ikke oppfylt"), url, "danger",
            Permission.MANAGE_REGISTERS, _("telt %(day)s") % {"day": date_short(newest.count.counted_on)},
        )  # fmt: skip
    if newest is None or quarter_of(newest.count.counted_on) < quarter_of(today):
        year, quarter = quarter_of(today)
        yield Waiting(
            f"apprentices-{year}-{quarter}",
            _("Tell lærlingene dette kvartalet"),
            url,
            "warning",
            Permission.MANAGE_REGISTERS,
        )


def _with_the_ministry(agency: Organisation) -> Iterator[Waiting]:
    for claim in Claim.objects.filter(agency=agency, closed_on=None).order_by("pk"):
        url = reverse("obligations:claim", args=(claim.pk,))
        if claim.sent_at is None:
            text, who = _("Vurder og send erstatningskravet %(reference)s"), Permission.HANDLE_CLAIMS
        elif claim.decided_at is None:
            text, who = _("Avgjør erstatningskravet %(reference)s"), Permission.DECIDE_CLAIMS
        else:
            text, who = _("Avslutt erstatningskravet %(reference)s"), Permission.HANDLE_CLAIMS
        yield Waiting(f"claim-{claim.pk}-{who}", text % {"reference": claim.reference}, url, "warning", who)
    for contact in (
        StortingContact.objects.filter(agency=agency, answered_on=None).exclude(cleared=False).order_by("pk")
    ):
        url = reverse("obligations:contact", args=(contact.pk,))
        if contact.cleared is None:
            text, who = _("Avklar henvendelsen fra Stortinget: %(subject)s"), Permission.CLEAR_CONTACT
        else:
            text, who = _("Besvar henvendelsen fra Stortinget: %(subject)s"), Permission.KEEP_REGISTERS
        yield Waiting(f"contact-{contact.pk}-{who}", text % {"subject": contact.subject}, url, "danger", who)
    for routine in JointRoutine.objects.filter(agency=agency, replaced_by=None).order_by("pk"):
        if not routine.holds:
            yield Waiting(
                f"routine-{routine.pk}", _("Forankre rutinen: %(title)s") % {"title": routine.title},
                reverse("obligations:routine", args=(routine.pk,)), "warning", Permission.ANCHOR_ROUTINE,
            )  # fmt: skip


def is_for(user: User, agency: Organisation, waiting: Waiting) -> bool:
    """Whether it is ``user`` who is to do it: by role, and by department where the row has one."""
    if waiting.who == Permission.KEEP_REGISTERS:
        if not may_keep(user, agency.pk, waiting.department):
            return False
        return waiting.department is not None or user.may(Permission.MANAGE_REGISTERS, agency)
    sides = (agency.pk, agency.parent_id) if waiting.who in _OF_THE_MINISTRY else (agency.pk,)
    return any(user.may(waiting.who, side) for side in sides if side)


_OF_THE_MINISTRY = (Permission.DECIDE_CLAIMS, Permission.CLEAR_CONTACT, Permission.ANCHOR_ROUTINE)


def waiting_for(user: User, agencies: list[Organisation] | None = None) -> list[Waiting]:
    """What waits for ``user``, what is worst first. ``agencies`` None: those of the user and under their ministry."""
    if agencies is None:
        own = user.organisations_with(Permission.SEE_JOINT)
        of_own = Organisation.objects.filter(pk__in=own) | Organisation.objects.filter(parent__in=own)
        agencies = [one for one in of_own.distinct().order_by("pk") if one.parent_id]
    today = clock.today()
    found = [row for agency in agencies for row in of_agency(agency, today) if is_for(user, agency, row)]
    return sorted(found, key=lambda row: row.kind != "danger")
