from django.utils.translation import gettext_lazy as _

from styrhus.ui.navigation import Item

from .access import Permission

ITEMS = (
    Item(_("Brukere"), "identity:users", Permission.SEE_USERS, order=80),
    Item(_("Organisasjoner"), "identity:organisations", order=82),
    Item(_("Tilganger"), "identity:access", order=84),
    Item(_("Hendelseslogg"), "identity:events", Permission.SEE_EVENTS, order=86),
)
