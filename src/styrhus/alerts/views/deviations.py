"""Deviations: the list, the page of one, and what is done with it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styrhus.alerts import actions, queries
from styrhus.alerts.access import Permission
from styrhus.alerts.actions.deviations import CONTENT, address_of, last_word
from styrhus.alerts.forms import DeviationForm, NoteForm, OutcomeForm, ReplyForm
from styrhus.alerts.models import Deviation, FollowUpKind, State
from styrhus.alerts.pages import Act, act_at_once, act_page, choose, url_of
from styrhus.alerts.tables import DeviationTable, clock_text
from styrhus.alerts.texts import STATE_KINDS, touched_facts
from styrhus.audit.history import entries
from styrhus.audit.queries import history_of
from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.identity.models import User
from styrhus.ui.tables import table_response


@requires(Permission.SEE)
def deviations(request: HttpRequest, plan: int | None = None) -> HttpResponseBase:
    chosen = choose(request.user, plan, "deviations")
    if chosen is None:
        return render(request, "alerts/no_plan.html")
    rows = queries.deviations_for(request.user).filter(plan=chosen.plan)
    may_draft = request.user.may(Permission.DRAFT, chosen.plan.agency_id)
    context = {"chosen": chosen, "may_draft": may_draft}
    return table_response(request, DeviationTable(rows, request), "alerts/deviations.html", context)


def _find(user: User, pk: int) -> Deviation:
    """Raises: Http404 for one that ``user`` may not see."""
    found = queries.deviations_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _find_for(
    user: User, pk: int, permission: Permission, *, ministry: bool = False, state: State | None = None
) -> Deviation:
    """One that ``user`` may also do something with. Raises: Http404."""
    found = _find(user, pk)
    place = found.plan.ministry_id if ministry else found.plan.agency_id
    if not user.may(permission, place) or (state is not None and found.state != state):
        raise Http404
    return found


@requires(Permission.SEE)
def deviation(request: HttpRequest, pk: int) -> HttpResponse:
    found, user = _find(request.user, pk), request.user
    plan, word = found.plan, last_word(found)
    drafts = user.may(Permission.DRAFT, plan.agency_id)
    reports = user.may(Permission.REPORT, plan.agency_id)
    answers = user.may(Permission.ANSWER, plan.ministry_id)
    seen = found.state == State.ACKNOWLEDGED
    context = {
        "deviation": found,
        "plan": plan,
        "kind": STATE_KINDS[State(found.state)],
        "elapsed": clock_text(found),
        "touched": [(label, value) for label, value in touched_facts(found) if value],
        "follow_ups": queries.follow_ups_of(found),
        "history": entries(history_of(found)[:100], {}),
        "may_edit": drafts and found.state == State.DRAFT,
        "may_report": reports and found.state == State.DRAFT,
        "may_acknowledge": answers and found.state == State.REPORTED,
        "may_follow_up": (drafts or answers) and found.state in (State.REPORTED, State.ACKNOWLEDGED),
        "may_ask": drafts and seen and word in ("", FollowUpKind.CLOSE_REFUSED),
        "may_agree": answers and seen and word == FollowUpKind.CLOSE_ASKED,
        "may_close": reports and seen and word == FollowUpKind.CLOSE_AGREED,
        "awaits_word": seen and word == FollowUpKind.CLOSE_ASKED,
    }
    return render(request, "alerts/deviation.html", context)


@requires(Permission.DRAFT)
def new(request: HttpRequest, plan: int) -> HttpResponse:
    chosen = choose(request.user, plan, "deviations")
    if chosen is None or not request.user.may(Permission.DRAFT, chosen.plan.agency_id):
        raise Http404
    form = DeviationForm(request.POST or None, plan=chosen.plan, initial={"known_at": clock.now(), "kind": "plan"})
    act = Act(
        title=_("Skriv avviksmelding"),
        lead=_("Vesentlige avvik meldes så snart de er kjent. Meldingen er et utkast til den sendes."),
        over=chosen.title,
        button=_("Lagre utkast"),
        done=_("Utkastet er lagret. Departementet ser det først når det er meldt."),
        back=url_of("deviations", chosen.plan),
    )
    return act_page(
        request,
        act,
        form,
        lambda: address_of(actions.draft_deviation(plan=chosen.plan, by=request.user, **form.values())),
    )


@requires(Permission.DRAFT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find_for(request.user, pk, Permission.DRAFT, state=State.DRAFT)
    initial = {name: getattr(found, name) for name in CONTENT}
    kind = next((name for name in queries.TOUCHED if getattr(found, f"{name}_id")), "")
    initial["touches"] = f"{kind}:{getattr(found, f'{kind}_id')}" if kind else ""
    form = DeviationForm(request.POST or None, plan=found.plan, initial=initial)
    act = Act(
        title=_("Endre utkastet"), over=found.label, button=_("Lagre"), done=_("Utkastet er endret."),
        back=address_of(found),
    )  # fmt: skip
    return act_page(
        request,
        act,
        form,
        lambda: address_of(actions.edit_deviation(deviation=found, values=form.values(), by=request.user)),
    )


@requires(Permission.REPORT)
@require_POST
def report(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find_for(request.user, pk, Permission.REPORT)
    return act_at_once(
        request,
        _("Avviket er meldt og journalført. Departementet har fått beskjed."),
        address_of(found),
        lambda: address_of(actions.report_deviation(deviation=found, by=request.user)),
    )


@requires(Permission.DRAFT)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find_for(request.user, pk, Permission.DRAFT)

    def do() -> str:
        actions.discard_deviation(deviation=found, by=request.user)
        return url_of("deviations", found.plan)

    return act_at_once(request, _("Utkastet er forkastet."), address_of(found), do)


@requires(Permission.ANSWER)
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find_for(request.user, pk, Permission.ANSWER, ministry=True, state=State.REPORTED)
    form = ReplyForm(request.POST or None)
    act = Act(
        title=_("Kvitter for avviket"), over=found.label, lead=found.title, button=_("Kvitter"),
        done=_("Det er kvittert for avviket."), back=address_of(found),
    )  # fmt: skip
    return act_page(
        request,
        act,
        form,
        lambda: address_of(
            actions.acknowledge_deviation(deviation=found, reply=form.cleaned_data["reply"], by=request.user)
        ),
    )


ASKED = {
    "": FollowUpKind.NOTE,
    "lukke": FollowUpKind.CLOSE_ASKED,
    "enig": FollowUpKind.CLOSE_AGREED,
    "uenig": FollowUpKind.CLOSE_REFUSED,
}


@requires(Permission.DRAFT, Permission.ANSWER)
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """A note, or, as ``?som=`` says, a word on closing it."""
    found = _find(request.user, pk)
    plan = found.plan
    own = request.user.may(Permission.DRAFT, plan.agency_id) or request.user.may(Permission.ANSWER, plan.ministry_id)
    kind = ASKED.get(request.GET.get("som", ""))
    if not own or kind is None or found.state not in (State.REPORTED, State.ACKNOWLEDGED):
        raise Http404
    titles = {
        FollowUpKind.NOTE: _("Skriv oppfølging"),
        FollowUpKind.CLOSE_ASKED: _("Be om å lukke avviket"),
        FollowUpKind.CLOSE_AGREED: _("Si ja til å lukke avviket"),
        FollowUpKind.CLOSE_REFUSED: _("Be om mer før det lukkes"),
    }
    form = NoteForm(request.POST or None)
    act = Act(
        title=titles[kind], over=found.label, lead=found.title, button=_("Send"), icon="send",
        done=_("Oppfølgingen er lagt til, og den andre parten har fått beskjed."), back=address_of(found),
    )  # fmt: skip

    def do() -> str:
        actions.follow_up_deviation(deviation=found, text=form.cleaned_data["text"], kind=kind, by=request.user)
        return address_of(found)

    return act_page(request, act, form, do)


@requires(Permission.REPORT)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find_for(request.user, pk, Permission.REPORT, state=State.ACKNOWLEDGED)
    form = OutcomeForm(request.POST or None)
    act = Act(
        title=_("Lukk avviket"), over=found.label, lead=_("Etter dette kan ingenting i avviket endres."),
        button=_("Lukk"), icon="lock", done=_("Avviket er lukket."), back=address_of(found),
    )  # fmt: skip
    return act_page(
        request,
        act,
        form,
        lambda: address_of(
            actions.close_deviation(deviation=found, outcome=form.cleaned_data["outcome"], by=request.user)
        ),
    )
