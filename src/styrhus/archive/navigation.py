from django.utils.translation import gettext_lazy as _

from styrhus.ui.navigation import Item

from .access import Permission

ITEMS = (
    Item(
        _("Dokumenter"), "archive:documents", Permission.SEE_DOCUMENTS, order=70, under="/dokumenter/", part="archive"
    ),
)
