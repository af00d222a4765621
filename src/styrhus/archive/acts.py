"""The acts of this room in words, for the event log."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "archive.register_document": _("Dokument registrert"),
    "archive.keep_text": _("Tekst lest ut av dokument"),
    "archive.describe_document": _("Journaldata lest ut av dokument"),
    "archive.share_document": _("Dokument gjort synlig"),
    "archive.edit_journal": _("Journaldata endret"),
    "archive.open_case": _("Sak opprettet"),
    "archive.journal": _("Ført i journalen"),
    "archive.correct_entry": _("Journalpost rettet"),
    "archive.correct_case": _("Sak rettet"),
    "archive.close_case": _("Sak avsluttet"),
    "archive.export": _("Sak tatt ut som arkivmelding"),
}
FIELDS = {
    "case": _("sak"),
    "number": _("nummer"),
    "sha256": "SHA-256",
    "characters": _("antall tegn"),
    "public_title": _("offentlig tittel"),
    "exemption": _("unntatt offentlighet etter"),
    "entries": _("journalposter"),
    "class_code": _("arkivkode"),
    "closed_on": _("avsluttet"),
}
