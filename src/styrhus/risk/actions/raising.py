"""Raising a risk to the steering dialogue, and sharing the agency's assessment of it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.archive.formal import file_record, open_case
from styrhus.archive.models import CaseFile, Direction
from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.identity.roles import Role
from styrhus.notices.actions import notify
from styrhus.risk.access import Permission
from styrhus.risk.models import Risk
from styrhus.risk.queries.people import holders
from styrhus.steering.access import require_in
from styrhus.steering.models import Plan

from .risks import lock_open


@transaction.atomic
def raise_risk(*, risk: Risk, why: str, by: User | None) -> Risk:
    """Raise an assessed risk to the steering dialogue: the ministry sees it from now on, and is asked to assess it.

    It can't be taken back, because the ministry has been told. Raises: AccessDenied, ValidationError.
    """
    require_in(by, Permission.RAISE, risk.plan.agency_id)
    risk = lock_open(risk)
    if risk.raised_on:
        raise ValidationError(_("Risikoen er allerede løftet til styringsdialogen."))
    return make_raised(risk, why, by)


@transaction.atomic
def share_assessment(*, risk: Risk, by: User | None) -> Risk:
    """Show the agency's assessment of a raised risk to the ministry, which has not made its own yet.

    Raises: AccessDenied, ValidationError.
    """
    require_in(by, Permission.RAISE, risk.plan.agency_id)
    risk = lock_open(risk)
    if risk.raised_on is None:
        raise ValidationError(_("Løft risikoen til styringsdialogen først."))
    if risk.shared_at or risk.ministry_assessments.exists():
        raise ValidationError(_("Departementet ser allerede vurderingen."))
    risk.shared_at = clock.now()
    save_checked(risk, only=("shared_at",))
    record(act="risk.share_assessment", subject=risk, by=by, new={"shared_at": risk.shared_at})
    standing = risk.assessments.select_related("before__band", "after__band").first()
    if standing is None:
        raise ValidationError(_("Vurder risikoen først."))
    plan = risk.plan
    file_record(
        case=dialogue_case(plan, by),
        title=_("Virksomhetens vurdering av risiko %(code)s: %(event)s") % {"code": risk.code, "event": risk.event},
        facts=[
            (_("Før tiltak"), f"{standing.before.band.nb} ({standing.before})"),
            (_("Etter tiltak"), f"{standing.after.band.nb} ({standing.after})"),
            (_("Vurdert"), f"{standing.assessed_on:%d.%m.%Y}"),
        ],
        sections=[(_("Begrunnelse"), standing.words)],
        direction=Direction.OUT,
        sender=plan.agency.name,
        recipient=plan.ministry.name,
        by=by,
        shared_with=[plan.ministry],
    )
    return risk


def make_raised(risk: Risk, why: str, by: User | None) -> Risk:
    """Raise a risk whose row is held. The acts that call this have checked what their user may do."""
    newest = risk.assessments.first()
    if newest is None:
        raise ValidationError(_("Vurder risikoen før den løftes til styringsdialogen."))
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor risikoen løftes."))
    risk.raised_on, risk.raised_by, risk.raised_why = clock.today(), by, why
    risk.raised_version = newest.version
    save_checked(risk, only=("raised_on", "raised_by", "raised_why", "raised_version"))
    record(act="risk.raise_risk", subject=risk, by=by, new={"raised_on": risk.raised_on}, why=why)
    plan = risk.plan
    measures = [f"{row.title} ({row.due:%d.%m.%Y}): {row.effect}" for row in risk.measures.filter(ended_on=None)]
    file_record(
        case=dialogue_case(plan, by),
        title=_("Risiko %(code)s løftet til styringsdialogen: %(event)s") % {"code": risk.code, "event": risk.event},
        facts=[
            (_("Mål"), ", ".join(goal.number for goal in risk.goals.order_by("order"))),
            (_("Løftet"), f"{risk.raised_on:%d.%m.%Y}"),
        ],
        sections=[
            (_("Hendelse"), risk.event),
            (_("Årsak"), risk.cause),
            (_("Konsekvens"), risk.consequence),
            (_("Hvorfor den er løftet"), why),
            (_("Tiltak"), "\n".join(measures)),
        ],
        direction=Direction.OUT,
        sender=plan.agency.name,
        recipient=plan.ministry.name,
        by=by,
        shared_with=[plan.ministry],
    )
    words = {"agency": plan.agency.label, "event": risk.event}
    notify(
        users=holders(plan.ministry, Role.MINISTRY_OFFICIAL),
        kind="risk.raised",
        text=lambda: _("%(agency)s har løftet en risiko til dialogen. Gi departementets vurdering: %(event)s") % words,
        url=reverse("risk:risk", args=(risk.pk,)),
        key=f"risk.raised.{risk.pk}",
    )
    return risk


def dialogue_case(plan: Plan, by: User | None) -> CaseFile:
    """The case of the year's steering dialogue, the same for all rooms."""
    title = _("Styringsdialogen %(year)s") % {"year": plan.year}
    return open_case(organisation=plan.agency, key=f"styringsdialog-{plan.year}", title=title, by=by)
