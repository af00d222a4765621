"""Words of the annual accounts that are not in the dated data."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .rules import CapBasis

CHECKS: dict[str, tuple[Promise, Promise, Promise]] = {
    "net": (
        _("De to oppstillingene har samme netto"),
        _("Bevilgningsrapporteringen"),
        _("Artskontorapporteringen"),
    ),
    "reported": (
        _("Alt som er rapportert, går i null"),
        _("Netto, Norges Bank og endring i mellomværende"),
        _("Skal være"),
    ),
    "disposal": (
        _("Samlet tildeling stemmer med budsjettet"),
        _("Samlet tildeling og omdisponert"),
        _("Til disposisjon i budsjettet"),
    ),
}

KEY_FIGURES: dict[str, tuple[Promise, Promise]] = {
    "operating_used": (
        _("Brukt av driftsmidlene"),
        _("Regnskap på post 01–29 av samlet tildeling og merinntekter på de samme postene"),
    ),
    "salary_share": (_("Lønnsandel"), _("Lønn av sum utbetalinger til drift")),
    "consultant_share": (_("Konsulentandel"), _("Kontogruppe 67 av sum utbetalinger til drift")),
    "grant_share": (_("Tilskuddsandel"), _("Tilskudd og stønader av tilskudd og drift til sammen")),
    "possible": (_("Mulig å overføre"), _("Summen i note B")),
}

CAPS: dict[CapBasis, Promise] = {
    CapBasis.OPERATING: _("Andel av årets tildeling"),
    CapBasis.TWO_YEARS: pgettext_lazy("keyword", "kan overføres"),
    CapBasis.NONE: _("Kan ikke overføres"),
}
