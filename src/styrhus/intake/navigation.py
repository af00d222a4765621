from django.utils.translation import gettext_lazy as _

from styrhus.ui.navigation import Item

from .access import Permission

ITEMS = (Item(_("Brev"), "intake:letters", Permission.SEE_READING, order=40, under="/brev/", part="archive"),)
