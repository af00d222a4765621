"""The acts of this room in words, for the event log."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "ledger.post_entry": _("Bilag ført"),
    "ledger.reverse_entry": _("Bilag reversert"),
    "ledger.lock_month": _("Måned låst"),
    "ledger.reopen_month": _("Måned åpnet igjen"),
}
FIELDS = {
    "number": _("bilagsnummer"),
    "on": _("bilagsdato"),
    "lines": _("antall linjer"),
    "turnover": _("omsetning i kroner"),
    "year": _("regnskapsår"),
    "month": _("måned"),
    "open": _("åpen for føring"),
}
