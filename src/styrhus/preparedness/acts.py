"""The acts of this room in words, for the event log."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "preparedness.enter_function": _("Kritisk funksjon ført opp"),
    "preparedness.change_function": _("Kritisk funksjon endret"),
    "preparedness.enter_dependency": _("Avhengighet ført opp"),
    "preparedness.change_dependency": _("Avhengighet endret"),
    "preparedness.enter_vulnerability": _("Sårbarhet ført opp"),
    "preparedness.change_vulnerability": _("Sårbarhet endret"),
    "preparedness.enter_plan": _("Beredskapsplan opprettet"),
    "preparedness.change_plan": _("Beredskapsplan endret"),
    "preparedness.write_version": _("Versjon av beredskapsplan skrevet"),
    "preparedness.approve_version": _("Versjon av beredskapsplan godkjent"),
    "preparedness.enter_contact": _("Kontakt ført opp"),
    "preparedness.change_contact": _("Kontakt endret"),
    "preparedness.enter_exercise": _("Øvelse planlagt"),
    "preparedness.change_exercise": _("Øvelse endret"),
    "preparedness.enter_processing": _("Behandling av personopplysninger ført opp"),
    "preparedness.change_processing": _("Behandling av personopplysninger endret"),
    "preparedness.report_incident": _("Hendelse meldt"),
    "preparedness.notify_ministry": _("Departementet varslet om hendelse"),
    "preparedness.receive_notice": _("Varsel om hendelse mottatt"),
    "preparedness.share_information": _("Informasjon om hendelse delt"),
    "preparedness.close_incident": _("Hendelse avsluttet"),
    "preparedness.add_learning_point": _("Læringspunkt ført opp"),
    "preparedness.finish_learning_point": _("Læringspunkt meldt gjort"),
    "preparedness.close_learning_point": _("Læringspunkt lukket"),
}
