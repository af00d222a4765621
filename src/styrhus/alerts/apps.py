from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    name = "styrhus.alerts"
    verbose_name = _("Avvik og varsler til departementet")
