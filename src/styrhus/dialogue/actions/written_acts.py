"""A decision changes the plan only through a written act: a document from the ministry, which the change points to.

Minutes alone change nothing. The instruction lets the ministry steer in writing, and oral orders are confirmed so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.archive.models import Direction, Document
from styrhus.archive.queries import documents_visible_to
from styrhus.archive.sourced import Place
from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.dialogue.access import Permission, require_in
from styrhus.dialogue.models import Effect, EffectKind, Minutes, Resolution, ResolutionState
from styrhus.economy.actions import change_appropriation
from styrhus.economy.models import Post
from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.steering.actions import add_assignment, add_deadline, change_deadline
from styrhus.steering.models import Deadline, DeadlineKind, Goal, Plan


@transaction.atomic
def carry_out_assignment(
    *,
    resolution: Resolution,
    document: Document | None,
    number: str,
    title: str,
    by: User | None,
    lines: Sequence[int] = (),
    goal: Goal | None = None,
    description: str = "",
    deadline: date | None = None,
) -> Effect:
    """Make the decision an assignment of the plan, by ``document``. Raises: AccessDenied, ValidationError."""
    resolution, document = _may_carry_out(resolution, document, by)
    place = Place(document, tuple(lines))
    assignment = add_assignment(
        plan=resolution.plan,
        number=number,
        title=title,
        goal=goal,
        earlier=False,
        place=place,
        by=by,
        description=description,
    )
    if deadline:
        text = f"{deadline:%d.%m.%Y}"
        add_deadline(
            assignment=assignment, part="", text=text, kind=DeadlineKind.DATE, date=deadline, place=place, by=by
        )
    return _link(
        Effect(resolution=resolution, kind=EffectKind.ASSIGNMENT, document=document, assignment=assignment), by
    )


@transaction.atomic
def carry_out_deadline(
    *,
    resolution: Resolution,
    document: Document | None,
    deadline: Deadline,
    text: str,
    kind: DeadlineKind | str,
    day: date | None,
    by: User | None,
    lines: Sequence[int] = (),
) -> Effect:
    """Move a deadline as decided, by ``document``. Raises: AccessDenied, ValidationError."""
    resolution, document = _may_carry_out(resolution, document, by)
    if not deadline.assignment.listings.filter(plan=resolution.plan).exists():
        raise ValidationError(_("Fristen hører til et oppdrag som ikke står i planen."))
    new = change_deadline(
        deadline=deadline,
        text=text,
        kind=kind,
        date=day,
        place=Place(document, tuple(lines)),
        by=by,
        why=_because(resolution),
    )
    effect = Effect(
        resolution=resolution,
        kind=EffectKind.DEADLINE,
        document=document,
        assignment=new.assignment,
        deadline=new,
    )
    return _link(effect, by)


@transaction.atomic
def carry_out_amount(
    *,
    resolution: Resolution,
    document: Document | None,
    post: Post,
    appropriated: int,
    at_disposal: int,
    by: User | None,
    decided_on: date | None = None,
    lines: Sequence[int] = (),
) -> Effect:
    """Change a post by differences in kroner, by ``document``. Raises: AccessDenied, ValidationError."""
    resolution, document = _may_carry_out(resolution, document, by)
    plan = resolution.plan
    if post.chapter.agency_id != plan.agency_id or post.chapter.year != plan.year:
        raise ValidationError(_("Posten hører ikke til planens budsjett."))
    appropriation = change_appropriation(
        post=post,
        appropriated=appropriated,
        at_disposal=at_disposal,
        decided_on=decided_on or document.document_date or clock.today(),
        place=Place(document, tuple(lines)),
        by=by,
        why=_because(resolution),
    )
    effect = Effect(resolution=resolution, kind=EffectKind.AMOUNT, document=document, appropriation=appropriation)
    return _link(effect, by)


def require_from_ministry(document: Document | None, plan: Plan) -> Document:
    """The document, when it is one that the plan's ministry sent. Raises: ValidationError with the reason."""
    if document is None:
        raise ValidationError(
            _(
                "Velg dokumentet fra departementet som bestemmer det. "
                "Planen endres ikke av en beslutning i et møte uten et skriftlig vedtak."
            )
        )
    if Minutes.objects.filter(record__document=document).exists():
        raise ValidationError(
            _("Referatet er ikke et skriftlig vedtak. Velg brevet eller e-posten der departementet bestemmer det.")
        )
    received = document.organisation_id == plan.agency_id and document.direction == Direction.IN
    own = document.organisation_id == plan.ministry_id and document.direction == Direction.OUT
    if not (own or (received and _names(document.sender, plan))):
        raise ValidationError(
            _(
                "Dokumentet er ikke registrert som sendt fra %(ministry)s. "
                "Velg et annet, eller rett avsender og retning i journalen."
            )
            % {"ministry": plan.ministry.name}
        )
    return document


def _names(sender: str, plan: Plan) -> bool:
    said, ministry = sender.casefold(), plan.ministry
    return ministry.name.casefold() in said or (
        bool(ministry.short_name) and ministry.short_name.casefold() in said.replace(",", " ").split()
    )


def _may_carry_out(resolution: Resolution, document: Document | None, by: User | None) -> tuple[Resolution, Document]:
    require_in(by, Permission.CARRY_OUT, resolution.plan.agency_id)
    rows = Resolution.objects.select_for_update(of=("self",)).select_related("plan__agency", "plan__ministry")
    resolution = rows.get(pk=resolution.pk)
    if resolution.state == ResolutionState.DROPPED:
        raise ValidationError(_("Beslutningen er frafalt og kan ikke føres inn i planen."))
    found = require_from_ministry(document, resolution.plan)
    if by and not documents_visible_to(by).filter(pk=found.pk).exists():
        raise ValidationError(_("Dokumentet finnes ikke, eller du har ikke tilgang til det."))
    if found.document_date and found.document_date < resolution.given_on:
        raise ValidationError(
            _("Dokumentet er fra %(document)s, før beslutningen ble tatt %(decision)s.")
            % {"document": f"{found.document_date:%d.%m.%Y}", "decision": f"{resolution.given_on:%d.%m.%Y}"}
        )
    return resolution, found


def _because(resolution: Resolution) -> str:
    return f"{resolution.get_kind_display()} {resolution.given_on:%d.%m.%Y}: {resolution.text}"[:500]


def _link(effect: Effect, by: User | None) -> Effect:
    effect.made_by, effect.made_at = by, clock.now()
    save_checked(effect)
    new = {
        "kind": effect.kind,
        "document": effect.document.title,
        "assignment": effect.assignment.number if effect.assignment else None,
        "deadline": effect.deadline.text if effect.deadline else None,
        "amount": effect.appropriation.appropriated if effect.appropriation else None,
    }
    record(act="dialogue.carry_out", subject=effect.resolution, by=by, new=new)
    return effect
