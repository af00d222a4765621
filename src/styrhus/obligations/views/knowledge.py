"""Evaluations and R&D projects, and their export in Kudos' fields."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.obligations import actions, kudos, queries
from styrhus.obligations.access import Permission
from styrhus.obligations.forms import CostForm, EvaluationForm, KudosForm, PublishForm, WhyForm
from styrhus.obligations.models import Evaluation
from styrhus.obligations.rules import EvaluationState
from styrhus.obligations.tables import CostTable, EvaluationTable
from styrhus.obligations.texts import EVALUATION_KINDS, EVALUATION_STATES
from styrhus.ui.exports import BOM, guarded
from styrhus.ui.formats import date_long, number
from styrhus.ui.navigation import address

from .registers import Act, Register, act_view, kept


def _head(request: HttpRequest) -> dict[str, Any]:
    rows = queries.evaluations_for(request.user)
    waiting = queries.not_in_kudos(rows).count()
    links = [
        (reverse("obligations:kudos_json"), _("Kudos-felter (JSON)"), "download"),
        (reverse("obligations:kudos_csv"), _("Kudos-felter (CSV)"), "download"),
    ]
    figures = [
        (_now("I alt"), number(rows.count()), "", ""),
        (_now("Publisert, ikke i Kudos"), number(waiting), "", "warning" if waiting else ""),
    ]
    alerts = []
    if waiting:
        text = _now("Publiserte rapporter skal registreres i Kudos. Velg «Publisert, ikke i Kudos» for å se hvilke.")
        alerts.append(("warning", _now("Det mangler registreringer i Kudos"), text))
    return {"figures": figures, "alerts": alerts, "links": links if rows else []}


def _page(request: HttpRequest, row: Evaluation) -> dict[str, Any]:
    acts: list[tuple[str, Any, str]] = []
    if kept(request.user, row):
        acts.append((reverse("obligations:cost", args=(row.pk,)), _("Før kostnad"), "kroner"))
        if row.published_on is None and row.stopped_on is None:
            acts.append((reverse("obligations:publish", args=(row.pk,)), _("Publisert"), "globe"))
            acts.append((reverse("obligations:stop_evaluation", args=(row.pk,)), _("Stans prosjektet"), "minus"))
        elif row.published_on and row.kudos_on is None:
            acts.append((reverse("obligations:register_kudos", args=(row.pk,)), _("Registrert i Kudos"), "check"))
    notes = []
    if row.published_on:
        notes.append(("info", _now("Publisert %(day)s.") % {"day": date_long(row.published_on)}))
        if row.kudos_on is None:
            notes.append(("warning", _now("Rapporten er publisert, men ikke registrert i Kudos.")))
        else:
            notes.append(("success", _now("Registrert i Kudos %(day)s.") % {"day": date_long(row.kudos_on)}))
    elif row.stopped_on:
        notes.append(("neutral", _now("Stanset: %(why)s") % {"why": row.stopped_why}))
    else:
        notes.append(("info", _now("Departementet skal få melding minst 14 dager før rapporten publiseres.")))
    links = [
        (name, text)
        for name, text in (
            (row.link, _now("Rapporten slik den er publisert")),
            (row.kudos_link, _now("Rapporten i Kudos")),
            (address("archive:document", row.report_id) if row.report_id else "", _now("Rapporten i arkivet")),
            (
                address("steering:assignment", row.assignment_id) if row.assignment_id else "",
                _now("Oppdraget den svarer på"),
            ),
            (
                address("steering:parameter", row.parameter_id) if row.parameter_id else "",
                _now("Styringsparameteren den svarer på"),
            ),
            (
                address("alerts:publications") if row.published_on is None and row.stopped_on is None else "",
                _now("Meldinger om publisering"),
            ),
        )
        if name
    ]
    state = EvaluationState(row.state)
    missing = kudos.missing_of(row) if row.published_on and row.kudos_on is None else []
    if missing:
        labels = ", ".join(str(row._meta.get_field(name).verbose_name) for name in missing)  # type: ignore[union-attr]
        notes.append(("warning", _now("Kudos trenger også: %(fields)s.") % {"fields": labels}))
    return {
        "acts": acts,
        "notes": notes,
        "links": links,
        "state_text": EVALUATION_STATES[state],
        "state_kind": EVALUATION_KINDS[state],
        "sections": [
            (
                _now("Kostnad per år og post"),
                "costs",
                CostTable(row.costs.select_related("post__chapter").order_by("year", "pk"), request),
            )
        ],
    }


EVALUATIONS = Register(
    url="evaluation",
    list_url="evaluations",
    model=Evaluation,
    table=EvaluationTable,
    form=EvaluationForm,
    rows=queries.evaluations_for,
    enter=actions.plan_evaluation,
    change=actions.change_evaluation,
    title=_("Evalueringer og FoU"),
    lead=_("Fra plan til publisering og Kudos, med kostnad per år og post."),
    new_text=_("Før en evaluering"),
    saved_text=_("Evalueringen er ført."),
    names=Evaluation.FIELDS,
    head=_head,
    page=_page,
)


def _open(user: Any, row: Evaluation) -> bool:
    return row.published_on is None and row.stopped_on is None and kept(user, row)


publish = act_view(
    Act(
        EVALUATIONS, PublishForm,
        lambda row, values, user: actions.publish_evaluation(row=row, by=user, **values),
        title=_("Rapporten er publisert"),
        lead=_("Departementet skal ha fått melding minst 14 dager før."),
        saved=_("Publiseringen er ført. Husk å registrere rapporten i Kudos."),
        allowed=_open,
        initial=lambda row: {"published_on": clock.today(), "link": row.link, "report": row.report_id},
    )
)  # fmt: skip
stop = act_view(
    Act(
        EVALUATIONS, WhyForm,
        lambda row, values, user: actions.stop_evaluation(row=row, why=values["why"], by=user),
        title=_("Stans prosjektet"),
        saved=_("Prosjektet er stanset."),
        submit=_("Stans prosjektet"),
        allowed=_open,
    )
)  # fmt: skip
register_kudos = act_view(
    Act(
        EVALUATIONS, KudosForm,
        lambda row, values, user: actions.register_in_kudos(row=row, by=user, **values),
        title=_("Rapporten er registrert i Kudos"),
        saved=_("Registreringen i Kudos er ført."),
        allowed=lambda user, row: row.published_on is not None and row.kudos_on is None and kept(user, row),
        initial=lambda row: {"kudos_on": clock.today()},
    )
)  # fmt: skip
cost = act_view(
    Act(
        EVALUATIONS, CostForm,
        lambda row, values, user: actions.set_cost(
            evaluation=row, by=user, year=values["year"], post=values["post"],
            planned=values["planned"] or 0, spent=values["spent"] or 0,
        ),
        title=_("Før kostnad"),
        lead=_("Kostnaden for et år og en post. Står den alt der, blir beløpene rettet."),
        saved=_("Kostnaden er ført."),
        allowed=kept,
        initial=lambda row: {"year": clock.today().year},
    )
)  # fmt: skip


@requires(Permission.SEE_REGISTERS)
def export(request: HttpRequest, form: str) -> HttpResponse:
    """What is published, in Kudos' fields; those that are not yet registered first."""
    rows = queries.evaluations_for(request.user).filter(published_on__isnull=False).select_related("report")
    ordered = sorted(rows, key=lambda row: (row.kudos_on is not None, row.published_on, row.pk))
    if form == "json":
        content = json.dumps({"documents": [kudos.record_of(row) for row in ordered]}, ensure_ascii=False, indent=2)
        response = HttpResponse(content, content_type="application/json; charset=utf-8")
    else:
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
        lines = [kudos.flat(row) for row in ordered]
        names = [name for name in kudos.FIELDS if name != "files"] + [
            f"file_{name}" for name in ("filename", "sha256", "size", "mimetype")
        ]
        writer.writerow(names)
        for line in lines:
            writer.writerow(["" if line[name] is None else guarded(str(line[name])) for name in names])
        response = HttpResponse(BOM + buffer.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="kudos-{clock.today():%Y-%m-%d}.{form}"'
    return response
