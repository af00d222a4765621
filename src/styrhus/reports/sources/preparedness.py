"""From the preparedness: how much was exercised, and how many incidents the ministry was notified of.

Nothing of what the exercises, the incidents, the vulnerabilities or the plans are about: that is the agency's own.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from styrhus.reports.document import Block

from .context import Context, Source, facts


def preparedness(context: Context) -> list[Block]:
    """Counts of exercises, incidents and learning points."""
    return [
        facts(
            context,
            _(
                "Beredskapsøvelser gjennomført i året: %(exercises)s. Av dem evaluert: %(evaluated)s. Hendelser varslet til departementet: %(incidents)s. Lukkede læringspunkter: %(learning)s."
            ),
            exercises="preparedness.exercises",
            evaluated="preparedness.exercises_evaluated",
            incidents="preparedness.incidents_notified",
            learning="preparedness.learning_closed",
        )
    ]


OFFERED: dict[str, Any] = {"preparedness": Source(lazy("Sikkerhet og beredskap"), preparedness)}
