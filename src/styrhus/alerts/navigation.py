from django.utils.translation import gettext_lazy as _

from styrhus.ui.navigation import Item

from .access import Permission

ITEMS = (Item(_("Avvik og varsler"), "alerts:deviations", Permission.SEE, order=42, under="/avvik/", part="dialogue"),)
