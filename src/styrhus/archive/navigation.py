from django.utils.translation import gettext_lazy as _

from styrhus.ui.navigation import Item

from .access import Permission

ITEMS = (
    Item(
        _("Dokumenter"), "archive:documents", Permission.SEE_DOCUMENTS, order=70, under="/dokumenter/", part="archive"
    ),
    Item(
        _("Journal"),
        "archive:journal",
        Permission.SEE_DOCUMENTS,
        order=71,
        under="/dokumenter/journal/",
        part="archive",
    ),
    Item(_("Saker"), "archive:cases", Permission.SEE_DOCUMENTS, order=72, under="/dokumenter/saker/", part="archive"),
)
