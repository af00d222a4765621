"""The acts of this room in words, for the event log."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "steering.make_plan": _("Plan opprettet"),
    "steering.add_goal": _("Mål lagt inn"),
    "steering.add_parameter": _("Styringsparameter lagt inn"),
    "steering.add_assignment": _("Oppdrag lagt inn"),
    "steering.list_assignment": _("Ført opp i årets plan"),
    "steering.change_assignment": _("Oppdragets tekst endret"),
    "steering.withdraw_assignment": _("Oppdrag trukket"),
    "steering.add_part": _("Del lagt inn"),
    "steering.add_deadline": _("Frist satt"),
    "steering.change_deadline": _("Frist endret"),
    "steering.add_funding": _("Finansiering lagt inn"),
    "steering.bind_to_assignment": _("Budsjettbinding knyttet til oppdrag"),
    "steering.enter_oral_order": _("Muntlig bestilling ført inn"),
    "steering.confirm_oral_order": _("Muntlig bestilling bekreftet skriftlig"),
    "steering.add_reporting_demand": _("Rapporteringskrav lagt inn"),
    "steering.add_meeting": _("Møte lagt inn"),
    "steering.set_meeting_date": _("Møtedato satt"),
    "steering.add_directive": _("Fellesføring lagt inn"),
    "steering.add_duty": _("Fast plikt lagt inn"),
    "steering.set_duty_routine": _("Rutine beskrevet"),
    "steering.set_owner": _("Ansvarlig satt"),
}
