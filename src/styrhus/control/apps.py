from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ControlConfig(AppConfig):
    name = "styrhus.control"
    verbose_name = _("Internkontroll og revisjon")
