"""The acts of this room in words, for the event log."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "ledger.post_entry": _("Bilag ført"),
    "ledger.reverse_entry": _("Bilag reversert"),
    "ledger.lock_month": _("Måned låst"),
    "ledger.reopen_month": _("Måned åpnet igjen"),
    "ledger.upload_accounts": _("Regnskapsfil lastet opp"),
    "ledger.upload_mended": _("Rettede linjer lastet opp"),
    "ledger.check_import": _("Regnskapsfil kontrollert"),
    "ledger.check_again": _("Ny kontroll av regnskapsfil bestilt"),
    "ledger.import_failed": _("Regnskapsfil kunne ikke leses"),
    "ledger.begin_confirm": _("Føring av regnskapsfil bestilt"),
    "ledger.confirm_import": _("Regnskapsfil ført"),
    "ledger.stop_confirm": _("Føring av regnskapsfil stoppet"),
    "ledger.discard_import": _("Regnskapsfil forkastet"),
    "ledger.save_mapping": _("Kolonneoppsett lagret"),
    "ledger.retire_mapping": _("Kolonneoppsett tatt ut av bruk"),
}
FIELDS = {
    "number": _("bilagsnummer"),
    "on": _("bilagsdato"),
    "lines": _("antall linjer"),
    "turnover": _("omsetning i kroner"),
    "year": _("regnskapsår"),
    "month": _("måned"),
    "open": _("åpen for føring"),
    "filename": _("filnavn"),
    "size": _("størrelse i byte"),
    "sha256": "SHA-256",
    "wrong_lines": _("linjer med feil"),
    "locked_lines": _("linjer i låste måneder"),
    "skipped_lines": _("linjer for andre virksomheter"),
    "months": _("måneder"),
    "refusal": _("hvorfor filen ikke kan leses"),
    "columns": _("kolonner"),
}
