from django.utils.translation import gettext_lazy as _

from styrhus.ui.navigation import Item

from .access import Permission

ITEMS = (Item(_("Penger"), "economy:money", Permission.SEE_MONEY, order=26, part="money"),)
