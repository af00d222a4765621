"""The coverage of the instruction: every duty of a plan, and the screen that serves it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext

from styrhus.identity.access import requires
from styrhus.obligations.access import Permission
from styrhus.obligations.coverage import Covered, cover, lines_text
from styrhus.obligations.document import screen_name
from styrhus.obligations.tables import CoverageTable
from styrhus.steering.models import Plan
from styrhus.steering.queries import duties_of, visible_plans
from styrhus.ui.navigation import address
from styrhus.ui.tables import table_response


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A duty as listed. The label leads to the duty; the screens lead to where it is served."""

    covered: Covered

    @property
    def section(self) -> str:
        return self.covered.section

    @property
    def label(self) -> str:
        return self.covered.rule.label if self.covered.rule else self.covered.text[:120]

    @property
    def url(self) -> str:
        return reverse("steering:duty", args=(self.covered.pk,))

    @property
    def lines_text(self) -> str:
        return lines_text(self.covered.lines)

    @property
    def screens(self) -> list[tuple[str, str]]:
        """(name, address) of the screens."""
        names = self.covered.rule.screens if self.covered.rule else ()
        return [(screen_name(name), address(name)) for name in names]

    @property
    def screens_text(self) -> str:
        return ", ".join(name for name, _address in self.screens)

    @property
    def reason(self) -> str:
        return self.covered.rule.reason if self.covered.rule else ""

    @property
    def state(self) -> str:
        return self.covered.state

    @property
    def state_text(self) -> str:
        return {
            "served": gettext("Har et sted"),
            "reason": gettext("Ikke i programmet ennå"),
            "open": gettext("Uten sted"),
        }[self.covered.state]


@requires(Permission.SEE_JOINT)
def coverage(request: HttpRequest, plan: int | None = None) -> HttpResponseBase:
    plans = list(visible_plans(request.user))
    chosen: Plan | None = next((one for one in plans if plan in (None, one.pk)), None)
    if chosen is None and plan is not None:
        raise Http404
    rows = [CoverageRow(covered) for covered in cover(duties_of(chosen))] if chosen else []
    counts = {state: sum(row.state == state for row in rows) for state in ("served", "reason", "open")}
    used = dict.fromkeys(pair for row in rows for pair in row.screens)
    context = {
        "plan": chosen,
        "others": [
            (str(one), reverse("obligations:coverage", args=(one.pk,)))
            for one in plans
            if chosen and one.pk != chosen.pk
        ],
        "counts": counts,
        "all": len(rows),
        "screens": [pair for pair in used if pair[1]],
    }
    return table_response(request, CoverageTable(rows, request), "obligations/coverage.html", context)
