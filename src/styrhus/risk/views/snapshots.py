"""The snapshots of a plan's risks."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from styrhus.identity.access import requires
from styrhus.risk import actions
from styrhus.risk.access import SEEING, Permission
from styrhus.risk.forms import SnapshotForm
from styrhus.risk.heat_map import heat_map
from styrhus.risk.models import Snapshot
from styrhus.risk.pages import choose, refuse
from styrhus.risk.presentation import Scales, placed_in_snapshot
from styrhus.risk.queries.snapshots import snapshot_lines, snapshots_for
from styrhus.risk.rules import Movement
from styrhus.risk.tables import SnapshotRowTable, SnapshotTable
from styrhus.ui.tables import table_response

from .lists import no_plan


@requires(*SEEING)
def snapshots(request: HttpRequest, plan: int) -> HttpResponseBase:
    chosen = choose(request.user, plan, "snapshots")
    if chosen is None:
        return no_plan(request)
    agency, ministry = chosen.plan.agency_id, chosen.plan.ministry_id
    may_take = any(request.user.may(Permission.TAKE_SNAPSHOT, one) for one in (agency, ministry))
    form = SnapshotForm(request.POST or None)
    if request.method == "POST":
        if not may_take:
            raise Http404
        if form.is_valid():
            try:
                made = actions.take_snapshot(plan=chosen.plan, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, _("Bildet er tatt, og kan ikke endres."))
                return redirect("risk:snapshot", made.pk)
    table = SnapshotTable(snapshots_for(request.user, chosen.plan), request)
    context = {"chosen": chosen, "plan": chosen.plan, "form": form if may_take else None}
    return table_response(request, table, "risk/snapshots.html", context)


@requires(*SEEING)
def snapshot(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = Snapshot.objects.visible_to(request.user).select_related("plan__agency", "taken_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    chosen = choose(request.user, found.plan_id, "snapshots")
    lines = snapshot_lines(request.user, found)
    scales = Scales(found.plan.agency)
    known = next((line.row.after.scale for line in lines if line.row.after), None)
    view = scales.view(known) if known else scales.standing
    title = _("Risikoene ved %(title)s") % {"title": found.title}
    moves = [line for line in lines if line.movement not in (None, Movement.SAME)]
    context = {
        "snapshot": found,
        "plan": found.plan,
        "chosen": chosen,
        "map": heat_map(view, placed_in_snapshot(lines), id="map", title=title) if view else None,
        "moves": moves,
        "compared": any(line.movement is not None for line in lines),
    }
    return table_response(request, SnapshotRowTable(lines, request), "risk/snapshot.html", context)
