"""The acts of this room in words, for the event log."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "economy.add_chapter": _("Kapittel lagt inn"),
    "economy.add_post": _("Post lagt inn"),
    "economy.appropriate": _("Bevilgning ført"),
    "economy.add_binding": _("Budsjettbinding lagt inn"),
    "economy.change_binding": _("Budsjettbinding endret"),
    "economy.withdraw_binding": _("Budsjettbinding trukket"),
    "economy.add_named_grant": _("Navngitt tilskudd lagt inn"),
    "economy.change_named_grant": _("Navngitt tilskudd endret"),
}
FIELDS = {
    "agency": _("virksomhet"),
    "appropriated": _("bevilgning i kroner"),
    "at_disposal": _("til disposisjon i kroner"),
    "decided_on": _("dato"),
    "kind": _("grunnlag"),
    "document": _("dokument"),
}
