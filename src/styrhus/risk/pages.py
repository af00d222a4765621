"""What the pages of risks share: which plan, and what the user may do with a risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.steering.models import Plan
from styrhus.steering.queries import chosen_plan

from .access import Permission, in_area, is_director, may_decide
from .models import Decider, Risk, Then
from .queries.lines import RiskLine, line_of

SECTIONS: tuple[tuple[str, Any], ...] = (
    ("risks", _("Risikokart")),
    ("measures", _("Tiltak")),
    ("snapshots", _("Bilder")),
    ("report", _("Til halvårsrapporten")),
    ("scale", _("Skala")),
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The plan of a page. ``agency_side``: the user sees all of the agency's risks, also the internal ones."""

    plan: Plan
    agency_side: bool
    sections: list[tuple[Any, str, bool]]
    others: list[tuple[Plan, str]]

    @property
    def title(self) -> str:
        return f"{self.plan.agency.label} {self.plan.year}"


def choose(user: User, plan: int | None, page: str) -> Chosen | None:
    """The plan asked for, None when there is none at all. Raises: Http404 for one that is not theirs to see."""
    chosen, plans = chosen_plan(user, plan)
    if chosen is None:
        if plan is not None:
            raise Http404
        return None
    agency_side = user.may(Permission.SEE_ALL) or user.may(Permission.SEE, chosen.agency_id)
    sections = [
        (text, reverse(f"risk:{name}", args=(chosen.pk,)), name == page)
        for name, text in SECTIONS
        if agency_side or name != "measures"
    ]
    others = [(one, reverse(f"risk:{page}", args=(one.pk,))) for one in plans if one.pk != chosen.pk]
    return Chosen(chosen, agency_side, sections, others)


def find(user: User, pk: int) -> RiskLine:
    """A risk that ``user`` may see, with what they may see of it. Raises: Http404."""
    risk = Risk.objects.visible_to(user).select_related("plan").filter(pk=pk).first()
    if risk is None:
        raise Http404
    return line_of(user, risk)


@dataclass(frozen=True, slots=True)
class May:
    """What the page offers ``user`` to do; never the check itself, which the acts make."""

    work: bool
    assess: bool
    decide: bool
    accept: bool
    director: bool
    raise_it: bool
    share: bool
    assess_as_ministry: bool


def what_may(user: User, line: RiskLine) -> May:
    risk = line.risk
    agency, running = risk.plan.agency_id, risk.closed_on is None
    work = running and user.may(Permission.WORK, agency) and in_area(user, risk)
    director = is_director(user, agency)
    undecided = running and line.assessment is not None and line.decision is None
    decides = undecided and may_decide(user, risk) and (director or line.passed_on is None)
    raises = running and user.may(Permission.RAISE, agency)
    return May(
        work=work,
        assess=work,
        decide=decides,
        accept=decides
        and line.assessment is not None
        and (director or line.assessment.after.band.accepted_by != Decider.DIRECTOR),
        director=director,
        raise_it=raises and risk.raised_on is None and line.assessment is not None,
        share=raises and risk.raised_on is not None and not line.opened,
        assess_as_ministry=running
        and risk.raised_on is not None
        and user.may(Permission.ASSESS_AS_MINISTRY, risk.plan.ministry_id),
    )


def refuse(form: Form, error: ValidationError) -> None:
    """Show an act's refusal in its form."""
    for message in error.messages:
        form.add_error(None, message)


def then_text(then: str) -> str:
    return str(Then(then).label) if then else ""
