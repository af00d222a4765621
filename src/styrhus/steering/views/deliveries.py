"""Handing work over to the ministry, the list of what is handed over, and the ministry's answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.identity.access import requires
from styrhus.steering import actions, queries
from styrhus.steering.access import Permission, may_answer_for
from styrhus.steering.actions.followup import part_labels
from styrhus.steering.forms_followup import DeliveryForm, ReplyForm
from styrhus.steering.models import Answer, Assignment, Deadline, Plan, ReportingDemand
from styrhus.steering.rules_followup import answers_open
from styrhus.steering.tables_followup import DeliveryTable
from styrhus.steering.texts_followup import DELIVERY_KINDS, DELIVERY_TEXTS, WHOLE
from styrhus.ui.formats import date_long
from styrhus.ui.tables import table_response

from .followup import done, find_assignment, form_page, page_of

Target = tuple[str, str, str, Deadline | None]  # value in the form, text, part, deadline


@requires(Permission.SEE_PLAN)
def deliveries(request: HttpRequest) -> HttpResponseBase:
    """Everything handed over: the agency's outbox and the ministry's inbox."""
    rows = queries.delivery_rows(request.user)
    may_reply = request.user.may(Permission.REPLY_TO_DELIVERY)
    context = {
        "may_reply": may_reply,
        "waiting": [row for row in rows if (row.waits_for_ministry if may_reply else row.waits_for_agency)],
    }
    return table_response(request, DeliveryTable(rows, request), "steering/deliveries.html", context)


@requires(Permission.SEE_PLAN)
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """A delivery as it was handed over, what the ministry has answered, and the form to answer."""
    found = queries.delivery_for(request.user, pk)
    if found is None:
        raise Http404
    may_reply = request.user.may(Permission.REPLY_TO_DELIVERY, found.plan.ministry_id)
    answers = list(found.replies.all())
    offered = answers_open([reply.kind for reply in answers], replaced=hasattr(found, "followed_by"))
    # the receipt has a button of its own, so that the form asks for the rest
    asked = (
        offered if request.POST.get("kind") == Answer.RECEIVED else [one for one in offered if one != Answer.RECEIVED]
    )
    form = ReplyForm(request.POST or None, offered=asked) if may_reply and offered else None
    if request.method == "POST":
        if not may_reply:
            raise Http404
        if form is None:
            messages.error(request, _("Leveransen er avgjort. Svaret kan ikke endres."))
            return redirect("steering:delivery", pk)
        if form.is_valid() and done(
            form, actions.reply_to_delivery, delivery=found, by=request.user, **form.cleaned_data
        ):
            messages.success(request, _("Svaret er sendt og journalført."))
            return redirect("steering:delivery", pk)
    state = queries.state_of(found)
    item = found.item
    context = {
        "delivery": found,
        "item_url": reverse(f"steering:{'assignment' if found.assignment_id else 'report'}", args=(item.pk,)),
        "state_text": DELIVERY_TEXTS[state],
        "state_kind": DELIVERY_KINDS[state],
        "answers": answers,
        "receive": Answer.RECEIVED in offered and may_reply,
        "form": form,
        "earlier": found.follows_id,
        "later": found.followed_by if hasattr(found, "followed_by") else None,
        "again": state.waits_for_agency and may_answer_for(request.user, item, found.plan.agency_id),
        "again_url": reverse(f"steering:{'deliver' if found.assignment_id else 'deliver_report'}", args=(item.pk,)),
    }
    return render(request, "steering/delivery.html", context)


@requires(Permission.FOLLOW_UP)
def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over an assignment, or the part or deadline of it that is chosen."""
    item = find_assignment(request.user, pk)
    plan = queries.visible_plans(request.user).get(pk=item.newest_plan)  # type: ignore[attr-defined]
    return _deliver(request, item, plan, _targets(item), page_of(item))


@requires(Permission.FOLLOW_UP)
def deliver_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over a report that the letter asks for."""
    item: Any = queries.owned_item(request.user, ReportingDemand, pk)
    if item is None:
        raise Http404
    return _deliver(request, item, item.plan, [], reverse("steering:report", args=(pk,)))


def _deliver(
    request: HttpRequest, item: Assignment | ReportingDemand, plan: Plan, targets: list[Target], back: str
) -> HttpResponse:
    if not may_answer_for(request.user, item, plan.agency_id):
        raise Http404
    wanted = next((value for value, _text, part, _row in targets if part and part == request.GET.get("del")), "")
    form = DeliveryForm(
        request.POST or None, request.FILES or None, user=request.user, plan=plan,
        targets=[(value, text) for value, text, _part, _row in targets], initial={"target": wanted},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        chosen = next((one for one in targets if one[0] == values.get("target")), targets[0] if targets else None)
        if done(
            form, actions.deliver, plan=plan, item=item, message=values["message"], by=request.user,
            part=chosen[2] if chosen else "", deadline=chosen[3] if chosen else None,
            documents=[values["document"]] if values["document"] else [], uploads=form.uploads(), links=values["links"],
        ):  # fmt: skip
            messages.success(request, _("Levert til departementet og journalført. Leveransen er låst."))
            return redirect(back)
    if request.FILES:
        messages.warning(request, _("Velg filene på nytt: nettleseren husker dem ikke fra forrige forsøk."))
    lead = _("Alt du leverer, blir journalført, og departementet får varsel. En leveranse kan ikke endres etterpå.")
    return form_page(
        request, form, heading=_("Lever til departementet"), over=str(item), button=_("Lever"), back=back, lead=lead,
        files=True,
    )  # fmt: skip


def _targets(item: Assignment) -> list[Target]:
    """What can be delivered: each standing deadline, and each part (or the whole) that has none of its own."""
    standing = list(item.deadlines.filter(replaced_by=None).order_by("date", "pk"))
    found: list[Target] = [(f"d{row.pk}", _target_text(row.part, row), row.part, row) for row in standing]
    bare = [label for label in part_labels(item) if label not in {row.part for row in standing}]
    found += [(f"p{label}", label, label, None) for label in bare]
    if not any(row.part == "" for row in standing):
        found.append(("p", str(WHOLE), "", None))
    return found


def _target_text(part: str, deadline: Deadline) -> str:
    day = date_long(deadline.date) if deadline.date else deadline.text
    return _("%(what)s, frist %(day)s") % {"what": part or WHOLE, "day": day}
