from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.ui.navigation import Item

from .access import SEEING


def _sees(user: User) -> bool:
    return any(user.may(permission) for permission in SEEING)


ITEMS = (Item(_("Prognoser"), "forecast:overview", order=28, under="/prognoser/", shown=_sees, part="money"),)
