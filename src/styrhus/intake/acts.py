"""The acts of this room in words, for the event log."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "intake.upload_letter": _("Brev lastet opp"),
    "intake.read_letter": _("Brev lest"),
    "intake.reading_failed": _("Brev kunne ikke leses"),
    "intake.read_again": _("Lesing startet på nytt"),
    "intake.correct_head": _("Brevhode rettet"),
    "intake.discard_letter": _("Brev forkastet"),
    "intake.edit_item": _("Punkt rettet"),
    "intake.add_item": _("Punkt lagt til"),
    "intake.merge_item": _("Punkter slått sammen"),
    "intake.reject_item": _("Punkt avvist"),
    "intake.restore_item": _("Punkt tatt tilbake"),
    "intake.undo_item": _("Endring angret"),
    "intake.decide_finding": _("Funn vurdert"),
    "intake.begin_adoption": _("Vedtak startet"),
    "intake.stop_adoption": _("Vedtak stoppet"),
    "intake.adopt_letter": _("Brev vedtatt som plan"),
    "intake.decide_change": _("Endring avgjort"),
    "intake.reopen_change": _("Avgjørelse tatt opp igjen"),
    "intake.confirm_by_letter": _("Muntlig bestilling bekreftet av brev"),
    "intake.finish_letter": _("Alle endringer i brevet avgjort"),
}
FIELDS = {
    "accepted_open_errors": _("feil som ikke er vurdert"),
    "accept_open_errors": _("vedtatt med feil som ikke er vurdert"),
    "filename": _("filnavn"),
    "findings": _("funn"),
    "items": _("punkter"),
    "lines": _("linjer"),
    "plan": _("plan"),
    "decisions": _("avgjørelser"),
    "key": _("endring"),
    "verdict": _("avgjørelse"),
    "old": _("før"),
    "assignment": _("oppdrag"),
    "item": _("punkt"),
}
