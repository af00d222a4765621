"""One of everything that the addresses of the registers need: the demo's rows, each in the state that its page is for."""

from __future__ import annotations

from datetime import date
from typing import Any

from styrhus.obligations import actions, models, queries
from styrhus.steering.models import Directive, Plan


def values(plan: Plan) -> dict[str, Any]:
    """Keys by name; an entry of a directive, a strategy's measure and the like come from the demo."""
    agency = plan.agency
    first = {
        "obligations_count": models.ApprenticeCount,
        "obligations_purchase": models.ConsultantPurchase,
        "obligations_decentralised": models.DecentralisedCount,
        "obligations_procurement": models.Procurement,
        "obligations_strategy": models.Strategy,
    }
    return {
        **{
            name: model.objects.filter(agency=agency).order_by("pk").values_list("pk", flat=True).first()
            for name, model in first.items()
        },
        **_evaluations(agency.pk),
        **_relations(agency.pk),
        "obligations_asset": models.Asset.objects.filter(agency=agency, disposed_on=None)
        .order_by("pk")
        .values_list("pk", flat=True)
        .first(),
        "obligations_measure": models.StrategyMeasure.objects.filter(strategy__agency=agency)
        .order_by("pk")
        .values_list("pk", flat=True)
        .first(),
        **_directives(plan),
    }


def _evaluations(agency: int) -> dict[str, Any]:
    rows = models.Evaluation.objects.filter(agency=agency)
    return {
        "obligations_evaluation": rows.filter(published_on=None).order_by("pk").values_list("pk", flat=True).first(),
        "obligations_published": queries.not_in_kudos(rows).order_by("pk").values_list("pk", flat=True).first(),
    }


def _relations(agency: int) -> dict[str, Any]:
    claims = models.Claim.objects.filter(agency=agency)
    contacts = models.StortingContact.objects.filter(agency=agency, answered_on=None)
    routines = models.JointRoutine.objects.filter(agency=agency)
    return {
        "obligations_claim": claims.filter(sent_at=None).order_by("pk").values_list("pk", flat=True).first(),
        "obligations_sent": claims.filter(sent_at__isnull=False, decided_at=None)
        .order_by("pk")
        .values_list("pk", flat=True)
        .first(),
        "obligations_contact": contacts.filter(cleared=None).order_by("pk").values_list("pk", flat=True).first(),
        "obligations_cleared": contacts.filter(cleared=True).order_by("pk").values_list("pk", flat=True).first(),
        "obligations_routine": routines.filter(agency_at=None).order_by("pk").values_list("pk", flat=True).first(),
        "obligations_anchored": routines.filter(ministry_at__isnull=False)
        .order_by("pk")
        .values_list("pk", flat=True)
        .first(),
    }


def _directives(plan: Plan) -> dict[str, Any]:
    directive = next(
        row for row in Directive.objects.filter(plan=plan).order_by("pk") if queries.kind_of(row) == "consultants"
    )
    entry = actions.add_directive_entry(
        directive=directive,
        happened_on=date(plan.year, 1, 20),
        text="Prøve av listen over adresser.",
        document=None,
        by=None,
    )
    return {"obligations_directive": directive.pk, "obligations_entry": entry.pk}
