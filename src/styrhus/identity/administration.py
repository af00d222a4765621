"""Screens for users, roles, organisations and access, and for the event log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from styrhus.audit.acts import act_text
from styrhus.audit.changes import changes_of
from styrhus.ui.tables import table_response

from . import actions, queries
from .access import Permission, logged_in, requires
from .forms import DepartmentForm, NewPasswordForm, OrganisationForm, RoleForm, UserForm, WhyForm
from .models import RoleAssignment
from .roles import OrganisationKind, Role
from .tables import EventTable, OrganisationTable, RoleTable, UserTable


def _sent(request: HttpRequest, form: forms.Form) -> bool:
    return request.method == "POST" and form.is_valid()


def _succeeds(form: forms.Form, act: Callable[..., Any], **values: Any) -> bool:
    """Run the act with the form's values; what it refuses stands in the form as one sentence."""
    try:
        act(**values)
    except ValidationError as refusal:
        known = hasattr(refusal, "error_dict") and set(refusal.error_dict) <= set(form.fields)
        form.add_error(None, refusal if known else ValidationError(refusal.messages))
        return False
    return True


@requires(Permission.SEE_USERS)
def users(request: HttpRequest) -> HttpResponseBase:
    table = UserTable(queries.users_visible_to(request.user), request)
    return table_response(request, table, "identity/users.html", {"may_add": request.user.may(Permission.MANAGE_USERS)})


@requires(Permission.MANAGE_USERS)
def add_user(request: HttpRequest) -> HttpResponse:
    form = UserForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _succeeds(form, actions.create_user, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Brukeren er opprettet. Gi den en rolle før den tas i bruk."))
        return redirect("identity:users")
    return render(request, "identity/user_add.html", {"form": form})


@requires(Permission.SEE_USERS)
def user(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(queries.users_visible_to(request.user), pk=pk)
    manageable = queries.may_manage(request.user, person)
    own = request.user.organisations_with(Permission.MANAGE_USERS)
    context = {
        "person": person,
        "table": RoleTable(queries.roles_of(person), request),
        "standing": [held for held in person.current_roles if held.organisation_id in own],
        "may_manage": manageable and person != request.user,
        "may_grant": bool(own) and person != request.user,
        "events": queries.events_visible_to(request.user).filter(subject_type="identity.user", subject_id=person.pk)[
            :20
        ],
    }
    return render(request, "identity/user.html", context)


@requires(Permission.MANAGE_USERS)
def grant_role(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(queries.users_visible_to(request.user), pk=pk)
    form = RoleForm(request.POST or None, organisations=request.user.organisations_with(Permission.MANAGE_USERS))
    if _sent(request, form):
        values = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
        if _succeeds(form, actions.grant_role, user=person, by=request.user, **values):
            messages.success(request, _("Rollen er gitt."))
            return redirect("identity:user", pk)
    return render(request, "identity/role_grant.html", {"form": form, "person": person})


@requires(Permission.MANAGE_USERS)
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then end the role. ``pk`` is the role's."""
    own = request.user.organisations_with(Permission.MANAGE_USERS)
    held = get_object_or_404(RoleAssignment.objects.filter(organisation__in=own), pk=pk)
    form = WhyForm(request.POST or None)
    if _sent(request, form) and _succeeds(
        form, actions.end_role, assignment=held, by=request.user, why=form.cleaned_data["why"]
    ):
        messages.success(request, _("Rollen er avsluttet."))
        return redirect("identity:user", held.user_id)
    return render(request, "identity/role_end.html", {"form": form, "held": held})


@requires(Permission.MANAGE_USERS)
def set_active(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then close the account, or open it again."""
    person = get_object_or_404(queries.users_visible_to(request.user), pk=pk)
    form = WhyForm(request.POST or None)
    if _sent(request, form):
        values = {"user": person, "active": not person.is_active, "by": request.user, "why": form.cleaned_data["why"]}
        if _succeeds(form, actions.set_active, **values):
            messages.success(request, _("Kontoen er åpnet.") if person.is_active else _("Kontoen er stengt."))
            return redirect("identity:user", pk)
    return render(request, "identity/user_active.html", {"form": form, "person": person})


@requires(Permission.MANAGE_USERS)
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(queries.users_visible_to(request.user), pk=pk)
    form = NewPasswordForm(request.POST or None)
    if _sent(request, form) and _succeeds(
        form, actions.set_password, user=person, password=form.cleaned_data["new"], by=request.user
    ):
        messages.success(request, _("Brukeren har fått nytt passord."))
        return redirect("identity:user", pk)
    return render(request, "identity/user_password.html", {"form": form, "person": person})


@logged_in
def organisations(request: HttpRequest) -> HttpResponseBase:
    table = OrganisationTable(queries.organisations(), request)
    context = {"may_add": request.user.may(Permission.MANAGE_ORGANISATIONS)}
    return table_response(request, table, "identity/organisations.html", context)


@requires(Permission.MANAGE_ORGANISATIONS)
def add_organisation(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if _sent(request, form):
        values = form.cleaned_data | {"kind": OrganisationKind(form.cleaned_data["kind"])}
        if _succeeds(form, actions.create_organisation, by=request.user, **values):
            messages.success(request, _("Organisasjonen er registrert."))
            return redirect("identity:organisations")
    return render(request, "identity/organisation_add.html", {"form": form})


@logged_in
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """An organisation and its departments; its administrator can enter a department here."""
    shown = get_object_or_404(queries.organisations(), pk=pk)
    may_add = request.user.may(Permission.MANAGE_ORGANISATIONS, shown)
    form = DepartmentForm(request.POST if request.method == "POST" else None)
    if _sent(request, form) and _succeeds(
        form, actions.create_department, organisation=shown, by=request.user, **form.cleaned_data
    ):
        messages.success(request, _("Avdelingen er registrert."))
        return redirect("identity:organisation", pk)
    return render(request, "identity/organisation.html", {"shown": shown, "form": form, "may_add": may_add})


@logged_in
def access(request: HttpRequest) -> HttpResponse:
    """What each role may do: the one table that the program itself goes by."""
    return render(request, "identity/access.html", {"rooms": queries.access_table(), "roles": list(Role)})


@requires(Permission.SEE_EVENTS)
def events(request: HttpRequest) -> HttpResponseBase:
    table = EventTable(queries.events_visible_to(request.user), request)
    return table_response(request, table, "identity/events.html", {"sees_all": request.user.may(Permission.SEE_ALL)})


@requires(Permission.SEE_EVENTS)
def event(request: HttpRequest, number: int) -> HttpResponse:
    shown = get_object_or_404(queries.events_visible_to(request.user), number=number)
    ((_event, changes),) = changes_of([shown])
    return render(request, "identity/event.html", {"event": shown, "act": act_text(shown.act), "changes": changes})
