"""From the follow-up of assignments: status at the cut-off, the owners' notes through the year, what was delivered.

Judgements and notes enter where they are marked "til departementet". The status is computed from deadlines, deliveries
and the ministry's answers alone, as the ministry itself sees them.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from styrhus.reports.document import Block, Cell
from styrhus.steering.figures import deliveries_of, late_of, listings_of, withdrawn_of
from styrhus.steering.models import Assignment, Colour, Deadline, DeadlineKind, Judgement
from styrhus.steering.rules_followup import DeliveryState
from styrhus.steering.texts_followup import DELIVERY_TEXTS
from styrhus.ui.formats import date_long

from .context import Context, Source, facts, heading, plain, table
from .steering import asked_of, judgement_words, note_words, notes_of

WEIGHT = {Colour.GREEN: 0, Colour.YELLOW: 1, Colour.RED: 2}


def _judged(context: Context) -> dict[int, Judgement]:
    """The newest judgement for the ministry of each assignment: of the whole, else the worst of its parts'."""
    rows = Judgement.objects.filter(asked_of(context).dated("made_at"), shared=True, assignment__agency=context.agency)
    newest: dict[tuple[int, str], Judgement] = {}
    for row in rows.order_by("made_at", "pk"):
        newest[row.assignment_id, row.part] = row  # type: ignore[index]
    found: dict[int, Judgement] = {}
    for (key, part), row in newest.items():
        known = found.get(key)
        if part == "" or known is None or (known.part and WEIGHT[row.colour] > WEIGHT[known.colour]):  # type: ignore[index]
            found[key] = row
    return found


def _deadlines(context: Context, assignment: Assignment) -> str:
    known = set(
        Deadline.objects.filter(asked_of(context).documented(), assignment=assignment).values_list("pk", flat=True)
    )
    rows = assignment.deadlines.filter(pk__in=known).order_by("date", "pk")
    standing = [row for row in rows if row.replaced_by_id not in known]
    return "; ".join(f"{row.part}: {row.text}" if row.part else row.text for row in standing)


def _statuses(context: Context) -> dict[int, str]:
    """Each assignment's status at the cut-off, in words."""
    asked = asked_of(context)
    late, gone = late_of(asked), withdrawn_of(asked)
    newest = {row.assignment_id: state for row, state in deliveries_of(asked) if row.assignment_id}
    found: dict[int, str] = {}
    for listing in listings_of(asked):
        key = listing.assignment_id
        state = newest.get(key)
        if key in gone:
            found[key] = _("Trukket")
        elif state in (DeliveryState.RETURNED, DeliveryState.MORE_REQUESTED):
            found[key] = str(DELIVERY_TEXTS[state])
        elif key in late:
            found[key] = _("Over fristen")
        elif state:
            found[key] = str(DELIVERY_TEXTS[state])
        elif not listing.assignment.deadlines.exclude(
            kind__in=(DeadlineKind.CONTINUOUS, DeadlineKind.RECURRING)
        ).exists():
            found[key] = _("Løpende")
        else:
            found[key] = _("Ikke levert ennå")
    return found


def assignments(context: Context) -> list[Block]:
    """Every assignment of the year with deadline, status and judgement: the annex of assignments."""
    listings = list(listings_of(asked_of(context)))
    if not listings:
        return [plain(_("Planen har ingen oppdrag."))]
    first = facts(
        context,
        _(
            "Planen har %(all)s oppdrag: %(new)s nye og %(earlier)s fra tidligere år. %(delivered)s har en leveranse, "
            "%(accepted)s er godtatt av departementet, og %(late)s er over fristen."
        ),
        all="steering.assignments",
        new="steering.assignments:new",
        earlier="steering.assignments:earlier",
        delivered="steering.assignments_delivered",
        accepted="steering.assignments_accepted",
        late="steering.assignments_late",
    )
    return [first, *_tables(context, listings)]


def _tables(context: Context, listings: list[Any]) -> list[Block]:
    statuses, judged = _statuses(context), _judged(context)
    header = (_("Oppdrag"), _("Frist"), _("Status"), _("Vurdering"))
    found: list[Block] = []
    for earlier, caption in ((False, _("Nye oppdrag")), (True, _("Oppdrag fra tidligere år"))):
        rows = [
            (
                Cell(str(listing.assignment)),
                Cell(_deadlines(context, listing.assignment)),
                Cell(statuses[listing.assignment_id]),
                Cell(
                    str(Colour(judged[listing.assignment_id].colour).label)
                    if listing.assignment_id in judged
                    else _("ikke vurdert")
                ),
            )
            for listing in listings
            if listing.earlier is earlier
        ]
        found += table(caption, header, rows)
    return found


def assignment_notes(context: Context) -> list[Block]:
    """What the owners of assignments have judged and written for the ministry in the period, word for word."""
    judged, noted = _judged(context), notes_of(context, "assignment")
    found: list[Block] = []
    for listing in listings_of(asked_of(context)):
        key = listing.assignment_id
        own = [*judgement_words(judged.get(key)), *note_words(noted.get(key, ()))]
        if own:
            found += [heading(str(listing.assignment)), *own]
    return found or [plain(_("De ansvarlige for oppdragene har ikke skrevet noe til departementet i perioden."))]


def assignment_deviations(context: Context) -> list[Block]:
    """The assignments that are late, or that their owners judge as yellow or red for the ministry."""
    statuses, judged = _statuses(context), _judged(context)
    late = late_of(asked_of(context))
    found: list[Block] = [
        facts(
            context,
            _("%(late)s av %(all)s oppdrag er over fristen."),
            late="steering.assignments_late",
            all="steering.assignments",
        )
    ]
    for listing in listings_of(asked_of(context)):
        key = listing.assignment_id
        off = key in judged and judged[key].colour != Colour.GREEN
        if key in late or off:
            found.append(heading(str(listing.assignment)))
            found.append(plain(_("Status: %(status)s.") % {"status": statuses[key]}))
            found += judgement_words(judged.get(key) if off else None)
    return found


def deliveries(context: Context) -> list[Block]:
    """What was handed to the ministry in the period."""
    rows = deliveries_of(asked_of(context))
    if not rows:
        return [plain(_("Det er ikke ført noen leveranser til departementet."))]
    first = facts(context, _("Leveranser til departementet: %(all)s."), all="steering.deliveries")
    header = (_("Leveranse"), _("Levert"), _("Hvor den står"))
    lines = [
        (f"{row.item} {row.part}".strip(), date_long(row.delivered_at), str(DELIVERY_TEXTS[state]))
        for row, state in rows
    ]
    return [first, *table(_("Leveranser til departementet"), header, lines)]


OFFERED: dict[str, Any] = {
    "assignments": Source(lazy("Alle oppdrag med frist og status"), assignments),
    "assignment_notes": Source(lazy("Det de ansvarlige har skrevet om oppdragene"), assignment_notes),
    "assignment_deviations": Source(lazy("Oppdrag over fristen, og gule og røde oppdrag"), assignment_deviations),
    "deliveries": Source(lazy("Leveranser til departementet"), deliveries),
}
