from django.utils.translation import gettext_lazy as _

from styrhus.ui.navigation import Item

from .access import Permission

ITEMS = (
    Item(_("Møter"), "dialogue:meetings", Permission.SEE_DIALOGUE, order=40, under="/dialog/", part="dialogue"),
    Item(
        _("Beslutninger"), "dialogue:resolutions", Permission.SEE_DIALOGUE, order=42, under="/dialog/beslutninger/",
        part="dialogue",
    ),
)  # fmt: skip
