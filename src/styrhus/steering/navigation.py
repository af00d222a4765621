from django.utils.translation import gettext_lazy as _

from styrhus.ui.navigation import Item

from .access import Permission

ITEMS = (
    Item(_("Planen"), "steering:plan", Permission.SEE_PLAN, order=20),
    Item(_("Oppdrag"), "steering:assignments", Permission.SEE_PLAN, order=22),
    Item(_("Årshjul"), "steering:year_wheel", Permission.SEE_PLAN, order=24),
    Item(_("Plikter"), "steering:duties", Permission.SEE_PLAN, order=28),
)
