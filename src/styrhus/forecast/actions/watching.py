"""Crossings: a post with more bound, or a forecast of more, than it has at disposal. Told once each time it happens."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.economy.models import Post
from styrhus.economy.rules import is_income
from styrhus.forecast.access import Permission
from styrhus.forecast.models import Crossing, CrossingKind
from styrhus.forecast.queries import live_rows
from styrhus.forecast.reckoning import ForecastRow
from styrhus.forecast.rules import NOTHING
from styrhus.identity import clock
from styrhus.identity.models import Organisation
from styrhus.identity.queries import holders_of
from styrhus.notices.actions import notify
from styrhus.ui.formats import millions


@transaction.atomic
def watch(*, agency: Organisation, year: int) -> list[Crossing]:
    """Note which posts are over what is at disposal today, and tell the controllers of those that were not before.

    Run by the program: after each delivery and freezing, and every morning. Returns the new crossings.
    """
    Organisation.objects.select_for_update(of=("self",)).get(pk=agency.pk)
    running = {
        (one.post_id, one.kind): one
        for one in Crossing.objects.filter(post__chapter__agency=agency, post__chapter__year=year, ended_on=None)
    }
    begun = []
    for row in live_rows(agency, year, as_at=clock.today()):
        for kind, over in crossings_of(row):
            known = running.pop((row.post.pk, kind), None)
            if known is None:
                begun.append(_begin(row.post, kind, over))
            elif known.over != over:
                known.over = over
                save_checked(known, only=("over",))
    for past in running.values():
        past.ended_on = clock.today()
        save_checked(past, only=("ended_on",))
        record(act="forecast.end_crossing", subject=past, by=None, new={"kind": past.kind, "ended_on": past.ended_on})
    return begun


def crossings_of(row: ForecastRow) -> Iterator[tuple[CrossingKind, Decimal]]:
    """How a post is over, each with how much (kroner). The forecast is the one to go by: see ``ForecastRow.leading``."""
    if row.overbound:
        yield CrossingKind.COMMITTED, Decimal(row.overbound)
    deviation = row.deviation_of(row.leading) if row.leading else None
    if deviation is not None and deviation < 0:
        yield CrossingKind.FORECAST, -deviation or NOTHING


def _begin(post: Post, kind: CrossingKind, over: Decimal) -> Crossing:
    made = Crossing(post=post, kind=kind, over=over, began_on=clock.today())
    save_checked(made)
    record(act="forecast.cross", subject=made, by=None, new={"kind": kind, "over": over, "began_on": made.began_on})
    place = f"{post.chapter.number}.{post.number} {post.name}"
    notify(
        users=holders_of(Permission.GATHER, post.chapter.agency_id),
        kind="forecast.crossing",
        text=lambda: _sentence(post, kind) % {"post": place, "over": millions(over, 2)},
        url=reverse("forecast:post", args=(post.pk,)),
        key=f"forecast.crossing-{made.pk}",
        urgent=True,
    )
    return made


def _sentence(post: Post, kind: CrossingKind) -> str:
    if kind == CrossingKind.COMMITTED:
        return _("Post %(post)s: det er bundet %(over)s mer enn det som er til disposisjon.")
    if is_income(post.chapter.number):
        return _("Post %(post)s: prognosen gir %(over)s mindre inntekt enn budsjettert.")
    return _("Post %(post)s: prognosen gir %(over)s mer forbruk enn det som er til disposisjon.")
