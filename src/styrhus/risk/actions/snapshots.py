"""The picture of the risks that a steering meeting talks about."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.risk.access import Permission
from styrhus.risk.models import Snapshot, SnapshotRow
from styrhus.risk.queries.lines import lines_of
from styrhus.steering.access import require_in
from styrhus.steering.models import Plan


@transaction.atomic
def take_snapshot(*, plan: Plan, title: str, on: date, by: User | None) -> Snapshot:
    """Keep every risk of ``plan`` as it stands: those that run, and those closed since the last snapshot.

    ``on`` is the day that it is for (the meeting's). Raises: AccessDenied, ValidationError (a day to come, or a
    day before the last snapshot's).
    """
    require_in(by, Permission.TAKE_SNAPSHOT, plan.agency_id, plan.ministry_id)
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    last = Snapshot.objects.filter(plan=plan).order_by("-number").first()
    if on > clock.today():
        raise ValidationError(_("Bildet viser risikoene slik de er nå, og kan ikke gjelde en dag som ikke er kommet."))
    if last and on < last.on:
        raise ValidationError(_("Det finnes allerede et bilde fra en senere dag."))
    made = Snapshot(
        plan=plan, number=last.number + 1 if last else 1, title=title, on=on, taken_by=by, taken_at=clock.now()
    )
    save_checked(made)
    running_before = SnapshotRow.objects.filter(snapshot=last, closed=False).values("risk") if last else []
    wanted = Q(closed_on=None) | Q(pk__in=running_before)
    rows = [
        SnapshotRow(
            snapshot=made,
            risk=line.risk,
            event=line.risk.event,
            owner_name=line.risk.owner.name if line.risk.owner else "",
            before=line.assessment.before if line.assessment else None,
            after=line.assessment.after if line.assessment else None,
            ministry=line.ministry.cell if line.ministry else None,
            accepted=line.decision.accepted if line.decision else None,
            open_measures=line.open_measures,
            late_measures=line.late_measures,
            raised=line.risk.raised_on is not None,
            opened=line.opened,
            closed=line.risk.closed_on is not None,
        )
        for line in lines_of(plan, wanted)
    ]
    SnapshotRow.objects.bulk_create(rows)
    record(act="risk.take_snapshot", subject=made, by=by, new={"title": title, "on": on, "risks": len(rows)})
    return made
