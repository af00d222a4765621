"""The registers, which are alike: a form to enter and change a row, and a page of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from styrhus.audit.history import entries
from styrhus.audit.queries import history_of
from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.preparedness import actions, forms, models, queries
from styrhus.preparedness.access import Permission

from .shared import keeper, may, try_act


@dataclass(frozen=True)
class Register:
    """A register as it stands in addresses: its rows, its form, where its page and its list are."""

    model: type[models.OfAgency]
    form: type[forms.RegisterForm]
    new: Any  # lazy heading
    back: str
    page: str = ""


REGISTERS = {
    "funksjon": Register(
        models.CriticalFunction, forms.FunctionForm, lazy("Ny kritisk funksjon"), "overview", "function"
    ),
    "avhengighet": Register(models.Dependency, forms.DependencyForm, lazy("Ny avhengighet"), "overview"),
    "sarbarhet": Register(models.Vulnerability, forms.VulnerabilityForm, lazy("Ny sårbarhet"), "overview"),
    "plan": Register(models.PreparednessPlan, forms.PlanForm, lazy("Ny beredskapsplan"), "plans", "plan"),
    "kontakt": Register(models.Contact, forms.ContactForm, lazy("Ny kontakt"), "plans"),
    "ovelse": Register(models.Exercise, forms.ExerciseForm, lazy("Ny øvelse"), "exercises", "exercise"),
    "behandling": Register(
        models.ProcessingRecord, forms.ProcessingForm, lazy("Ny behandling av personopplysninger"), "processings"
    ),
}


def _register(kind: str) -> Register:
    if kind not in REGISTERS:
        raise Http404
    return REGISTERS[kind]


def _address(register: Register, kind: str, row: Model) -> str:
    if register.page:
        return reverse(f"preparedness:{register.page}", args=(row.pk,))
    return reverse("preparedness:row", args=(kind, row.pk))


@requires(Permission.KEEP_PREPAREDNESS)
def enter(request: HttpRequest, kind: str) -> HttpResponse:
    """A new row; ``?funksjon=`` and ``?plan=`` name what it belongs to."""
    register, agency = _register(kind), keeper(request)
    initial: dict[str, Any] = {"reviewed_on": clock.today(), "checked_on": clock.today()}
    initial |= {
        name: request.GET[given]
        for given, name in (("funksjon", "function"), ("plan", "plan"))
        if request.GET.get(given, "").isdecimal()
    }
    form = register.form(request.POST or None, agency=agency, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        made = try_act(form, lambda: actions.enter(model=register.model, agency=agency, values=values, by=request.user))
        if made:
            messages.success(request, _("Lagret."))
            return redirect(_address(register, kind, made))
    back = reverse(f"preparedness:{register.back}")
    return render(request, "preparedness/form.html", {"form": form, "heading": register.new, "back": back})


@requires(Permission.KEEP_PREPAREDNESS)
def change(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    register = _register(kind)
    row = queries.found(register.model, request.user, pk)
    if row is None:
        raise Http404
    initial = {name: getattr(row, name) for name in register.form._meta.fields}
    form = register.form(request.POST or None, agency=row.agency, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if try_act(form, lambda: actions.change(row=row, values=values, by=request.user)):
            messages.success(request, _("Endringen er lagret."))
            return redirect(_address(register, kind, row))
    context = {"form": form, "heading": row, "back": _address(register, kind, row)}
    return render(request, "preparedness/form.html", context)


@requires(Permission.SEE_PREPAREDNESS)
@require_GET
def row(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """A row that has no page of a kind of its own: everything that is known of it, and its history."""
    register = _register(kind)
    if register.page:
        return redirect(f"preparedness:{register.page}", pk)
    found = get_object_or_404(register.model._default_manager.visible_to(request.user), pk=pk)  # type: ignore[attr-defined]
    context = {
        "row": found,
        "kind": kind,
        "over": found._meta.verbose_name,
        "facts": [
            (_capital(found._meta.get_field(name).verbose_name), _shown(found, name))
            for name in register.form._meta.fields
        ],
        "back": reverse(f"preparedness:{register.back}"),
        "history": entries(history_of(found)[:30], {}),
        "may_keep": may(request.user, Permission.KEEP_PREPAREDNESS, found.agency_id),
    }
    return render(request, "preparedness/row.html", context)


def _capital(text: Any) -> str:
    words = str(text)
    return words[:1].upper() + words[1:]


def _shown(row: Any, name: str) -> Any:
    value = getattr(row, f"get_{name}_display")() if hasattr(row, f"get_{name}_display") else getattr(row, name)
    if isinstance(value, bool):
        return _("Ja") if value else _("Nei")
    return value if value not in (None, "") else "–"
