"""A section: its facts, its text that several may write at once, who writes it, and what stood there before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styrhus.identity.access import requires
from styrhus.reports import actions, queries, registry
from styrhus.reports.access import Permission
from styrhus.reports.actions.shared import may_write
from styrhus.reports.compose import Facts, gathered
from styrhus.reports.document import Document
from styrhus.reports.forms import AssignForm
from styrhus.reports.models import PartState, ReportPart, ReportState
from styrhus.reports.outline import in_language
from styrhus.reports.pages import done_or_refused, find_part, form_page, may, number
from styrhus.reports.render.as_html import context_of
from styrhus.reports.render.layout import Layout, lay_out
from styrhus.reports.sources import shown

LONGEST = 100_000


@requires(Permission.WRITE_REPORTS, Permission.SEE_ALL_REPORTS)
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """The facts, and under them the text. One button saves; it is saved by itself too, where there is JavaScript."""
    found = find_part(request.user, pk)
    _require_inside(request, found)
    open_now = found.report.state == ReportState.DRAFT and found.state == PartState.OPEN
    writes = may_write(request.user, found)
    if request.method == "POST" and _save(request, found):
        return _onwards(request, found)
    facts, now = gathered(found)
    kept = queries.kept_facts(found)
    section = found.report.template.section(found.key)
    siblings = list(found.report.parts.order_by("order", "pk"))
    place = next((index for index, one in enumerate(siblings) if one.pk == found.pk), 0)
    found.shown = getattr(found, "typed", found.text)
    layout = lay_out(now, address="/")
    context = {
        "part": found,
        "report": found.report,
        "section": section,
        "guidance": in_language(section.guidance, found.report.language) if section else "",
        "facts": _shown_facts(facts, layout),
        "kept": kept,
        "changes": queries.changed_lines(kept, now) if kept else [],
        "figures": _figures(now),
        "offered": registry.all_offered(),
        **context_of(layout),
        "may_edit": writes and open_now,
        "writes": writes,
        "may_assign": may(request.user, Permission.LEAD_REPORTS, found.report),
        "draft": found.report.state == ReportState.DRAFT,
        "writers": [row.user for row in found.writers.all()],
        "comments": _comments(found),
        "earlier_count": found.earlier.count(),
        "previous": siblings[place - 1] if place else None,
        "following": siblings[place + 1] if place + 1 < len(siblings) else None,
    }
    return render(request, "reports/part.html", context)


def _require_inside(request: HttpRequest, found: ReportPart) -> None:
    """The workings of a report are the agency's own, and the auditor's: the ministry reads the report."""
    inside = request.user.may(Permission.WRITE_REPORTS, found.report.agency_id)
    if not inside and not request.user.may(Permission.SEE_ALL_REPORTS):
        find_part(request.user, -1)


def _shown_facts(facts: list[Facts], layout: Layout) -> list[tuple[Facts, Any]]:
    """Each source of the section with its laid out blocks (None where it could not be asked)."""
    parts = iter(layout.parts)
    return [(one, None if one.refusal else next(parts)) for one in facts]


def _figures(document: Document) -> list[tuple[str, str, str]]:
    """The figures of the section's own facts: (label, how it is printed, key)."""
    return [(figure.label, shown(figure), key) for key, figure in document.figures.items()]


def _comments(found: ReportPart) -> list[Any]:
    """What the ministry remarked on this section, in this version and the one that was returned."""
    rows = list(found.comments.select_related("written_by"))
    before = found.report.follows
    if before:
        same = before.parts.filter(key=found.key).first()
        if same:
            rows = [*same.comments.select_related("written_by"), *rows]
    return rows


def _save(request: HttpRequest, found: ReportPart) -> bool:
    """Save what was typed. Gives whether it went in; else ``typed`` and ``conflict`` stand on the section."""
    text = request.POST.get(f"tekst-{found.pk}")
    choice = request.POST.get(f"valg-{found.pk}", "")
    if text is None or choice == "theirs":
        return True
    if key := request.POST.get("sett_inn", "").strip():
        text = f"{text.rstrip()} [[{key}]]".strip()
    # «mine» takes the place of the other's text that was shown; «both» goes after whatever has been written since
    seen = f"sett-{found.pk}" if choice == "mine" else f"versjon-{found.pk}"
    version = number(request.POST.get(seen, ""))
    try:
        actions.write_part(
            part=found, text=text[:LONGEST], version=version, by=request.user, keep_both=choice == "both"
        )
    except actions.WrittenMeanwhile as error:
        found.conflict, found.typed, found.version_seen = error.part, text, version
        messages.error(request, error.messages[0])
        return False
    except ValidationError as error:
        found.typed = text
        messages.error(request, error.messages[0])
        return False
    messages.success(request, _("Lagret."))
    return True


def _onwards(request: HttpRequest, found: ReportPart) -> HttpResponse:
    """Where the pressed button leads when the text is saved."""
    if request.POST.get("videre") == "ferdig":
        act = lambda: actions.mark_ready(part=found, by=request.user)  # noqa: E731
        if done_or_refused(request, act, _("Delen er merket ferdig.")):
            return redirect(found.report)
    if request.POST.get("videre") == "les":
        return redirect("reports:read", found.report_id)
    return redirect(f"{found.get_absolute_url()}#skriv")


@requires(Permission.WRITE_REPORTS)
@require_POST
def save_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the text while its writer goes on; answers with the line under the text, or with the conflict.

    A conflict that already stands on the page is answered with nothing (204): shown anew, it would undo the choice
    that the writer may be making between the two texts.
    """
    found = find_part(request.user, pk, Permission.WRITE_REPORTS)
    context: dict[str, Any] = {"part": found, "refusal": "", "saved": False}
    try:
        saved = actions.write_part(
            part=found,
            text=request.POST.get(f"tekst-{pk}", found.text)[:LONGEST],
            version=number(request.POST.get(f"versjon-{pk}", "")),
            by=request.user,
        )
    except actions.WrittenMeanwhile as error:
        if number(request.POST.get(f"sett-{pk}", "")) == error.part.version:
            return HttpResponse(status=204)
        found.conflict, found.version_seen = error.part, number(request.POST.get(f"versjon-{pk}", ""))
    except ValidationError as error:
        # the writer keeps the version that was seen: what stands may be newer than what this page shows
        context["refusal"] = error.messages[0]
        found.version = number(request.POST.get(f"versjon-{pk}", ""))
    else:
        context |= {"part": saved, "saved": True}
    return render(request, "reports/parts/part_status.html", context)


@requires(Permission.WRITE_REPORTS)
@require_POST
def set_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a section ready, or open it again."""
    found = find_part(request.user, pk, Permission.WRITE_REPORTS)
    if request.POST.get("tilstand") == "open":
        done_or_refused(
            request, lambda: actions.reopen_part(part=found, by=request.user), _("Delen kan skrives i igjen.")
        )
        return redirect(found)
    done_or_refused(request, lambda: actions.mark_ready(part=found, by=request.user), _("Delen er merket ferdig."))
    return redirect(found)


@requires(Permission.WRITE_REPORTS)
@require_POST
def gather(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the facts as they are now, so that later changes are held against these."""
    found = find_part(request.user, pk, Permission.WRITE_REPORTS)
    done_or_refused(request, lambda: actions.assemble_part(part=found, by=request.user), _("Grunnlaget er hentet."))
    return redirect(found)


@requires(Permission.WRITE_REPORTS)
@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose which facts go into the report."""
    found = find_part(request.user, pk, Permission.WRITE_REPORTS)
    section = found.report.template.section(found.key)
    kept = set(request.POST.getlist("med"))
    left_out = [key for key in (section.sources if section else ()) if key not in kept]
    act = lambda: actions.choose_facts(part=found, left_out=left_out, by=request.user)  # noqa: E731
    done_or_refused(request, act, _("Valget er lagret."))
    return redirect(found)


@requires(Permission.LEAD_REPORTS)
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_part(request.user, pk, Permission.LEAD_REPORTS)
    writers = [row.user_id for row in found.writers.all()]
    initial = {"department": found.department_id, "writers": writers, "due": found.due}
    form = AssignForm(request.POST or None, part=found, initial=initial)
    return form_page(
        request, form, lambda values: actions.assign_part(part=found, by=request.user, **values),
        text=_("Delen er fordelt, og de nye forfatterne har fått beskjed."), back=found.report.get_absolute_url(),
        title=_("Fordel delen"), over=str(found), button=_("Lagre"),
        lead=_("Alle i avdelingen kan skrive i delen, og forfatterne får beskjed og påminnelser."),
    )  # fmt: skip


@requires(Permission.WRITE_REPORTS, Permission.SEE_ALL_REPORTS)
def earlier(request: HttpRequest, pk: int) -> HttpResponse:
    """Every text of the section as it stood before it was changed."""
    found = find_part(request.user, pk)
    _require_inside(request, found)
    rows = found.earlier.select_related("written_by").order_by("-version")
    return render(request, "reports/earlier.html", {"part": found, "report": found.report, "rows": rows})
