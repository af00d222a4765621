"""Snapshots, and how each risk had moved since the one before."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from styrhus.identity.models import User
from styrhus.risk.access import Permission
from styrhus.risk.models import Risk, ScaleCell, Snapshot, SnapshotRow
from styrhus.risk.rules import Level, Movement, movement
from styrhus.steering.models import Plan


def last_snapshot(plan: Plan) -> Snapshot | None:
    return Snapshot.objects.filter(plan=plan).order_by("-number").first()


def sees_all_rows(user: User, plan: Plan) -> bool:
    """The agency and the auditor see every row, the ministry those whose assessment was open to it that day."""
    return user.may(Permission.SEE_ALL) or user.may(Permission.SEE, plan.agency_id)


def snapshots_for(user: User, plan: Plan) -> QuerySet[Snapshot]:
    """The plan's snapshots, newest first, each with ``risk_count``: how many rows ``user`` sees."""
    shown = Q() if sees_all_rows(user, plan) else Q(rows__opened=True)
    return (
        Snapshot.objects.visible_to(user)
        .filter(plan=plan)
        .select_related("plan__agency", "plan__ministry", "taken_by")
        .annotate(risk_count=Count("rows", filter=shown))
        .order_by("-number")
    )


@dataclass(frozen=True, slots=True)
class SnapshotLine:
    """A row of a snapshot, with the row of the one before; ``movement`` is None in the first snapshot."""

    row: SnapshotRow
    earlier: ScaleCell | None
    movement: Movement | None

    @property
    def risk(self) -> Risk:
        return self.row.risk


def snapshot_lines(user: User, snapshot: Snapshot) -> list[SnapshotLine]:
    """The rows that ``user`` may see, by number, compared with those of the snapshot before that they may see."""
    every = sees_all_rows(user, snapshot.plan)
    rows = _rows(snapshot, every)
    before = Snapshot.objects.filter(plan=snapshot.plan, number__lt=snapshot.number).order_by("-number").first()
    known = {row.risk_id: row for row in _rows(before, every) if not row.closed} if before else None
    return [_line(row, known) for row in rows]


def _rows(snapshot: Snapshot, every: bool) -> list[SnapshotRow]:
    rows = SnapshotRow.objects.filter(snapshot=snapshot).select_related(
        "risk", "before__band", "after__band", "ministry__band"
    )
    return list((rows if every else rows.filter(opened=True)).order_by("risk__number"))


def _line(row: SnapshotRow, known: dict[int, SnapshotRow] | None) -> SnapshotLine:
    if known is None:
        return SnapshotLine(row, None, None)
    earlier = known[row.risk_id].after if row.risk_id in known else None
    if row.closed:
        return SnapshotLine(row, earlier, Movement.CLOSED)
    if row.risk_id not in known:
        return SnapshotLine(row, None, Movement.NEW)
    return SnapshotLine(row, earlier, movement(_level(earlier), _level(row.after)))


def _level(cell: ScaleCell | None) -> Level | None:
    return Level(cell.scale_id, cell.likelihood, cell.consequence, cell.band.order) if cell else None
