from django.urls import path

from .views import deviations, matters, publications

app_name = "alerts"


def listed(address: str, view: object, name: str) -> list[object]:
    """A list with two addresses: of the plan that one's own work belongs to, and of a named plan."""
    return [path(f"{address}/", view, name=name), path(f"{address}/plan-<int:plan>/", view, name=name)]  # type: ignore[call-overload]


urlpatterns = [
    *listed("avvik", deviations.deviations, "deviations"),
    path("avvik/plan-<int:plan>/nytt/", deviations.new, name="new_deviation"),
    path("avvik/<int:pk>/", deviations.deviation, name="deviation"),
    path("avvik/<int:pk>/endre/", deviations.edit, name="edit_deviation"),
    path("avvik/<int:pk>/meld/", deviations.report, name="report_deviation"),
    path("avvik/<int:pk>/forkast/", deviations.discard, name="discard_deviation"),
    path("avvik/<int:pk>/kvitter/", deviations.acknowledge, name="acknowledge_deviation"),
    path("avvik/<int:pk>/oppfolging/", deviations.follow_up, name="follow_up_deviation"),
    path("avvik/<int:pk>/lukk/", deviations.close, name="close_deviation"),
    *listed("avvik/saker", matters.matters, "matters"),
    path("avvik/saker/plan-<int:plan>/ny/", matters.new, name="new_matter"),
    path("avvik/saker/<int:pk>/", matters.matter, name="matter"),
    path("avvik/saker/<int:pk>/kvitter/", matters.acknowledge, name="acknowledge_matter"),
    path("avvik/saker/<int:pk>/oppfolging/", matters.follow_up, name="follow_up_matter"),
    path("avvik/saker/<int:pk>/avslutt/", matters.close, name="close_matter"),
    *listed("avvik/publiseringer", publications.publications, "publications"),
    path("avvik/publiseringer/plan-<int:plan>/ny/", publications.new, name="new_publication"),
    path("avvik/publiseringer/<int:pk>/", publications.publication, name="publication"),
    path("avvik/publiseringer/<int:pk>/kvitter/", publications.see, name="see_publication"),
    path("avvik/publiseringer/<int:pk>/samtykke/", publications.consent, name="consent_to_publication"),
    path("avvik/publiseringer/<int:pk>/flytt/", publications.move, name="move_publication"),
    path("avvik/publiseringer/<int:pk>/publiser/", publications.publish, name="publish"),
    path("avvik/publiseringer/<int:pk>/avlys/", publications.cancel, name="cancel_publication"),
]
