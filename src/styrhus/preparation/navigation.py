from django.utils.translation import gettext_lazy as _

from styrhus.ui.navigation import Item

from .access import Permission

ITEMS = (
    Item(
        _("Forberedelsesnotat"),
        "preparation:notes",
        Permission.SEE_NOTES,
        order=48,
        under="/forberedelse/",
        part="dialogue",
    ),
)
