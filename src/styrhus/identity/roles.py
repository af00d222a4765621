"""The kinds of organisation and the roles, in words that users read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    MINISTRY = "ministry", _("Departement")
    DIRECTORATE = "directorate", _("Direktorat")
    MUNICIPALITY = "municipality", _("Kommune")
    COUNTY = "county", _("Fylkeskommune")
    COUNTY_GOVERNOR = "county_governor", _("Statsforvalter")
    VOLUNTARY = "voluntary", _("Frivillig organisasjon")
    AUDITOR = "auditor", _("Revisjon")
    PARTNER_AGENCY = "partner_agency", _("Samarbeidende etat")


class LanguageForm(models.TextChoices):
    """Målform, språklova § 15: a municipality is answered in the form that it has decided."""

    BOKMAL = "nb", _("Bokmål")
    NYNORSK = "nn", _("Nynorsk")
    NEUTRAL = "neutral", _("Nøytral")


class Role(models.TextChoices):
    CONTROLLER = "controller", _("Controller")
    DIRECTOR = "director", _("Direktør")
    DEPARTMENT_HEAD = "department_head", _("Avdelingsleder")
    CASE_OFFICER = "case_officer", _("Saksbehandler")
    MINISTRY_OFFICIAL = "ministry_official", _("Etatsstyrer i departementet")
    AUDITOR = "auditor", _("Revisor")
    PARTNER = "partner", _("Kontakt i samarbeidende etat")
    ADMINISTRATOR = "administrator", _("Administrator")


# Which roles may be held in which kind of organisation.
ROLES_OF: dict[OrganisationKind, frozenset[Role]] = {
    OrganisationKind.MINISTRY: frozenset({Role.MINISTRY_OFFICIAL, Role.ADMINISTRATOR}),
    OrganisationKind.DIRECTORATE: frozenset(
        {Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.CASE_OFFICER, Role.ADMINISTRATOR}
    ),
    OrganisationKind.AUDITOR: frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
    OrganisationKind.PARTNER_AGENCY: frozenset({Role.PARTNER, Role.ADMINISTRATOR}),
    OrganisationKind.MUNICIPALITY: frozenset(),
    OrganisationKind.COUNTY: frozenset(),
    OrganisationKind.COUNTY_GOVERNOR: frozenset(),
    OrganisationKind.VOLUNTARY: frozenset(),
}
