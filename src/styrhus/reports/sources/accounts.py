"""From the annual accounts: the principles they are kept by."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from styrhus.reports.document import Block

from .context import Context, Source, plain


def principles(context: Context) -> list[Block]:
    """The note on principles: which rules the accounts follow, and that they are kept by the cash principle."""
    return [
        plain(
            _(
                "Årsregnskapet er ført etter bestemmelsene om økonomistyring i staten, rundskriv R-115 fra "
                "Finansdepartementet og krav fra overordnet departement."
            )
        ),
        plain(
            _(
                "Regnskapet følger kalenderåret og kontantprinsippet: En utgift eller inntekt er med i det året den er betalt. "
                "Utgifter og inntekter er ført brutto."
            )
        ),
    ]


def appropriation_report(context: Context) -> list[Block]:
    """The appropriation report: total allocation, accounts and deviation of each post."""
    return []


OFFERED: dict[str, Any] = {
    "principles": Source(lazy("Prinsippnote til årsregnskapet"), principles),
    "appropriation_report": Source(lazy("Bevilgningsrapportering"), appropriation_report),
    "accounts_by_type": Source(lazy("Artskontorapportering"), appropriation_report),
    "note_a": Source(lazy("Note A"), appropriation_report),
    "note_b": Source(lazy("Note B"), appropriation_report),
}
