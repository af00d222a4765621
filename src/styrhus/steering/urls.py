from django.urls import path

from .views import (
    assignments,
    calendar,
    deliveries,
    demands,
    drops,
    followup,
    items,
    occurrences,
    plans,
    reminders,
    routines,
)

app_name = "steering"


def listed(address: str, view: object, name: str) -> list[object]:
    """A list with two addresses: of the plan that one's own work belongs to, and of a named plan."""
    return [path(f"{address}/", view, name=name), path(f"{address}/plan-<int:plan>/", view, name=name)]  # type: ignore[call-overload]


urlpatterns = [
    *listed("plan", plans.plan, "plan"),
    *listed("mal", plans.goals, "goals"),
    path("mal/<int:pk>/", plans.goal, name="goal"),
    *listed("styringsparametere", plans.parameters, "parameters"),
    path("styringsparametere/<int:pk>/", plans.parameter, name="parameter"),
    *listed("oppdrag", assignments.assignments, "assignments"),
    path("oppdrag/<int:pk>/", assignments.assignment, name="assignment"),
    path("oppdrag/<int:pk>/trekk/", assignments.withdraw, name="withdraw"),
    path("oppdrag/<int:pk>/bekreft/", assignments.confirm, name="confirm"),
    path("oppdrag/plan-<int:plan>/muntlig/", assignments.oral_order, name="oral_order"),
    path("frister/<int:pk>/endre/", assignments.deadline, name="deadline"),
    *listed("arshjul", calendar.year_wheel, "year_wheel"),
    *listed("plikter", routines.duties, "duties"),
    *listed("plikter/aret", routines.duty_year, "duty_year"),
    path("plikter/<int:pk>/", routines.duty, name="duty"),
    path("plikter/<int:pk>/rutine/", routines.routine, name="routine"),
    path("plikter/logg/<int:pk>/stryk/", routines.strike, name="strike"),
    path("plikter/plan-<int:plan>/ansvarlige/", demands.duty_owners, name="duty_owners"),
    *listed("gjentakelser", occurrences.occurrences, "occurrences"),
    path("gjentakelser/<int:pk>/", occurrences.occurrence, name="occurrence"),
    path("frister/<int:pk>/gjentakelser/", occurrences.recurrence, name="recurrence"),
    path("paminnelser/", reminders.rules, name="reminder_rules"),
    path("nedprioriteringer/", drops.drops, name="drops"),
    path("nedprioriteringer/plan-<int:plan>/ny/", drops.ask, name="drop_ask"),
    path("nedprioriteringer/<int:pk>/", drops.drop, name="drop"),
    path("nedprioriteringer/<int:pk>/trekk/", drops.recall, name="drop_recall"),
    *listed("rapportering", demands.reports, "reports"),
    path("rapportering/<int:pk>/", demands.report, name="report"),
    *listed("moter", demands.meetings, "meetings"),
    path("moter/<int:pk>/", demands.meeting, name="meeting"),
    *listed("fellesforinger", demands.directives, "directives"),
    path("fellesforinger/<int:pk>/", demands.directive, name="directive"),
    *listed("oppfolging", followup.board, "board"),
    path("oppdrag/<int:pk>/vurdering/", followup.judge, {"kind": "assignment"}, name="judge"),
    path("oppdrag/<int:pk>/notat/", followup.write_note, {"kind": "assignment"}, name="write_note"),
    path("oppdrag/<int:pk>/milepal/", followup.add_milestone, name="add_milestone"),
    path("oppdrag/<int:pk>/samarbeid/", followup.partner, name="partner"),
    path("oppdrag/<int:pk>/lever/", deliveries.deliver, name="deliver"),
    path("styringsparametere/<int:pk>/vurdering/", followup.judge, {"kind": "parameter"}, name="judge_parameter"),
    path("styringsparametere/<int:pk>/notat/", followup.write_note, {"kind": "parameter"}, name="note_parameter"),
    path("rapportering/<int:pk>/lever/", deliveries.deliver_report, name="deliver_report"),
    path("notater/<int:pk>/", followup.note, name="note"),
    path("milepaler/<int:pk>/", followup.milestone, name="milestone"),
    path("milepaler/<int:pk>/gjort/", followup.finish_milestone, name="finish_milestone"),
    path("leveranser/", deliveries.deliveries, name="deliveries"),
    path("leveranser/<int:pk>/", deliveries.delivery, name="delivery"),
    path("ansvarlig/<slug:kind>/<int:pk>/", items.owner, name="owner"),
]
