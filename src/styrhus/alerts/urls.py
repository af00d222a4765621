from django.urls import path

from .views import deviations, matters, publications

app_name = "alerts"


def listed(address: str, view: object, name: str) -> list[object]:
    """A list with two addresses: of the plan that one's own work belongs to, and of a named plan."""
    return [path(address, view, name=name), path(f"{address}plan-<int:plan>/", view, name=name)]  # type: ignore[call-overload]


urlpatterns = [
    *listed("", deviations.deviations, "deviations"),
    path("plan-<int:plan>/nytt/", deviations.new, name="new_deviation"),
    path("<int:pk>/", deviations.deviation, name="deviation"),
    path("<int:pk>/endre/", deviations.edit, name="edit_deviation"),
    path("<int:pk>/meld/", deviations.report, name="report_deviation"),
    path("<int:pk>/forkast/", deviations.discard, name="discard_deviation"),
    path("<int:pk>/kvitter/", deviations.acknowledge, name="acknowledge_deviation"),
    path("<int:pk>/oppfolging/", deviations.follow_up, name="follow_up_deviation"),
    path("<int:pk>/lukk/", deviations.close, name="close_deviation"),
    *listed("saker/", matters.matters, "matters"),
    path("saker/plan-<int:plan>/ny/", matters.new, name="new_matter"),
    path("saker/<int:pk>/", matters.matter, name="matter"),
    path("saker/<int:pk>/kvitter/", matters.acknowledge, name="acknowledge_matter"),
    path("saker/<int:pk>/oppfolging/", matters.follow_up, name="follow_up_matter"),
    path("saker/<int:pk>/avslutt/", matters.close, name="close_matter"),
    *listed("publiseringer/", publications.publications, "publications"),
    path("publiseringer/plan-<int:plan>/ny/", publications.new, name="new_publication"),
    path("publiseringer/<int:pk>/", publications.publication, name="publication"),
    path("publiseringer/<int:pk>/kvitter/", publications.see, name="see_publication"),
    path("publiseringer/<int:pk>/samtykke/", publications.consent, name="consent_to_publication"),
    path("publiseringer/<int:pk>/flytt/", publications.move, name="move_publication"),
    path("publiseringer/<int:pk>/publiser/", publications.publish, name="publish"),
    path("publiseringer/<int:pk>/avlys/", publications.cancel, name="cancel_publication"),
]
