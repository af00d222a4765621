"""What waits in this room on the front page: to acknowledge for the ministry, drafts with a running clock for the agency."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.steering.models import Plan
from styrhus.ui import formats
from styrhus.ui.cards import Card, CardLine

from .access import Permission
from .actions.deviations import address_of as deviation_address
from .actions.deviations import last_word
from .actions.matters import address_of as matter_address
from .actions.publications import address_of as publication_address
from .actions.publications import earliest_of
from .models import Deviation, FollowUpKind, Matter, MatterState, Publication, PublicationState, Side, State
from .texts import duration

SHOWN = 5


def cards(user: User, plan: Plan, sight: str) -> list[Card]:
    """One card with what ``user`` may do something about; none when nothing waits."""
    if user.may(Permission.ANSWER, plan.ministry_id):
        lines = _of_ministry(user, plan)
    elif user.may(Permission.REPORT, plan.agency_id) or (
        sight == "mine" and user.may(Permission.DRAFT, plan.agency_id)
    ):
        lines = _of_agency(user, plan, mine=not user.may(Permission.REPORT, plan.agency_id))
    else:
        lines = []
    if not lines:
        return []
    url = reverse("alerts:deviations", args=(plan.pk,))
    urgent = any(line.kind in ("warning", "danger") for line in lines)
    title = gettext_lazy("Avvik og varsler")
    return [Card(title=title, url=url, count=len(lines), lines=lines[:SHOWN], urgent=urgent, order=10)]


def _of_ministry(user: User, plan: Plan) -> list[CardLine]:
    rows = Deviation.objects.visible_to(user).filter(plan=plan).order_by("reported_at")
    lines = [
        CardLine(
            one.title, deviation_address(one), note=formats.date_time(one.reported_at), tag=_("Kvitter"), kind="warning"
        )
        for one in rows.filter(state=State.REPORTED)
    ]
    lines += [
        CardLine(one.title, deviation_address(one), note=_("Virksomheten ber om å lukke"), tag=_("Svar"), kind="info")
        for one in rows.filter(state=State.ACKNOWLEDGED)
        if last_word(one) == FollowUpKind.CLOSE_ASKED
    ]
    lines += _unseen_matters(user, plan, Side.AGENCY)
    for one in _announced(user, plan).filter(seen_at=None):
        early = one.planned_on < earliest_of(one)
        tag, kind = (_("Trenger samtykke"), "warning") if early else (_("Varslet"), "info")
        lines.append(CardLine(one.title, publication_address(one), formats.date_short(one.planned_on), tag, kind))
    return lines


def _of_agency(user: User, plan: Plan, *, mine: bool) -> list[CardLine]:
    rows = Deviation.objects.visible_to(user).filter(plan=plan).order_by("known_at")
    if mine:
        rows = rows.filter(written_by=user)
    lines = [
        CardLine(
            one.title,
            deviation_address(one),
            note=_("Kjent i %(time)s") % {"time": duration(one.known_at, clock.now())},
            tag=_("Ikke meldt"),
            kind="danger",
        )
        for one in rows.filter(state=State.DRAFT)
    ]
    if mine:
        return lines
    words = {
        FollowUpKind.CLOSE_AGREED: (_("Kan lukkes"), "success"),
        FollowUpKind.CLOSE_REFUSED: (_("Departementet vil ha mer"), "warning"),
    }
    for one in rows.filter(state=State.ACKNOWLEDGED):
        said = words.get(FollowUpKind(word)) if (word := last_word(one)) else None
        if said:
            lines.append(CardLine(one.title, deviation_address(one), tag=said[0], kind=said[1]))
    lines += _unseen_matters(user, plan, Side.MINISTRY)
    lines += [
        CardLine(
            one.title, publication_address(one), formats.date_short(one.planned_on), _("Kan publiseres"), "success"
        )
        for one in _announced(user, plan)
        if max(earliest_of(one), one.planned_on) <= clock.today()
    ]
    return lines


def _unseen_matters(user: User, plan: Plan, sender: Side) -> list[CardLine]:
    rows = Matter.objects.visible_to(user).filter(plan=plan, sender=sender, state=MatterState.SENT).order_by("sent_at")
    return [
        CardLine(
            one.title,
            matter_address(one),
            note=str(one.get_kind_display()),
            tag=_("Kvitter"),
            kind="warning" if one.may_grow else "info",
        )
        for one in rows
    ]


def _announced(user: User, plan: Plan):  # type: ignore[no-untyped-def]
    rows = Publication.objects.visible_to(user).filter(plan=plan, state=PublicationState.ANNOUNCED)
    return rows.order_by("planned_on", "pk")
