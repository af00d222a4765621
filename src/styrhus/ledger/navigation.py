from django.utils.translation import gettext_lazy as _

from styrhus.ui.navigation import Item

from .access import Permission

ITEMS = (Item(_("Regnskap"), "ledger:front", Permission.SEE_SUMS, order=27, part="money"),)
