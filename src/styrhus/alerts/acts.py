"""The acts of this room in words, for the event log."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "alerts.draft_deviation": _("Utkast til avviksmelding skrevet"),
    "alerts.edit_deviation": _("Utkast til avviksmelding endret"),
    "alerts.discard_deviation": _("Utkast til avviksmelding forkastet"),
    "alerts.report_deviation": _("Avvik meldt til departementet"),
    "alerts.acknowledge_deviation": _("Avviksmelding kvittert"),
    "alerts.follow_up": _("Oppfølging skrevet"),
    "alerts.close_deviation": _("Avvik lukket"),
    "alerts.send_matter": _("Sak av interesse sendt"),
    "alerts.acknowledge_matter": _("Sak av interesse kvittert"),
    "alerts.close_matter": _("Sak av interesse avsluttet"),
    "alerts.announce_publication": _("Publisering varslet"),
    "alerts.see_publication": _("Varsel om publisering kvittert"),
    "alerts.consent_to_publication": _("Samtykke til tidligere publisering gitt"),
    "alerts.move_publication": _("Planlagt publisering flyttet"),
    "alerts.publish": _("Publisering registrert"),
    "alerts.cancel_publication": _("Publisering avlyst"),
}
FIELDS = {
    "state": _("status"),
    "known_at": _("kjent"),
    "planned_on": _("planlagt publisert"),
    "consent_from": _("kan publiseres fra"),
    "published_on": _("publisert"),
    "kind": _("type"),
    "title": _("tittel"),
    "side": _("fra"),
    "text": _("tekst"),
}
