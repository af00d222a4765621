"""The joint directives of a plan: what is collected, the agency's words, and the text for the annual report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from styrhus.audit.history import entries
from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.identity.models import User
from styrhus.obligations import accounts, actions, queries
from styrhus.obligations.access import Permission, may_keep
from styrhus.obligations.forms import AnswersForm, EntryForm, KindForm, WhyForm
from styrhus.obligations.models import DirectiveEntry, DirectiveKind
from styrhus.obligations.texts import QUESTIONS
from styrhus.steering.models import Directive, Plan
from styrhus.steering.queries import history_of_item
from styrhus.ui.exports import BOM, guarded
from styrhus.ui.tables import Column, DateTimeColumn, Table, TagColumn, table_response

from .registers import attempt

COLLECTIONS: dict[str, tuple[str, Any, str]] = {
    DirectiveKind.APPRENTICES: ("obligations:apprentices", _("Tellinger av lærlinger"), "people"),
    DirectiveKind.CONSULTANTS: ("obligations:purchases", _("Kjøp av konsulenter"), "kroner"),
    DirectiveKind.DECENTRALISED: ("obligations:decentralised", _("Tellinger av desentralisert arbeid"), "globe"),
}


class DirectiveTable(Table):
    caption = _("Fellesføringer")
    title = Column(_("Fellesføring"), value="directive.title", header=True, wide=True, link=lambda row: row["url"])
    kind = Column(_("Gjelder"))
    owner = Column(_("Ansvarlig"), value="directive.owner.name")
    missing = Column(_("Mangler til årsrapporten"))
    approved_at = DateTimeColumn(_("Godkjent"))
    state = TagColumn(_("Status"), kinds=lambda row: row["colour"])
    empty_title = _("Ingen fellesføringer")
    empty_text = _("Brevet gir ingen.")


def _row(directive: Directive) -> dict[str, Any]:
    known = queries.account_of(directive)
    approved = known is not None and known.approved_at is not None
    missing = 0 if approved else len(accounts.assemble(directive).missing)
    state, colour = (
        (_now("Godkjent"), "success")
        if approved
        else (_now("Mangler noe"), "warning")
        if missing
        else (_now("Klar"), "info")
    )
    return {
        "directive": directive,
        "url": reverse("obligations:directive", args=(directive.pk,)),
        "kind": DirectiveKind(queries.kind_of(directive)).label,
        "missing": missing,
        "approved_at": known.approved_at if known else None,
        "state": state,
        "colour": colour,
    }


@requires(Permission.SEE_REGISTERS)
def directives(request: HttpRequest, plan: int | None = None) -> HttpResponseBase:
    plans = queries.plans_with_registers(request.user)
    chosen: Plan | None = next((one for one in plans if plan in (None, one.pk)), None)
    if chosen is None and plan is not None:
        raise Http404
    rows = [_row(directive) for directive in queries.directives_of(chosen)] if chosen else []
    others = [
        (str(one), reverse("obligations:directives", args=(one.pk,))) for one in plans if chosen and one.pk != chosen.pk
    ]
    context = {"plan": chosen, "others": others}
    return table_response(request, DirectiveTable(rows, request), "obligations/directives.html", context)


def _find(user: User, pk: int) -> Directive:
    found = queries.directive_for(user, pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    return found


def _may_write(user: User, directive: Directive) -> bool:
    known = queries.account_of(directive)
    approved = known is not None and known.approved_at is not None
    return not approved and may_keep(user, directive.plan.agency_id, directive.department_id)


def _answers(request: HttpRequest, found: Directive) -> AnswersForm:
    known = queries.account_of(found)
    initial = {row.question: row.text for row in known.answers.all()} if known else {}
    posted = request.POST if request.method == "POST" and "happened_on" not in request.POST else None
    return AnswersForm(
        posted,
        agency=found.plan.agency,
        user=request.user,
        questions=QUESTIONS[queries.kind_of(found)],
        initial=initial,
    )


@requires(Permission.SEE_REGISTERS)
def directive(request: HttpRequest, pk: int) -> HttpResponse:
    """The directive's page: figures, questions, entries. A POST answers the questions or adds an entry."""
    found = _find(request.user, pk)
    may_write = _may_write(request.user, found)
    form = _answers(request, found)
    adds = request.method == "POST" and "happened_on" in request.POST
    entry_form = EntryForm(
        request.POST if adds else None,
        agency=found.plan.agency,
        user=request.user,
        initial={"happened_on": clock.today()},
    )
    if request.method == "POST":
        if not may_write:
            raise Http404
        chosen = entry_form if adds else form
        if chosen.is_valid() and attempt(chosen, lambda: _save(found, chosen, adds, request.user)):
            messages.success(request, _now("Innslaget er ført.") if adds else _now("Svarene er lagret."))
            return redirect("obligations:directive", pk)
    known = queries.account_of(found)
    kind = queries.kind_of(found)
    collection = COLLECTIONS.get(kind)
    context = {
        "directive": found,
        "account": known,
        "assembled": accounts.assemble(found),
        "kind": kind,
        "kind_text": DirectiveKind(kind).label,
        "collection": (reverse(collection[0]), collection[1], collection[2]) if collection else None,
        "form": form,
        "entry_form": entry_form,
        "may_write": may_write,
        "may_manage": request.user.may(Permission.MANAGE_REGISTERS, found.plan.agency_id),
        "rows": known.entries.select_related("document", "made_by").order_by("-happened_on", "-pk") if known else [],
        "history": entries(history_of_item(known), {}) if known else [],
    }
    return render(request, "obligations/directive.html", context)


def _save(found: Directive, form: Any, adds: bool, user: User) -> Any:
    if adds:
        return actions.add_directive_entry(directive=found, by=user, **form.cleaned_data)
    return actions.answer_directive(directive=found, answers=form.cleaned_data, by=user)


@requires(Permission.MANAGE_REGISTERS)
def directive_kind(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request.user, pk)
    if not request.user.may(Permission.MANAGE_REGISTERS, found.plan.agency_id) or not _may_write(request.user, found):
        raise Http404
    form = KindForm(
        request.POST or None, agency=found.plan.agency, user=request.user, initial={"kind": queries.kind_of(found)}
    )
    back = reverse("obligations:directive", args=(pk,))
    done = request.method == "POST" and form.is_valid()
    if done and attempt(
        form, lambda: actions.set_directive_kind(directive=found, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _now("Endringen er lagret."))
        return redirect(back)
    return render(
        request,
        "obligations/form.html",
        {"form": form, "title": _("Hva gjelder fellesføringen?"), "over": found.title, "back": back},
    )


@requires(Permission.KEEP_REGISTERS)
def strike_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave an entry out of the account."""
    plans = [plan.pk for plan in queries.plans_with_registers(request.user)]
    rows = DirectiveEntry.objects.filter(account__directive__plan__in=plans)
    row = queries.one(rows.select_related("account__directive__plan__agency"), pk)
    if row is None or row.struck_on or not _may_write(request.user, row.account.directive):
        raise Http404
    found = row.account.directive
    form = WhyForm(request.POST or None, agency=found.plan.agency, user=request.user)
    back = reverse("obligations:directive", args=(found.pk,))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form, lambda: actions.strike_directive_entry(row=row, why=form.cleaned_data["why"], by=request.user)
        )
    ):
        messages.success(request, _now("Innslaget er strøket."))
        return redirect(back)
    context = {
        "form": form,
        "title": _("Stryk innslaget"),
        "over": str(row),
        "submit": _("Stryk innslaget"),
        "back": back,
    }
    return render(request, "obligations/form.html", context)


@requires(Permission.SEE_REGISTERS)
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """The text for the annual report: as approved, or as it would be today."""
    found = _find(request.user, pk)
    assembled = accounts.assemble(found)
    known = queries.account_of(found)
    approved = known is not None and known.approved_at is not None
    context = {
        "directive": found,
        "account": known,
        "approved": approved,
        "assembled": assembled,
        "text": known.approved_text if approved and known else accounts.as_text(assembled),
        "may_approve": not approved
        and not assembled.is_empty
        and request.user.may(Permission.MANAGE_REGISTERS, found.plan.agency_id),
    }
    return render(request, "obligations/text.html", context)


@requires(Permission.MANAGE_REGISTERS)
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request.user, pk)
    if not request.user.may(Permission.MANAGE_REGISTERS, found.plan.agency_id):
        raise Http404
    form = WhyForm({}, agency=found.plan.agency, user=request.user)
    made = attempt(
        form,
        lambda: actions.approve_account(
            directive=found, text=accounts.as_text(accounts.assemble(found)), by=request.user
        ),
    )
    if made:
        messages.success(request, _now("Teksten er godkjent for årsrapporten og låst."))
    else:
        messages.error(request, str(form.non_field_errors()[0]))
    return redirect("obligations:text", pk)


@requires(Permission.SEE_REGISTERS)
def text_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The text as a Word document, or figures and words as rows."""
    found = _find(request.user, pk)
    assembled = accounts.assemble(found)
    known = queries.account_of(found)
    if form == "docx":
        approved = known.approved_text if known and known.approved_at else ""
        content = accounts.text_as_docx(found.title, approved) if approved else accounts.as_docx(assembled)
        response = HttpResponse(
            content, content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        )
    else:
        rows = [(_now("Hva"), _now("Verdi eller tekst"), _now("Merknad"))]
        rows += [(row.label, row.value, row.note) for row in assembled.figures]
        rows += [(question, words, "") for question, words in assembled.answers]
        rows += [(day, words, "") for day, words in assembled.entries]
        lines = [";".join('"' + guarded(cell).replace('"', '""') + '"' for cell in row) for row in rows]
        response = HttpResponse(BOM + "\r\n".join(lines) + "\r\n", content_type="text/csv; charset=utf-8")
    name = slugify(found.title)[:40] or "fellesforing"
    response["Content-Disposition"] = f'attachment; filename="{name}-{found.plan.year}.{form}"'
    return response
