from django.utils.translation import gettext_lazy as _

from styrhus.ui.navigation import Item

from .access import Permission

ITEMS = (
    Item(_("Brukere"), "identity:users", Permission.SEE_USERS, order=80, secondary=True),
    Item(_("Organisasjoner"), "identity:organisations", order=82, secondary=True),
    Item(_("Tilganger"), "identity:access", order=84, secondary=True),
    Item(_("Hendelseslogg"), "identity:events", Permission.SEE_EVENTS, order=86, secondary=True),
)
