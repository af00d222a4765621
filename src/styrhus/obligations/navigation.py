from django.utils.translation import gettext_lazy as _

from styrhus.ui.navigation import Item

from .access import Permission

ITEMS = (
    Item(_("Andre krav"), "obligations:overview", Permission.SEE_JOINT, order=60, part="agency"),
    Item(
        _("Fellesføringer til årsrapporten"),
        "obligations:directives",
        Permission.SEE_REGISTERS,
        order=61,
        part="agency",
        under="/virksomheten/fellesforinger/",
    ),
    Item(_("Evalueringer og FoU"), "obligations:evaluations", Permission.SEE_REGISTERS, order=65, part="agency"),
    Item(_("Anskaffelser"), "obligations:procurements", Permission.SEE_REGISTERS, order=66, part="agency"),
    Item(_("Eiendeler"), "obligations:assets", Permission.SEE_REGISTERS, order=67, part="agency"),
    Item(
        _("Strategier og handlingsplaner"), "obligations:strategies", Permission.SEE_REGISTERS, order=68, part="agency"
    ),
    Item(_("Erstatningskrav"), "obligations:claims", Permission.SEE_CLAIMS, order=69, part="agency"),
    Item(_("Kontakt med Stortinget"), "obligations:contacts", Permission.SEE_JOINT, order=70, part="agency"),
    Item(_("Felles rutiner"), "obligations:routines", Permission.SEE_JOINT, order=71, part="agency"),
    Item(_("Dekningen av instruksen"), "obligations:coverage", Permission.SEE_JOINT, order=72, part="agency"),
)
