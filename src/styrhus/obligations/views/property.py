"""Procurements with their control points, thresholds, and assets."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.identity.models import User
from styrhus.obligations import actions, queries
from styrhus.obligations.access import Permission
from styrhus.obligations.forms import AssetForm, CountForm, DisposeForm, PointForm, ProcurementForm, ThresholdForm
from styrhus.obligations.models import Asset, AssetCount, ControlPoint, Point, Procurement
from styrhus.obligations.tables import AssetCountTable, AssetTable, PointTable, ProcurementTable
from styrhus.ui.formats import date_long, date_short, kroner, number
from styrhus.ui.tables import table_response

from .registers import Act, Register, act_view, attempt, kept, managed, organisation_of


def _procurement_head(request: HttpRequest) -> dict[str, Any]:
    rows = queries.procurements_for(request.user)
    missing, deviations = sum(bool(row.missing) for row in rows), sum(row.deviations for row in rows)
    figures = [
        (_now("I alt"), number(len(rows)), "", ""),
        (_now("Kontroll mangler"), number(missing), "", "warning" if missing else ""),
        (_now("Avvik"), number(deviations), "", "danger" if deviations else ""),
    ]
    agency = queries.agency_of(request.user, Permission.SEE_REGISTERS)
    rules = [
        (f"{level.name}: {kroner(level.amount)}", level.source, level.verified)
        for level in (queries.levels_of(agency.pk) if agency else ())
    ]
    links = []
    if agency and request.user.may(Permission.MANAGE_REGISTERS, agency):
        links = [(reverse("obligations:threshold"), _("Sett terskelverdi"), "edit")]
    return {"figures": figures, "rules": rules, "links": links}


def _procurement_page(request: HttpRequest, row: Procurement) -> dict[str, Any]:
    made = queries.procurement_row(row)
    acts = []
    if kept(request.user, row):
        acts.append((reverse("obligations:check_point", args=(row.pk,)), _("Før en kontroll"), "check"))
    notes = []
    if made.level:
        notes.append(
            (
                "info",
                _now("Verdien når terskelen «%(name)s» (%(amount)s).")
                % {"name": made.level.name, "amount": kroner(made.level.amount)},
            )
        )
        if not made.level.verified:
            notes.append(("warning", _now("Terskelen er ikke bekreftet. Sett virksomhetens egen verdi med kilde.")))
    if made.missing:
        points = ", ".join(str(Point(point).label).lower() for point in made.missing)
        notes.append(("warning", _now("Ikke kontrollert ennå: %(points)s.") % {"points": points}))
    controls = row.controls.select_related("checked_by").order_by("-made_at", "-pk")
    return {
        "acts": acts,
        "notes": notes,
        "sections": [(_now("Kontroller"), "controls", PointTable(controls, request))],
    }


def _find(user: User) -> Any:
    controls = ControlPoint.objects.order_by("-made_at", "-pk")
    return (
        Procurement.objects.visible_to(user)
        .select_related("agency", "department")
        .prefetch_related(Prefetch("controls", controls))
    )


PROCUREMENTS = Register(
    url="procurement",
    list_url="procurements",
    model=Procurement,
    table=ProcurementTable,
    form=ProcurementForm,
    rows=queries.procurements_for,
    find=_find,
    enter=actions.enter_procurement,
    change=actions.change_procurement,
    title=_("Anskaffelser"),
    lead=_("Anskaffelser over terskel har fem kontrollpunkter: behov, konkurranse, protokoll, kontrakt og evaluering."),
    new_text=_("Før en anskaffelse"),
    saved_text=_("Anskaffelsen er ført."),
    names=Procurement.FIELDS,
    head=_procurement_head,
    page=_procurement_page,
)
check_point = act_view(
    Act(
        PROCUREMENTS, PointForm,
        lambda row, values, user: actions.check_point(procurement=row, by=user, **values),
        title=_("Før en kontroll"),
        lead=_("Kontrollen blir stående. Kontrolleres punktet igjen, kommer den nye ved siden av."),
        saved=_("Kontrollen er ført."),
        allowed=kept,
        initial=lambda row: {"checked_on": clock.today(), "point": next(iter(queries.procurement_row(row).missing), None)},
    )
)  # fmt: skip


@requires(Permission.MANAGE_REGISTERS)
def threshold(request: HttpRequest) -> HttpResponse:
    """Set the agency's own threshold: what the program proposes is not confirmed."""
    agency = organisation_of(request.user, Permission.MANAGE_REGISTERS)
    form = ThresholdForm(request.POST or None, agency=agency, user=request.user, initial={"valid_from": clock.today()})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: actions.set_threshold(agency=agency, by=request.user, **form.cleaned_data))
    ):
        messages.success(request, _now("Terskelverdien er satt."))
        return redirect("obligations:procurements")
    context = {
        "form": form, "title": _("Sett terskelverdi"), "over": _("Anskaffelser"),
        "lead": _("Verdien gjelder fra dagen du skriver, for anskaffelser som starter da eller senere."),
        "back": reverse("obligations:procurements"),
    }  # fmt: skip
    return render(request, "obligations/form.html", context)


def _asset_head(request: HttpRequest) -> dict[str, Any]:
    rows = queries.assets_for(request.user)
    standing = rows.filter(disposed_on=None).count()
    figures = [
        (_now("Eiendeler i bruk"), number(standing), "", ""),
        (_now("Avhendet"), number(rows.count() - standing), "", ""),
    ]
    links, alerts = [(reverse("obligations:asset_counts"), _("Tellinger"), "list")], []
    agency = queries.agency_of(request.user, Permission.SEE_REGISTERS)
    if agency:
        last = queries.last_asset_count(agency.pk)
        figures.append(
            (_now("Sist telt"), date_short(last.counted_on) if last else _now("aldri"), "", "" if last else "warning")
        )
        if queries.asset_count_due(agency.pk, clock.today()):
            alerts.append(("warning", _now("Eiendelene er ikke talt i år"), _now("Tell dem før årsskiftet.")))
    return {"figures": figures, "links": links, "alerts": alerts}


def _asset_page(request: HttpRequest, row: Asset) -> dict[str, Any]:
    acts, notes = [], []
    if row.disposed_on:
        who = row.disposed_by.name if row.disposed_by else "Styrhus"
        notes.append(("neutral", _now("%(how)s %(day)s, godkjent av %(who)s: %(why)s") % {
            "how": row.get_disposed_how_display(), "day": date_long(row.disposed_on), "who": who, "why": row.disposed_note,
        }))  # fmt: skip
    elif managed(request.user, row):
        acts.append((reverse("obligations:dispose_asset", args=(row.pk,)), _("Avhend eiendelen"), "minus"))
    return {"acts": acts, "notes": notes}


ASSETS = Register(
    url="asset",
    list_url="assets",
    model=Asset,
    table=AssetTable,
    form=AssetForm,
    rows=queries.assets_for,
    enter=actions.list_asset,
    change=actions.change_asset,
    title=_("Eiendeler"),
    lead=_("Inventar og utstyr listeføres når det kjøpes og når det avhendes. Ingenting slettes."),
    new_text=_("Før en eiendel"),
    saved_text=_("Eiendelen er listeført."),
    names=Asset.FIELDS,
    head=_asset_head,
    page=_asset_page,
    open=lambda row: row.disposed_on is None,
)
dispose_asset = act_view(
    Act(
        ASSETS, DisposeForm,
        lambda row, values, user: actions.dispose_asset(row=row, by=user, **values),
        title=_("Avhend eiendelen"),
        lead=_("Du godkjenner avhendingen. Raden låses og blir stående i listen."),
        saved=_("Avhendingen er ført."),
        submit=_("Godkjenn avhendingen"),
        allowed=lambda user, row: row.disposed_on is None and managed(user, row),
        permission=Permission.MANAGE_REGISTERS,
        initial=lambda row: {"disposed_on": clock.today()},
    )
)  # fmt: skip


@requires(Permission.SEE_REGISTERS)
def asset_counts(request: HttpRequest) -> HttpResponseBase:
    """The counts of each year."""
    rows = (
        AssetCount.objects.visible_to(request.user)
        .select_related("made_by")
        .annotate(seen=Count("lines", filter=Q(lines__found=True)), lost=Count("lines", filter=Q(lines__found=False)))
    )
    agency = queries.agency_of(request.user, Permission.MANAGE_REGISTERS)
    table = AssetCountTable(rows.order_by("-counted_on", "-pk"), request)
    context = {
        "title": _("Tellinger av eiendeler"), "lead": _("Eiendelene telles minst én gang i året. En telling kan ikke endres."),
        "may_add": agency is not None, "new_url": reverse("obligations:count_assets"), "new_text": _("Tell eiendelene"),
        "over_url": reverse("obligations:assets"), "over_text": _("Eiendeler"),
    }  # fmt: skip
    return table_response(request, table, "obligations/sublist.html", context)


@requires(Permission.MANAGE_REGISTERS)
def count_assets(request: HttpRequest) -> HttpResponse:
    agency = organisation_of(request.user, Permission.MANAGE_REGISTERS)
    if not Asset.objects.filter(agency=agency, disposed_on=None).exists():
        raise Http404
    form = CountForm(request.POST or None, agency=agency, user=request.user, initial={"counted_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        made = attempt(
            form,
            lambda: actions.count_assets(
                agency=agency,
                counted_on=values["counted_on"],
                found=set(values["found"]),
                note=values["note"],
                by=request.user,
            ),
        )
        if made:
            missing = made.lines.filter(found=False).count()
            text = ngettext(
                "Tellingen er ført. %(count)s eiendel ble ikke funnet.",
                "Tellingen er ført. %(count)s eiendeler ble ikke funnet.",
                missing,
            )
            messages.success(request, text % {"count": missing})
            return redirect("obligations:asset_counts")
    context = {
        "form": form, "title": _("Tell eiendelene"), "over": _("Eiendeler"), "submit": _("Før tellingen"),
        "lead": _("Kryss av for alt som er funnet. Tellingen kan ikke endres etterpå."), "back": reverse("obligations:asset_counts"),
    }  # fmt: skip
    return render(request, "obligations/form.html", context)
