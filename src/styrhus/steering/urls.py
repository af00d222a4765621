from django.urls import path

from .views import assignments, calendar, demands, items, plans

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
    *listed("plikter", demands.duties, "duties"),
    path("plikter/<int:pk>/", demands.duty, name="duty"),
    path("plikter/plan-<int:plan>/ansvarlige/", demands.duty_owners, name="duty_owners"),
    *listed("rapportering", demands.reports, "reports"),
    path("rapportering/<int:pk>/", demands.report, name="report"),
    *listed("moter", demands.meetings, "meetings"),
    path("moter/<int:pk>/", demands.meeting, name="meeting"),
    *listed("fellesforinger", demands.directives, "directives"),
    path("fellesforinger/<int:pk>/", demands.directive, name="directive"),
    path("ansvarlig/<slug:kind>/<int:pk>/", items.owner, name="owner"),
]
