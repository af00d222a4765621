"""Words that several pages of this room use: states, questions of the joint directives."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from .models import DirectiveKind
from .rules import EvaluationState

EVALUATION_STATES: dict[EvaluationState, Any] = {
    EvaluationState.PLANNED: _("Planlagt"),
    EvaluationState.RUNNING: _("I arbeid"),
    EvaluationState.DELIVERED: _("Rapport mottatt"),
    EvaluationState.PUBLISHED: _("Publisert, ikke i Kudos"),
    EvaluationState.REGISTERED: _("Registrert i Kudos"),
    EvaluationState.STOPPED: _("Stanset"),
}
EVALUATION_KINDS = {
    EvaluationState.PLANNED: "neutral",
    EvaluationState.RUNNING: "info",
    EvaluationState.DELIVERED: "info",
    EvaluationState.PUBLISHED: "warning",
    EvaluationState.REGISTERED: "success",
    EvaluationState.STOPPED: "neutral",
}

# What the letter asks the annual report to say of each joint directive: (key, question in our own words).
QUESTIONS: dict[str, list[tuple[str, Any]]] = {
    DirectiveKind.APPRENTICES: [
        ("more", _("Er det vurdert å øke antallet lærlinger? Hva ble konklusjonen?")),
        ("trades", _("Er det vurdert opplæring i nye lærefag, og i hvilke?")),
        ("unmet_why", _("Hvis kravet ikke er oppfylt: Hva er årsaken?")),
        ("unmet_done", _("Hvis kravet ikke er oppfylt: Hva er gjort for å oppfylle det?")),
        ("students", _("Hvordan arbeides det for å ta imot studenter i praksis?")),
    ],
    DirectiveKind.CONSULTANTS: [
        ("measures", _("Hvilke tiltak er satt i verk for å redusere konsulentbruken?")),
        ("results", _("Hvilke resultater har tiltakene gitt?")),
        ("heavy", _("Hva er bakgrunnen på fagområder der konsulenter brukes særlig mye?")),
        ("communication", _("Hva er kjøpt fra kommunikasjonsbransjen, og hvorfor?")),
    ],
    DirectiveKind.DECENTRALISED: [
        ("assessment", _("Hvordan vurderes mulighetene for desentralisert arbeid?")),
        ("scope", _("Hva er omfanget, og hvordan brukes det?")),
        ("experience", _("Hvilke erfaringer er gjort?")),
        ("no_increase", _("Hvis det ikke har økt: Hva er årsaken?")),
    ],
    DirectiveKind.OTHER: [
        ("done", _("Hva er gjort for å følge opp fellesføringen?")),
        ("results", _("Hvilke resultater har det gitt?")),
    ],
}
