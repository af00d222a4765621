"""Words and numbers of the ledger as people read them."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

VIEW_NAMES = {"cash": _("kontantregnskapet"), "accrual": _("SRS-regnskapet")}


def kroner(amount: Decimal) -> str:
    """An amount with two decimals, in groups of three."""
    return number_format(amount, 2, use_l10n=True, force_grouping=True)
