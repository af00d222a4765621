"""Who sees the outbox. Notices themselves need no permission: everyone has their own, and no one another's."""

from django.utils.translation import gettext_lazy as _

from styrhus.identity.access import PermissionEnum, grant
from styrhus.identity.roles import Role


class Permission(PermissionEnum):
    SEE_OUTBOX = "notices.see_outbox", _("Se om e-post til og fra virksomheten er sendt")
    SEND_AGAIN = "notices.send_again", _("Sende e-post på nytt når sendingen ikke gikk")


grant({Permission.SEE_OUTBOX: (Role.ADMINISTRATOR,), Permission.SEND_AGAIN: (Role.ADMINISTRATOR,)})
