"""The acts of this room in words, for the event log."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "forecast.open_version": _("Prognose åpnet for avdelingene"),
    "forecast.change_version": _("Prognosens tittel eller frist endret"),
    "forecast.enter_estimate": _("Anslag ført"),
    "forecast.copy_estimate": _("Anslag hentet fra forrige prognose"),
    "forecast.submit": _("Prognose levert av avdeling"),
    "forecast.return_submission": _("Prognose sendt tilbake til avdeling"),
    "forecast.freeze": _("Prognose samlet og frosset"),
    "forecast.approve": _("Prognose godkjent"),
    "forecast.share": _("Prognose delt med departementet"),
    "forecast.cross": _("Over det som er til disposisjon"),
    "forecast.end_crossing": _("Innenfor det som er til disposisjon igjen"),
}
FIELDS = {
    "title": _("tittel"),
    "number": _("nummer"),
    "year": _("budsjettår"),
    "cut_off": _("per dato"),
    "due_on": _("frist for avdelingene"),
    "post": _("post"),
    "department": _("avdeling"),
    "months": _("planlagt per måned"),
    "stated_total": _("eget anslag for året"),
    "reason": _("begrunnelse"),
    "copied_from": _("hentet fra"),
    "estimates": _("antall anslag"),
    "rows": _("antall rader"),
    "missing": _("mangler"),
    "frozen_at": _("frosset"),
    "kind": _("hva"),
    "over": _("over til disposisjon"),
    "began_on": _("fra"),
    "ended_on": _("til"),
    "shared_with": _("delt med"),
}
