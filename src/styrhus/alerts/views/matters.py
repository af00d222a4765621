"""Matters of interest: the list, the page of one, and what is done with it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from styrhus.alerts import actions, queries
from styrhus.alerts.access import Permission
from styrhus.alerts.actions.matters import address_of
from styrhus.alerts.forms import MatterForm, NoteForm, OutcomeForm, ReplyForm
from styrhus.alerts.models import Matter, MatterState, Side
from styrhus.alerts.pages import Act, act_page, choose, url_of
from styrhus.alerts.tables import MatterTable, sender_of
from styrhus.alerts.texts import MATTER_KINDS
from styrhus.archive.queries import documents_visible_to
from styrhus.audit.history import entries
from styrhus.audit.queries import history_of
from styrhus.identity.access import requires
from styrhus.identity.models import User
from styrhus.steering.models import Plan
from styrhus.ui.tables import table_response


def may_inform(user: User, plan: Plan) -> bool:
    return user.may(Permission.INFORM, plan.agency_id) or user.may(Permission.INFORM, plan.ministry_id)


def side_of(user: User, plan: Plan) -> Side | None:
    """Which side ``user`` informs for in ``plan``; None when on neither."""
    if user.may(Permission.INFORM, plan.ministry_id):
        return Side.MINISTRY
    return Side.AGENCY if user.may(Permission.INFORM, plan.agency_id) else None


@requires(Permission.SEE)
def matters(request: HttpRequest, plan: int | None = None) -> HttpResponseBase:
    chosen = choose(request.user, plan, "matters")
    if chosen is None:
        return render(request, "alerts/no_plan.html")
    rows = queries.matters_for(request.user).filter(plan=chosen.plan)
    context = {"chosen": chosen, "may_inform": may_inform(request.user, chosen.plan)}
    return table_response(request, MatterTable(rows, request), "alerts/matters.html", context)


def _find(user: User, pk: int) -> Matter:
    """Raises: Http404 for one that ``user`` may not see."""
    found = queries.matters_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@requires(Permission.SEE)
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    found, user = _find(request.user, pk), request.user
    side = side_of(user, found.plan)
    sees_document = found.document_id and documents_visible_to(user).filter(pk=found.document_id).exists()
    context = {
        "matter": found,
        "plan": found.plan,
        "sender": sender_of(found),
        "kind": MATTER_KINDS[MatterState(found.state)],
        "sees_document": sees_document,
        "follow_ups": queries.follow_ups_of(found),
        "history": entries(history_of(found)[:100], {}),
        "may_acknowledge": side is not None and side != found.sender and found.state == MatterState.SENT,
        "may_follow_up": side is not None and found.state != MatterState.CLOSED,
        "may_close": side == found.sender and found.state == MatterState.ACKNOWLEDGED,
    }
    return render(request, "alerts/matter.html", context)


@requires(Permission.INFORM)
def new(request: HttpRequest, plan: int) -> HttpResponse:
    chosen = choose(request.user, plan, "matters")
    if chosen is None or not may_inform(request.user, chosen.plan):
        raise Http404
    form = MatterForm(request.POST or None, user=request.user, plan=chosen.plan)
    act = Act(
        title=_("Orienter om en sak"),
        over=chosen.title,
        lead=_("Saker fra Riksrevisjonen, Sivilombudet og andre tilsyn, og mediesaker som er eller kan bli krevende."),
        button=_("Send"),
        icon="send",
        done=_("Saken er sendt og journalført. Mottakeren har fått beskjed."),
        back=url_of("matters", chosen.plan),
    )
    return act_page(
        request,
        act,
        form,
        lambda: address_of(actions.send_matter(plan=chosen.plan, by=request.user, **form.cleaned_data)),
    )


def _find_for(user: User, pk: int, *, sender: bool | None = None, state: MatterState | None = None) -> Matter:
    """One that ``user`` may do something with, as its sender or its receiver. Raises: Http404."""
    found = _find(user, pk)
    side = side_of(user, found.plan)
    if side is None or (sender is not None and (side == found.sender) != sender):
        raise Http404
    if found.state == MatterState.CLOSED or (state is not None and found.state != state):
        raise Http404
    return found


@requires(Permission.INFORM)
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find_for(request.user, pk, sender=False, state=MatterState.SENT)
    form = ReplyForm(request.POST or None)
    form.fields["reply"].help_text = _("Kan stå tomt.")
    act = Act(
        title=_("Kvitter for saken"), lead=found.title, button=_("Kvitter"), done=_("Det er kvittert for saken."),
        back=address_of(found),
    )  # fmt: skip
    return act_page(
        request,
        act,
        form,
        lambda: address_of(actions.acknowledge_matter(matter=found, reply=form.cleaned_data["reply"], by=request.user)),
    )


@requires(Permission.INFORM)
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find_for(request.user, pk)
    form = NoteForm(request.POST or None)
    act = Act(
        title=_("Skriv hva som er nytt"), lead=found.title, button=_("Send"), icon="send",
        done=_("Oppfølgingen er lagt til, og den andre parten har fått beskjed."), back=address_of(found),
    )  # fmt: skip

    def do() -> str:
        actions.follow_up_matter(matter=found, text=form.cleaned_data["text"], by=request.user)
        return address_of(found)

    return act_page(request, act, form, do)


@requires(Permission.INFORM)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find_for(request.user, pk, sender=True, state=MatterState.ACKNOWLEDGED)
    form = OutcomeForm(request.POST or None)
    act = Act(
        title=_("Avslutt saken"), lead=found.title, button=_("Avslutt"), icon="lock", done=_("Saken er avsluttet."),
        back=address_of(found),
    )  # fmt: skip
    return act_page(
        request,
        act,
        form,
        lambda: address_of(actions.close_matter(matter=found, outcome=form.cleaned_data["outcome"], by=request.user)),
    )
