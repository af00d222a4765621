from django.utils.translation import gettext_lazy as _

from styrhus.ui.navigation import Item

from .access import Permission

ITEMS = (
    Item(_("Internkontroll"), "control:front", Permission.SEE_CONTROL, order=52, part="control"),
    Item(
        _("Budsjettfullmakter"), "control:delegations", Permission.SEE_CONTROL, order=54, part="control",
        under="/kontroll/fullmakter/",
    ),
    Item(
        _("Revisjonsmerknader"), "control:findings", Permission.SEE_FINDINGS, order=56, part="control",
        under="/kontroll/revisjon/",
    ),
)  # fmt: skip
