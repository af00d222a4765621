"""What of the forecasts waits for each reader of the front page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styrhus.identity import clock
from styrhus.identity.models import Organisation, User
from styrhus.ui.cards import Card, CardLine
from styrhus.ui.formats import date_long, millions

from . import queries
from .access import SEEING, Permission
from .models import Approval, Crossing, CrossingKind, Sharing, Version

SHOWN = 5
TITLE = gettext_lazy("Prognose")


class OfYear(Protocol):
    """A plan, as far as this room knows of it."""

    agency: Organisation
    year: int


def cards(user: User, plan: OfYear, sight: str) -> list[Card]:
    """One card: what the user is to deliver, gather, approve or share, and posts that are over; for the ministry what is new."""
    if not any(user.may(permission) for permission in SEEING):
        return []
    if sight == "departementet":
        lines = list(_shared(user, plan))
        waiting = False
    else:
        lines = [*_to_deliver(user, plan, sight), *_to_decide(user, plan)]
        waiting = bool(lines)
        if sight != "mine" or user.may(Permission.GATHER, plan.agency):
            lines += _crossings(user, plan)
    if not lines:
        return []
    url = reverse("forecast:overview", args=(plan.agency.pk, plan.year))
    return [Card(TITLE, url, len(lines), lines[:SHOWN], urgent=waiting, order=45)]


def _to_deliver(user: User, plan: OfYear, sight: str) -> Iterator[CardLine]:
    """The departments' own tasks, in every sight that they work in; the controller's are counted per version below."""
    version = queries.open_version(plan.agency, plan.year)
    if version is None or not user.may(Permission.ENTER, plan.agency):
        return
    late = version.due_on < clock.today()
    tag, kind = (_("Over fristen"), "danger") if late else (_("Lever"), "warning")
    note = _("Frist %(day)s") % {"day": date_long(version.due_on)}
    waiting = [one for one in queries.tasks_for(user, version) if not one.submitted]
    if user.may(Permission.ENTER_ALL, plan.agency):
        if waiting:
            text = _("%(version)s: %(count)s har ikke levert") % {"version": version.title, "count": len(waiting)}
            yield CardLine(
                text,
                reverse("forecast:version", args=(version.pk,)),
                note,
                tag if late else _("Åpen"),
                "danger" if late else "info",
            )
        else:
            text = _("%(version)s: alle har levert") % {"version": version.title}
            yield CardLine(text, reverse("forecast:freeze", args=(version.pk,)), "", _("Frys"), "warning")
        return
    for one in waiting:
        text = f"{version.title}: {one.department.name}" if one.department else version.title
        yield CardLine(text, reverse("forecast:task", args=(version.pk, one.key)), note, tag, kind)


def _to_decide(user: User, plan: OfYear) -> Iterator[CardLine]:
    frozen = Version.objects.frozen().filter(agency=plan.agency, year=plan.year).order_by("number")
    approved = Exists(Approval.objects.filter(version=OuterRef("pk")))
    if user.may(Permission.APPROVE, plan.agency):
        newest = frozen.last()
        for one in frozen.filter(~approved):
            if one == newest:
                yield CardLine(one.title, reverse("forecast:approve", args=(one.pk,)), "", _("Godkjenn"), "warning")
    elif user.may(Permission.SHARE, plan.agency):
        newest = frozen.filter(approved, ~Exists(Sharing.objects.filter(version=OuterRef("pk")))).last()
        if newest and newest == frozen.last():
            yield CardLine(
                newest.title, reverse("forecast:share", args=(newest.pk,)), "", _("Del med departementet"), "info"
            )


def _crossings(user: User, plan: OfYear) -> Iterator[CardLine]:
    """Posts whose forecast is over; those with too much bound are the money's own card."""
    if not user.may(Permission.SEE, plan.agency) and not user.may(Permission.SEE_ALL):
        return
    running = Crossing.objects.filter(
        post__chapter__agency=plan.agency, post__chapter__year=plan.year, kind=CrossingKind.FORECAST, ended_on=None
    )
    for one in running.select_related("post__chapter").order_by("-over", "pk"):
        text = f"{one.post.chapter.number}.{one.post.number} {one.post.name}"
        note = _("%(over)s over") % {"over": millions(one.over, 2)}
        yield CardLine(text, reverse("forecast:post", args=(one.post_id,)), note, one.get_kind_display(), "danger")


def _shared(user: User, plan: OfYear) -> Iterator[CardLine]:
    """The newest version that is shared."""
    newest = queries.versions_of(user, plan.agency, plan.year).first()
    if newest:
        note = _("Per %(day)s") % {"day": date_long(newest.cut_off)}
        yield CardLine(newest.title, reverse("forecast:version", args=(newest.pk,)), note, _("Delt"), "info")
