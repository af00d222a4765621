"""The acts of this room in words, for the event log."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "identity.create_organisation": _("Organisasjon registrert"),
    "identity.create_department": _("Avdeling registrert"),
    "identity.create_user": _("Bruker opprettet"),
    "identity.set_active": _("Konto stengt eller åpnet"),
    "identity.set_password": _("Passord byttet"),
    "identity.set_profile": _("Profil endret"),
    "identity.renew_feed_key": _("Kalenderadresse fornyet"),
    "identity.grant_role": _("Rolle gitt"),
    "identity.end_role": _("Rolle avsluttet"),
}
FIELDS = {"organisation": _("organisasjon")}
