"""The acts of this room in words, for the event log."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "preparation.make_note": _("Forberedelsesnotat opprettet"),
    "preparation.change_note": _("Forberedelsesnotat endret"),
    "preparation.choose_points": _("Punkter i notatet valgt"),
    "preparation.choose_documents": _("Dokumenter til notatet valgt"),
    "preparation.write_words": _("Departementets kommentar skrevet"),
    "preparation.choose_passage": _("Virksomhetens ord hentet inn"),
    "preparation.drop_passage": _("Virksomhetens ord tatt ut"),
    "preparation.finish_note": _("Forberedelsesnotat ferdigstilt"),
}
FIELDS = {
    "based_on": _("bygger på"),
    "chosen": _("valgt"),
    "dropped": _("tatt ut"),
    "comment": _("kommentar"),
    "question": _("spørsmål"),
    "assessment": _("vurdering"),
    "first_line": _("fra linje"),
    "last_line": _("til linje"),
    "meeting_date": _("møtedato"),
    "summary": _("hovedbudskap"),
    "documents": _("dokumenter"),
}
