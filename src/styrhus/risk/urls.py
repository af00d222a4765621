from django.urls import path

from .views import assess, lists, measures, risks, scales, snapshots

app_name = "risk"

urlpatterns = [
    path("", lists.risks, name="risks"),
    path("plan-<int:plan>/", lists.risks, name="risks"),
    path("plan-<int:plan>/ny/", risks.new, name="new"),
    path("plan-<int:plan>/tiltak/", lists.measures, name="measures"),
    path("plan-<int:plan>/rapport/", lists.report, name="report"),
    path("plan-<int:plan>/bilder/", snapshots.snapshots, name="snapshots"),
    path("plan-<int:plan>/skala/", scales.scale, name="scale"),
    path("plan-<int:plan>/skala/ny/", scales.new_scale, name="new_scale"),
    path("bilder/<int:pk>/", snapshots.snapshot, name="snapshot"),
    path("tiltak/<int:pk>/", measures.measure, name="measure"),
    path("tiltak/<int:pk>/endre/", measures.change, name="change_measure"),
    path("<int:pk>/", risks.risk, name="risk"),
    path("<int:pk>/endre/", risks.change, name="change"),
    path("<int:pk>/avslutt/", risks.close, name="close"),
    path("<int:pk>/tiltak/ny/", measures.new, name="new_measure"),
    path("<int:pk>/vurder/", assess.assess, name="assess"),
    path("<int:pk>/departementet/", assess.ministry, name="assess_as_ministry"),
    path("<int:pk>/beslutt/", assess.decide, name="decide"),
    path("<int:pk>/loft/", assess.raise_risk, name="raise"),
    path("<int:pk>/del/", assess.share, name="share"),
]
