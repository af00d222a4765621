"""The risks as the half-year report needs them: sentences from the numbers, and the rows of the table."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from styrhus.identity.models import User
from styrhus.steering.models import Plan

from .models import BandKind
from .queries.lines import RiskLine, Standing, lines_for, lines_of
from .queries.snapshots import last_snapshot
from .rules import Movement


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """``sentences`` in the language of the page; ``lines`` the risks raised to the dialogue, the heaviest first."""

    heading: str
    sentences: list[str]
    lines: list[RiskLine]

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


def report_block(plan: Plan, user: User | None = None) -> ReportBlock:
    """The block for ``plan``: only risks that are raised, because the report goes to the ministry.

    ``user`` None is the program itself, which sees as the agency does.
    """
    wanted = Q(raised_on__isnull=False, closed_on=None)
    lines = lines_of(plan, wanted) if user is None else lines_for(user, plan, wanted)
    assessed = [line for line in lines if line.assessment]
    assessed.sort(key=_weight)
    rest = [line for line in lines if not line.assessment]
    return ReportBlock(_("Risiko for å ikke nå målene"), _sentences(plan, assessed, len(lines)), [*assessed, *rest])


def _weight(line: RiskLine) -> tuple[int, int, int]:
    after = line.assessment.after if line.assessment else None
    return -after.band.order if after else 0, -after.score if after else 0, line.risk.number


def _sentences(plan: Plan, lines: list[RiskLine], raised: int) -> list[str]:
    if not raised:
        return [_("%(agency)s har ikke løftet noen risikoer til styringsdialogen.") % {"agency": plan.agency.label}]
    found = [
        ngettext(
            "%(agency)s har løftet %(count)s risiko til styringsdialogen.",
            "%(agency)s har løftet %(count)s risikoer til styringsdialogen.",
            raised,
        )
        % {"agency": plan.agency.label, "count": raised}
    ]
    high = [line for line in lines if line.assessment and line.assessment.after.band.kind == BandKind.ACT]
    if high:
        found.append(_("Etter tiltak er disse fortsatt høye: %(names)s.") % {"names": _names(high)})
    elif lines:
        found.append(_("Etter tiltak ligger ingen av dem på det høyeste nivået."))
    last = last_snapshot(plan)
    if last:
        for moved, text in (
            (Movement.UP, _("Siden «%(title)s» har risikoen økt for %(names)s.")),
            (Movement.DOWN, _("Siden «%(title)s» har risikoen gått ned for %(names)s.")),
        ):
            those = [line for line in lines if line.movement == moved]
            if those:
                found.append(text % {"title": last.title, "names": _names(those)})
    refused = [line for line in lines if line.standing == Standing.NOT_ACCEPTED]
    if refused:
        found.append(_("Ikke godtatt: %(names)s.") % {"names": _names(refused)})
    return found


def _names(lines: list[RiskLine]) -> str:
    return "; ".join(f"{line.risk.code} {line.risk.event}".rstrip(".") for line in lines)
