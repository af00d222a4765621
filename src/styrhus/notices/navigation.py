from django.utils.translation import gettext_lazy as _

from styrhus.ui.navigation import Item

from .access import Permission

ITEMS = (Item(_("Utboks"), "notices:outbox", Permission.SEE_OUTBOX, order=88, secondary=True),)
