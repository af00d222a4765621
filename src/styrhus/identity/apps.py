from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    name = "styrhus.identity"
    verbose_name = _("Brukere og tilganger")

    def ready(self) -> None:
        """Load each room's `access` module, so that its permissions stand in the one table of `access.TABLE`."""
        for config in apps.get_app_configs():
            if config.name.startswith("styrhus.") and find_spec(f"{config.name}.access"):
                import_module(f"{config.name}.access")
