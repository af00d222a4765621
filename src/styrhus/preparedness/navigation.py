from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.ui.navigation import Item

from .access import Permission


def _hears_of_incidents(user: User) -> bool:
    return user.may(Permission.SEE_PREPAREDNESS) or user.may(Permission.RECEIVE_INCIDENT)


ITEMS = (
    Item(_("Oversikt"), "preparedness:overview", Permission.SEE_PREPAREDNESS, order=60, part="preparedness"),
    Item(
        _("Planer og varsling"), "preparedness:plans", Permission.SEE_PREPAREDNESS, order=61,
        under="/beredskap/planer/", part="preparedness",
    ),
    Item(
        _("Øvelser"), "preparedness:exercises", Permission.SEE_PREPAREDNESS, order=62,
        under="/beredskap/ovelser/", part="preparedness",
    ),
    Item(
        _("Hendelser"), "preparedness:incidents", order=63, shown=_hears_of_incidents,
        under="/beredskap/hendelser/", part="preparedness",
    ),
    Item(
        _("Læringspunkter"), "preparedness:learning", Permission.SEE_PREPAREDNESS, order=64,
        under="/beredskap/laering/", part="preparedness",
    ),
    Item(
        _("Personopplysninger"), "preparedness:processings", Permission.SEE_PREPAREDNESS, order=65,
        part="preparedness",
    ),
)  # fmt: skip
