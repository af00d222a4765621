from django.utils.translation import gettext_lazy as _

from styrhus.ui.navigation import Item

from .access import Permission

ITEMS = (
    Item(_("Planen"), "steering:plan", Permission.SEE_PLAN, order=20, part="plan"),
    Item(_("Oppdrag"), "steering:assignments", Permission.SEE_PLAN, order=22, part="plan"),
    Item(_("Årshjul"), "steering:year_wheel", Permission.SEE_PLAN, order=24, part="plan"),
    Item(_("Plikter"), "steering:duties", Permission.SEE_PLAN, order=28, part="plan"),
)
