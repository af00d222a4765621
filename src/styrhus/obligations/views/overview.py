"""The front of the room: what the instruction demands beside the plan, and what is missing now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from styrhus.identity.access import requires
from styrhus.obligations.access import Permission
from styrhus.obligations.waiting import waiting_for


@dataclass(frozen=True, slots=True)
class Part:
    title: Any
    url_name: str
    text: Any
    see: Permission = Permission.SEE_REGISTERS

    @property
    def url(self) -> str:
        return reverse(self.url_name)


PARTS = (
    Part(
        _("Fellesføringer"),
        "obligations:directives",
        _("Lærlinger, konsulenter og desentralisert arbeid, klart til årsrapporten."),
    ),
    Part(
        _("Lærlinger"),
        "obligations:apprentices",
        _("Tell lærlinger og studenter i praksis gjennom året. Tallene går rett inn i omtalen i årsrapporten."),
    ),
    Part(
        _("Konsulentbruk"),
        "obligations:purchases",
        _("Før hvert kjøp med formål og hvorfor egne ansatte ikke gjør det. Kommunikasjon står for seg."),
    ),
    Part(
        _("Desentralisert arbeid"),
        "obligations:decentralised",
        _("Omfang og erfaringer gjennom året. Øker det ikke, skal årsrapporten si hvorfor."),
    ),
    Part(_("Evalueringer og FoU"), "obligations:evaluations", _("Plan, kostnad, publisering og Kudos.")),
    Part(_("Anskaffelser"), "obligations:procurements", _("Kontrollpunkter for anskaffelser over terskel.")),
    Part(_("Eiendeler"), "obligations:assets", _("Listeført ved kjøp og avhending, talt hvert år.")),
    Part(
        _("Strategier og handlingsplaner"), "obligations:strategies", _("Planer på tvers av etater, med våre tiltak.")
    ),
    Part(
        _("Erstatningskrav"),
        "obligations:claims",
        _("Vurdering og tilråding til departementet."),
        Permission.SEE_CLAIMS,
    ),
    Part(
        _("Kontakt med Stortinget"),
        "obligations:contacts",
        _("Avklares med statsråden før noen svarer."),
        Permission.SEE_JOINT,
    ),
    Part(
        _("Felles rutiner"),
        "obligations:routines",
        _("Hvordan departement og virksomhet arbeider sammen."),
        Permission.SEE_JOINT,
    ),
    Part(
        _("Dekningen av instruksen"),
        "obligations:coverage",
        _("Hver plikt, og stedet som tar vare på den."),
        Permission.SEE_JOINT,
    ),
)


@requires(Permission.SEE_REGISTERS, Permission.SEE_JOINT)
def overview(request: HttpRequest) -> HttpResponse:
    context = {
        "parts": [part for part in PARTS if request.user.may(part.see)],
        "waiting": waiting_for(request.user),
        "lead": _now("Det instruksen krever ved siden av planen, samlet gjennom året."),
    }
    return render(request, "obligations/overview.html", context)
