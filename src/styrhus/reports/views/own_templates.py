"""Templates that the agency makes for itself: the list, a new one, and a new version of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.identity.models import Organisation
from styrhus.reports import actions
from styrhus.reports.access import Permission
from styrhus.reports.forms import SectionForm, TemplateForm
from styrhus.reports.models import OwnTemplate
from styrhus.reports.pages import done_or_refused, find_template, plan_to_report, refuse
from styrhus.reports.tables import TemplateTable
from styrhus.ui.tables import table_response

MOST_SECTIONS = 40
SPARE = 3  # empty sections under those that are there


@requires(Permission.WRITE_REPORTS, Permission.SEE_ALL_REPORTS)
def templates(request: HttpRequest) -> HttpResponseBase:
    rows = (
        OwnTemplate.objects.visible_to(request.user).select_related("made_by").annotate(version_count=Count("versions"))
    )
    makes = request.user.may(Permission.MAKE_TEMPLATES)
    return table_response(request, TemplateTable(rows, request), "reports/templates.html", {"makes": makes})


@requires(Permission.MAKE_TEMPLATES)
def new_template(request: HttpRequest) -> HttpResponse:
    agency = plan_to_report(request.user, None).agency
    return _edit(request, agency, None)


@requires(Permission.WRITE_REPORTS, Permission.SEE_ALL_REPORTS)
def template(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_template(request.user, pk)
    versions = list(found.versions.select_related("made_by").order_by("-number"))
    context = {
        "template": found,
        "versions": versions,
        "outline": versions[0].outline,
        "makes": request.user.may(Permission.MAKE_TEMPLATES, found.agency_id),
    }
    return render(request, "reports/template.html", context)


@requires(Permission.MAKE_TEMPLATES)
def change_template(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_template(request.user, pk, Permission.MAKE_TEMPLATES)
    return _edit(request, found.agency, found)


@requires(Permission.MAKE_TEMPLATES)
@require_POST
def use_template(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_template(request.user, pk, Permission.MAKE_TEMPLATES)
    wanted = not found.in_use
    text = _("Malen kan brukes igjen.") if wanted else _("Malen er tatt ut av bruk. Rapporter som er laget, står.")
    done_or_refused(request, lambda: actions.retire_template(template=found, in_use=wanted, by=request.user), text)
    return redirect(found)


def _edit(request: HttpRequest, agency: Organisation, found: OwnTemplate | None) -> HttpResponse:
    """One form with every section; «Flere deler» sends it and gives more empty ones, and nothing typed is lost."""
    kept: Mapping[str, Any] = (found.latest.outline if found and found.latest else {}) or {}
    rows = list(kept.get("section", ()))
    count = _count(request, len(rows))
    form = TemplateForm(request.POST or None, initial=_initial(kept))
    sections = [
        SectionForm(
            request.POST or None,
            prefix=f"del-{place}",
            initial=_section_initial(rows[place]) if place < len(rows) else {},
        )
        for place in range(count)
    ]
    more = "flere" in request.POST
    refused = [one for one in sections if request.method == "POST" and not one.is_valid()]  # each shows its errors
    if request.method == "POST" and not more and form.is_valid() and not refused:
        data = _data(form.cleaned_data, [one.cleaned_data for one in sections])
        try:
            if found:
                actions.revise_template(template=found, data=data, by=request.user)
            else:
                found = actions.make_template(agency=agency, data=data, by=request.user)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Malen er lagret."))
            return redirect(found)
    context = {"form": form, "sections": sections, "template": found, "count": count, "full": count >= MOST_SECTIONS}
    return render(request, "reports/template_edit.html", context)


def _count(request: HttpRequest, standing: int) -> int:
    asked = request.POST.get("antall", "")
    shown = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else standing + SPARE
    return min(shown + (SPARE if "flere" in request.POST else 0), MOST_SECTIONS)


def _initial(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": kept.get("nb", ""), "name_nn": kept.get("nn", ""), "auditor_copy": kept.get("auditor_copy", False)}


def _section_initial(row: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: row.get(name, "") for name in ("number", "nb", "nn", "key")}
    guidance = row.get("guidance", {}).get("nb", "")
    return values | {"guidance": guidance, "sources": row.get("sources", []), "signed": row.get("signed", False)}


def _data(values: Mapping[str, Any], sections: list[dict[str, Any]]) -> dict[str, Any]:
    """The template in the shape that `kinds.kind_from` checks. A section keeps its key for as long as it lives."""
    taken = {one["key"] for one in sections if one["key"]}
    rows = []
    for place, one in enumerate(sections, 1):
        if not one["nb"].strip():
            continue
        key = one["key"] or _free_key(place, taken)
        taken.add(key)
        guidance = {"nb": one["guidance"], "nn": one["guidance"]} if one["guidance"] else {}
        rows.append(
            {
                "key": key,
                "number": one["number"],
                "nb": one["nb"],
                "nn": one["nn"] or one["nb"],
                "guidance": guidance,
                "sources": one["sources"],
                "signed": one["signed"],
            }
        )
    return {
        "key": "own",
        "nb": values["name"],
        "nn": values["name_nn"] or values["name"],
        "en": values["name"],
        "valid_from": clock.today().isoformat(),
        "source": _("Virksomhetens egen mal"),
        "auditor_copy": values["auditor_copy"],
        "section": rows,
    }


def _free_key(place: int, taken: set[str]) -> str:
    while f"part-{place}" in taken:
        place += 1
    return f"part-{place}"
