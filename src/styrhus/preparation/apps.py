from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PreparationConfig(AppConfig):
    name = "styrhus.preparation"
    verbose_name = _("Forberedelsesnotater")
