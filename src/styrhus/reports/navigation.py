from django.utils.translation import gettext_lazy as _

from styrhus.ui.navigation import Item

from .access import Permission

ITEMS = (
    Item(
        _("Rapporter og frister"), "reports:reports", Permission.SEE_REPORTS, order=36, under="/rapporter/",
        part="reports",
    ),
    Item(
        _("Leveringskvitteringer"), "reports:receipts", Permission.SEE_REPORTS, order=37, under="/rapporter/kvitteringer/",
        part="reports",
    ),
)  # fmt: skip
