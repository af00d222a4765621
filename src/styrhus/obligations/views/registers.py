"""A register's four pages: the list, entering a row, one row, changing it. Each register says what is its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.audit.history import entries
from styrhus.identity.access import requires
from styrhus.identity.models import Organisation, User
from styrhus.obligations import queries
from styrhus.obligations.access import Permission, may_keep
from styrhus.obligations.forms import RowForm
from styrhus.steering.queries import history_of_item
from styrhus.ui.formats import date_long, kroner, number
from styrhus.ui.navigation import address
from styrhus.ui.tables import Table, table_response

Context = dict[str, Any]


@dataclass(frozen=True)
class Register:
    """What a list is about, and how its rows come to be. ``head`` gives the list's figures and warnings."""

    url: str  # the name of the page of one row; the list is named ``list_url``
    list_url: str
    model: type[models.Model]
    table: type[Table]
    form: type[RowForm]
    rows: Callable[[User], Any]
    enter: Callable[..., models.Model]
    change: Callable[..., models.Model] | None
    title: Any
    lead: Any
    new_text: Any
    saved_text: Any
    names: tuple[str, ...]  # the fields that a page of one shows and a form asks for
    see: Permission = Permission.SEE_REGISTERS
    keep: Permission = Permission.KEEP_REGISTERS
    department: str = "department_id"  # the row's department, when it has one
    head: Callable[[HttpRequest], Context] = field(default=lambda request: {})
    page: Callable[[HttpRequest, Any], Context] = field(default=lambda request, row: {})
    open: Callable[[Any], bool] = field(default=lambda row: True)  # whether the row can still be changed
    template: str = "obligations/page.html"
    find: Callable[[User], Any] | None = None  # the query set of single rows, where ``rows`` is a list

    def one(self, user: User, pk: int) -> Any:
        """The row as ``user`` may see it. Raises: Http404."""
        row = queries.one((self.find or self.rows)(user), pk)
        if row is None:
            raise Http404
        return row

    def may_change(self, user: User, row: Any) -> bool:
        if self.change is None or not self.open(row):
            return False
        if self.keep == Permission.KEEP_REGISTERS:
            return may_keep(user, row.agency_id, getattr(row, self.department, None))
        return user.may(self.keep, row.agency_id)


def list_view(register: Register) -> Callable[..., HttpResponseBase]:
    @requires(register.see)
    def view(request: HttpRequest) -> HttpResponseBase:
        table = register.table(register.rows(request.user), request)
        context = {
            "register": register,
            "may_add": queries.agency_of(request.user, register.keep) is not None,
            "new_url": reverse(f"obligations:new_{register.url}"),
            **register.head(request),
        }
        return table_response(request, table, "obligations/list.html", context)

    return view


def new_view(register: Register) -> Callable[..., HttpResponse]:
    @requires(register.keep)
    def view(request: HttpRequest) -> HttpResponse:
        agency = queries.agency_of(request.user, register.keep)
        if agency is None:
            raise Http404
        form = register.form(request.POST or None, agency=agency, user=request.user)
        if request.method == "POST" and form.is_valid():
            made = attempt(form, lambda: register.enter(agency=agency, values=form.cleaned_data, by=request.user))
            if made:
                messages.success(request, register.saved_text)
                return redirect(f"obligations:{register.url}", made.pk)
        context = {
            "form": form,
            "title": register.new_text,
            "over": register.title,
            "back": reverse(f"obligations:{register.list_url}"),
        }
        return render(request, "obligations/form.html", context)

    return view


def page_view(register: Register) -> Callable[..., HttpResponseBase]:
    @requires(register.see)
    def view(request: HttpRequest, pk: int) -> HttpResponseBase:
        row = register.one(request.user, pk)
        facts, texts = facts_of(row, register.names)
        context = {
            "register": register,
            "row": row,
            "facts": facts,
            "texts": texts,
            "list_url": reverse(f"obligations:{register.list_url}"),
            "change_url": address(f"obligations:change_{register.url}", pk),
            "may_change": register.may_change(request.user, row),
            "history": entries(history_of_item(row), words_of(register.model)),
            **register.page(request, row),
        }
        for _title, _id, table in context.get("sections", ()):  # a page has one list of its own at most
            return table_response(request, table, register.template, context)
        return render(request, register.template, context)

    return view


def change_view(register: Register) -> Callable[..., HttpResponse]:
    @requires(register.keep)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        row = register.one(request.user, pk)
        if not register.may_change(request.user, row):
            raise Http404
        form = register.form(
            request.POST or None, agency=row.agency, user=request.user, initial=initial_of(row, register.names)
        )
        if request.method == "POST" and form.is_valid():
            changed = attempt(
                form, partial(register.change or register.enter, row=row, values=form.cleaned_data, by=request.user)
            )
            if changed:
                messages.success(request, _("Endringen er lagret."))
                return redirect(f"obligations:{register.url}", pk)
        context = {
            "form": form,
            "title": _("Endre"),
            "over": str(row),
            "back": reverse(f"obligations:{register.url}", args=(pk,)),
        }
        return render(request, "obligations/form.html", context)

    return view


@dataclass(frozen=True)
class Act:
    """Something done to one row: a page with a form, and back to the row."""

    register: Register
    form: type[RowForm]
    do: Callable[[Any, dict[str, Any], User], Any]
    title: Any
    saved: Any
    allowed: Callable[[User, Any], bool]
    permission: Permission = Permission.KEEP_REGISTERS
    lead: Any = ""
    submit: Any = ""
    initial: Callable[[Any], dict[str, Any]] = field(default=lambda row: {})


def act_view(act: Act) -> Callable[..., HttpResponse]:
    @requires(act.permission)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        row = act.register.one(request.user, pk)
        if not act.allowed(request.user, row):
            raise Http404
        form = act.form(
            request.POST if request.method == "POST" else None,
            agency=row.agency,
            user=request.user,
            initial=act.initial(row),
        )
        back = reverse(f"obligations:{act.register.url}", args=(pk,))
        if (
            request.method == "POST"
            and form.is_valid()
            and attempt(form, lambda: act.do(row, form.cleaned_data, request.user))
        ):
            messages.success(request, act.saved)
            return redirect(back)
        context = {
            "form": form,
            "title": act.title,
            "over": str(row),
            "lead": act.lead,
            "submit": act.submit,
            "back": back,
        }
        return render(request, "obligations/form.html", context)

    return view


def attempt(form: Any, do: Callable[[], Any]) -> Any:
    """What the act gives; None when it refused, and then its sentence stands in the form."""
    try:
        return do()
    except ValidationError as error:
        for message in error.messages:
            form.add_error(None, message)
        return None


def initial_of(row: models.Model, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, row._meta.get_field(name).attname) for name in names}  # type: ignore[union-attr]


def facts_of(row: models.Model, names: tuple[str, ...]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The fields of ``names`` as (label, value), and its long texts apart. What is empty is left out of both."""
    facts, texts = [], []
    for name in names:
        known = row._meta.get_field(name)
        value = getattr(row, name)
        if value in (None, ""):
            continue
        label = _capital(known.verbose_name)  # type: ignore[union-attr]
        if isinstance(known, models.TextField):
            texts.append((label, value))
        else:
            facts.append((label, shown(row, known, value)))
    return facts, texts


def shown(row: models.Model, known: Any, value: Any) -> str:
    if known.choices:
        return str(getattr(row, f"get_{known.name}_display")())
    if isinstance(value, bool):
        return _("Ja") if value else _("Nei")
    if isinstance(known, models.BigIntegerField):
        return kroner(value)
    if isinstance(known, models.PositiveIntegerField):
        return number(value)
    return date_long(value) if isinstance(known, models.DateField) else str(value)


def words_of(model: type[models.Model]) -> dict[str, str]:
    """What a history tells of: the fields that people fill in."""
    return {
        known.name: _capital(known.verbose_name)
        for known in model._meta.concrete_fields
        if not known.is_relation and known.name not in ("id", "made_at")
    }


def _capital(text: Any) -> str:
    words = str(text)
    return words[:1].upper() + words[1:]


def kept(user: User, row: Any) -> bool:
    """Whether ``user`` keeps the row's register, in its department."""
    return may_keep(user, row.agency_id, getattr(row, "department_id", None))


def managed(user: User, row: Any) -> bool:
    return user.may(Permission.MANAGE_REGISTERS, row.agency_id)


def organisation_of(user: User, permission: Permission) -> Organisation:
    """The agency that ``user`` acts for. Raises: Http404."""
    agency = queries.agency_of(user, permission)
    if agency is None:
        raise Http404
    return agency
