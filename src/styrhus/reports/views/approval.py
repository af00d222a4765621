"""Laying before the director, approving, replacing, sending, and the ministry's answers: a page of one form each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styrhus.identity.access import requires
from styrhus.reports import actions
from styrhus.reports.access import Permission
from styrhus.reports.forms import AcceptForm, ApproveForm, CommentForm, ReasonForm, ReturnForm, SendForm
from styrhus.reports.pages import done_or_refused, find_report, form_page


@requires(Permission.LEAD_REPORTS)
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_report(request.user, pk, Permission.LEAD_REPORTS)
    act = lambda: actions.submit_report(report=found, by=request.user)  # noqa: E731
    done_or_refused(request, act, _("Rapporten er lagt fram til godkjenning."))
    return redirect(found)


@requires(Permission.LEAD_REPORTS)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_report(request.user, pk, Permission.LEAD_REPORTS)
    return form_page(
        request, ReasonForm(request.POST or None),
        lambda values: actions.take_back_report(report=found, by=request.user, **values),
        text=_("Rapporten kan skrives i igjen."), back=found.get_absolute_url(), over=found.title,
        title=_("Ta rapporten tilbake"), lead=_("Da kan delene åpnes og endres."), button=_("Ta tilbake"),
    )  # fmt: skip


@requires(Permission.APPROVE_REPORTS)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_report(request.user, pk, Permission.APPROVE_REPORTS)
    signs = [str(one) for one in found.parts.filter(key__in=[s.key for s in found.template.sections if s.signs])]
    note = _("Du signerer disse delene: %(parts)s.") % {"parts": ", ".join(signs)} if signs else ""
    return form_page(
        request, ApproveForm(request.POST or None),
        lambda values: actions.approve_report(report=found, by=request.user, **values),
        text=_("Rapporten er godkjent. Tall og tekst er låst."), back=found.get_absolute_url(), over=found.title,
        title=_("Godkjenn rapporten"), note=note, button=_("Godkjenn og lås"),
        lead=_("Tall og tekst låses slik de står nå. Ingen kan endre dem etterpå, heller ikke i databasen."),
    )  # fmt: skip


@requires(Permission.LEAD_REPORTS)
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_report(request.user, pk, Permission.LEAD_REPORTS)
    return form_page(
        request, ReasonForm(request.POST or None),
        lambda values: actions.replace_report(report=found, by=request.user, **values),
        text=_("En ny utgave er åpnet."), back=found.get_absolute_url(), over=found.title,
        then=lambda made: made.get_absolute_url(), title=_("Lag ny utgave"), button=_("Lag ny utgave"),
        lead=_("Den godkjente utgaven blir stående låst. Den nye begynner med de samme tekstene."),
    )  # fmt: skip


@requires(Permission.LEAD_REPORTS)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_report(request.user, pk, Permission.LEAD_REPORTS)
    note = _("Riksrevisjonen får kopi i samme øyeblikk.") if found.template.copy_to_auditor else ""
    return form_page(
        request, SendForm(request.POST or None),
        lambda values: actions.send_report(report=found, by=request.user, **values),
        text=_("Rapporten er sendt og journalført."), back=found.get_absolute_url(), over=found.title,
        title=_("Send rapporten"), note=note, button=_("Send rapporten"),
        lead=_("Rapporten journalføres og blir synlig for departementet. Den kan ikke trekkes tilbake."),
    )  # fmt: skip


@requires(Permission.ANSWER_REPORTS)
@require_POST
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_report(request.user, pk, Permission.ANSWER_REPORTS)
    act = lambda: actions.receive_report(report=found, by=request.user)  # noqa: E731
    done_or_refused(request, act, _("Rapporten er kvittert som mottatt."))
    return redirect(found)


@requires(Permission.ANSWER_REPORTS)
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_report(request.user, pk, Permission.ANSWER_REPORTS)
    return form_page(
        request, CommentForm(request.POST or None, report=found),
        lambda values: actions.comment_report(report=found, by=request.user, **values),
        text=_("Merknaden er journalført og sendt til virksomheten."), back=found.get_absolute_url(),
        over=found.title, title=_("Skriv en merknad"), button=_("Send merknaden"),
        lead=_("Virksomheten ser merknaden med en gang."),
    )  # fmt: skip


@requires(Permission.ANSWER_REPORTS)
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_report(request.user, pk, Permission.ANSWER_REPORTS)
    return form_page(
        request, ReturnForm(request.POST or None),
        lambda values: actions.return_report(report=found, by=request.user, **values),
        text=_("Rapporten er sendt tilbake til virksomheten."), back=found.get_absolute_url(), over=found.title,
        title=_("Send tilbake"), button=_("Send tilbake"),
        lead=_("Virksomheten får en ny utgave å skrive i. Den dere har fått, blir stående som den er."),
    )  # fmt: skip


@requires(Permission.ANSWER_REPORTS)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_report(request.user, pk, Permission.ANSWER_REPORTS)
    return form_page(
        request, AcceptForm(request.POST or None),
        lambda values: actions.accept_report(report=found, by=request.user, **values),
        text=_("Rapporten er godtatt."), back=found.get_absolute_url(), over=found.title,
        title=_("Godta rapporten"), lead=_("Da er rapporteringen avsluttet."), button=_("Godta rapporten"),
    )  # fmt: skip
