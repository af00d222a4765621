from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.ui.navigation import Item

from .access import SEEING


def _sees_risks(user: User) -> bool:
    return any(user.may(permission) for permission in SEEING)


ITEMS = (Item(_("Risiko"), "risk:risks", order=50, part="control", under="/risiko/", shown=_sees_risks),)
