"""Publications: the list, the page of one, and what is done with it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styrhus.alerts import actions, queries
from styrhus.alerts.access import Permission
from styrhus.alerts.actions.publications import address_of, earliest_of
from styrhus.alerts.forms import CancelForm, ConsentForm, MoveForm, PublicationForm, PublishForm
from styrhus.alerts.models import Publication, PublicationState
from styrhus.alerts.notice_rules import notice_rules
from styrhus.alerts.pages import Act, act_at_once, act_page, choose, url_of
from styrhus.alerts.rules import NoticeRule, earliest_publication, rule_on
from styrhus.alerts.tables import PublicationTable, publication_kind, publication_text
from styrhus.audit.history import entries
from styrhus.audit.queries import history_of
from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.identity.models import User
from styrhus.ui import formats
from styrhus.ui.tables import table_response


@requires(Permission.SEE)
def publications(request: HttpRequest, plan: int | None = None) -> HttpResponseBase:
    chosen = choose(request.user, plan, "publications")
    if chosen is None:
        return render(request, "alerts/no_plan.html")
    rows = queries.publications_for(request.user).filter(plan=chosen.plan)
    context = {
        "chosen": chosen,
        "rule": _rule(),
        "may_announce": request.user.may(Permission.ANNOUNCE, chosen.plan.agency_id),
    }
    return table_response(request, PublicationTable(rows, request), "alerts/publications.html", context)


def _rule() -> NoticeRule:
    return rule_on(notice_rules(), clock.today())


def _find(user: User, pk: int) -> Publication:
    """Raises: Http404 for one that ``user`` may not see."""
    found = queries.publications_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _find_open(user: User, pk: int, permission: Permission, *, ministry: bool = False) -> Publication:
    """One that stands announced and that ``user`` may do something with. Raises: Http404."""
    found = _find(user, pk)
    place = found.plan.ministry_id if ministry else found.plan.agency_id
    if not user.may(permission, place) or found.state != PublicationState.ANNOUNCED:
        raise Http404
    return found


@requires(Permission.SEE)
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    found, user = _find(request.user, pk), request.user
    standing = found.state == PublicationState.ANNOUNCED
    earliest = earliest_of(found)
    ordinary = earliest_publication(found.announced_on, found.notice_days)
    announces = standing and user.may(Permission.ANNOUNCE, found.plan.agency_id)
    answers = standing and user.may(Permission.ANSWER, found.plan.ministry_id)
    context = {
        "publication": found,
        "plan": found.plan,
        "status": publication_text(found),
        "kind": publication_kind(found),
        "earliest": earliest,
        "ordinary": ordinary,
        "needs_consent": standing and found.planned_on < earliest,
        "can_be_published": standing and earliest <= clock.today(),
        "history": entries(history_of(found)[:100], {}),
        "may_change": announces,
        "may_publish": announces,
        "may_see": answers and found.seen_at is None,
        "may_consent": answers and found.consent_at is None and clock.today() < ordinary,
    }
    return render(request, "alerts/publication.html", context)


@requires(Permission.ANNOUNCE)
def new(request: HttpRequest, plan: int) -> HttpResponse:
    chosen = choose(request.user, plan, "publications")
    if chosen is None or not request.user.may(Permission.ANNOUNCE, chosen.plan.agency_id):
        raise Http404
    rule = _rule()
    first = earliest_publication(clock.today(), rule.days)
    form = PublicationForm(request.POST or None, plan=chosen.plan, initial={"planned_on": first})
    act = Act(
        title=_("Varsle om publisering"),
        over=chosen.title,
        lead=_(
            "Departementet skal vite det minst %(days)s dager før. Varsles det i dag, kan det publiseres fra %(day)s."
        )
        % {"days": rule.days, "day": formats.date_long(first)},
        button=_("Varsle departementet"),
        icon="send",
        done=_("Publiseringen er varslet og journalført."),
        back=url_of("publications", chosen.plan),
    )
    return act_page(
        request,
        act,
        form,
        lambda: address_of(actions.announce_publication(plan=chosen.plan, by=request.user, **form.values())),
    )


@requires(Permission.ANSWER)
@require_POST
def see(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find_open(request.user, pk, Permission.ANSWER, ministry=True)
    return act_at_once(
        request,
        _("Det er kvittert for varselet."),
        address_of(found),
        lambda: address_of(actions.see_publication(publication=found, by=request.user)),
    )


@requires(Permission.ANSWER)
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find_open(request.user, pk, Permission.ANSWER, ministry=True)
    form = ConsentForm(request.POST or None, initial={"consent_from": found.planned_on})
    act = Act(
        title=_("Samtykk til tidligere publisering"), lead=found.title, button=_("Samtykk"),
        done=_("Samtykket er gitt og journalført."), back=address_of(found),
    )  # fmt: skip
    return act_page(
        request,
        act,
        form,
        lambda: address_of(actions.consent_to_publication(publication=found, by=request.user, **form.cleaned_data)),
    )


@requires(Permission.ANNOUNCE)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find_open(request.user, pk, Permission.ANNOUNCE)
    form = MoveForm(request.POST or None, initial={"planned_on": found.planned_on})
    act = Act(
        title=_("Flytt publiseringen"), lead=found.title, button=_("Flytt"),
        done=_("Publiseringen er flyttet, og departementet har fått beskjed."), back=address_of(found),
    )  # fmt: skip
    return act_page(
        request,
        act,
        form,
        lambda: address_of(actions.move_publication(publication=found, by=request.user, **form.cleaned_data)),
    )


@requires(Permission.ANNOUNCE)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find_open(request.user, pk, Permission.ANNOUNCE)
    form = PublishForm(request.POST or None, initial={"published_on": clock.today()})
    act = Act(
        title=_("Registrer publisering"),
        over=found.title,
        lead=_("Kan publiseres fra %(day)s.") % {"day": formats.date_long(earliest_of(found))},
        button=_("Registrer"),
        done=_("Publiseringen er registrert."),
        back=address_of(found),
    )
    return act_page(
        request,
        act,
        form,
        lambda: address_of(actions.publish(publication=found, by=request.user, **form.cleaned_data)),
    )


@requires(Permission.ANNOUNCE)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find_open(request.user, pk, Permission.ANNOUNCE)
    form = CancelForm(request.POST or None)
    act = Act(
        title=_("Avlys publiseringen"), lead=found.title, button=_("Avlys"), icon="stop",
        done=_("Publiseringen er avlyst."), back=address_of(found),
    )  # fmt: skip
    return act_page(
        request,
        act,
        form,
        lambda: address_of(actions.cancel_publication(publication=found, by=request.user, **form.cleaned_data)),
    )
