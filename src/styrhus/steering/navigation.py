from django.utils.translation import gettext_lazy as _

from styrhus.ui.navigation import Item

from .access import Permission

ITEMS = (
    Item(_("Planen"), "steering:plan", Permission.SEE_PLAN, order=20, part="plan"),
    Item(_("Oppdrag"), "steering:assignments", Permission.SEE_PLAN, order=22, part="plan"),
    Item(_("Oppfølging"), "steering:board", Permission.SEE_PLAN, order=23, part="plan"),
    Item(_("Leveranser"), "steering:deliveries", Permission.SEE_PLAN, order=27, part="plan"),
    Item(_("Årshjul"), "steering:year_wheel", Permission.SEE_PLAN, order=24, part="plan"),
    Item(_("Plikter"), "steering:duties", Permission.SEE_PLAN, order=28, part="plan"),
    Item(_("Nedprioriteringer"), "steering:drops", Permission.SEE_PLAN, order=60, part="dialogue"),
    Item(_("Påminnelser"), "steering:reminder_rules", Permission.SEE_PLAN, order=90, secondary=True),
)
