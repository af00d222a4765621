from django.utils.translation import gettext_lazy as _

from styrhus.ui.navigation import Item

ITEMS = (Item(_("Forside"), "portal:front", order=0),)
