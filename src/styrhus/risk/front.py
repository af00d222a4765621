"""What of the risks waits for each reader of the front page."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.steering.models import Plan
from styrhus.ui.cards import Card, CardLine

from .access import SEEING, departments_in, is_director, may_decide
from .models import BandKind, MeasureState
from .queries.lines import RiskLine, Standing, lines_for

SHOWN = 5
TITLE = gettext_lazy("Risiko")


def cards(user: User, plan: Plan, sight: str) -> list[Card]:
    """One card: decisions and assessments that wait for ``user``, late measures, and the highest risks."""
    if not any(user.may(permission) for permission in SEEING):
        return []
    lines = [line for line in lines_for(user, plan, Q(closed_on=None)) if _in_sight(user, plan, line, sight)]
    found: list[CardLine] = []
    if sight == "departementet":
        found += [_card_line(line, _("Gi deres vurdering"), "warning") for line in lines if line.ministry is None]
        found += [
            _card_line(line, _("Ikke godtatt"), "danger") for line in lines if line.standing == Standing.NOT_ACCEPTED
        ]
    else:
        found += [_card_line(line, _("Venter på deg"), "warning") for line in lines if _waits_for(user, line)]
        found += _late_measures(user, lines, mine=sight == "mine")
        found += [
            _card_line(line, _("Ikke vurdert"), "info") for line in lines if line.standing == Standing.NOT_ASSESSED
        ]
        found += [_card_line(line, _("Vurder på nytt"), "info") for line in lines if line.is_late_for_review]
    urgent = bool(found)
    if sight != "mine":
        named = {line.url for line in found}
        found += [one for one in (_high(line) for line in lines) if one and one.url not in named]
    if not found:
        return []
    shown = list({line.url + line.tag: line for line in found}.values())
    url = reverse("risk:risks", args=(plan.pk,))
    return [Card(TITLE, url, len(shown), shown[:SHOWN], urgent=urgent, order=50)]


def _in_sight(user: User, plan: Plan, line: RiskLine, sight: str) -> bool:
    """A risk is in sight of whoever owns it or one of its measures, of its department, or of the whole agency."""
    if sight == "mine":
        mine = any(one.owner_id == user.pk and one.is_open for one in line.measures)
        return line.risk.owner_id == user.pk or mine or _waits_for(user, line)
    if sight == "avdeling":
        return line.risk.department_id in departments_in(user, plan.agency_id)
    return True


def _waits_for(user: User, line: RiskLine) -> bool:
    """Whether the decision waits for ``user``: the director's for the director, a head's for the head."""
    if not line.waits or not may_decide(user, line.risk):
        return False
    return is_director(user, line.risk.plan.agency_id) == (line.standing == Standing.WAITS_FOR_DIRECTOR)


def _late_measures(user: User, lines: Iterable[RiskLine], *, mine: bool) -> list[CardLine]:
    today = clock.today()
    return [
        CardLine(
            text=one.title,
            url=reverse("risk:measure", args=(one.pk,)),
            note=_("%(code)s, frist %(day)s") % {"code": line.risk.code, "day": date_format(one.due, "d.m.Y")},
            tag=_("Over fristen"),
            kind="danger",
        )
        for line in lines
        for one in line.measures
        if one.state in (MeasureState.PLANNED, MeasureState.STARTED)
        and one.due < today
        and (not mine or user.pk in (one.owner_id, line.risk.owner_id))
    ]


def _high(line: RiskLine) -> CardLine | None:
    if line.assessment is None or line.assessment.after.band.kind != BandKind.ACT:
        return None
    return _card_line(line, line.assessment.after.band.label, "danger")


def _card_line(line: RiskLine, tag: str, kind: str) -> CardLine:
    text = f"{line.risk.code} {line.risk.event}"
    return CardLine(text, reverse("risk:risk", args=(line.risk.pk,)), "", tag, kind)
