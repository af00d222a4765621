from django.urls import path

from .views import entering, overview, versions

app_name = "forecast"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("<int:agency>/<int:year>/", overview.overview, name="overview"),
    path("<int:agency>/<int:year>/oppgave/", entering.mine, name="mine"),
    path("<int:agency>/<int:year>/versjoner/", versions.versions, name="versions"),
    path("<int:agency>/<int:year>/versjoner/ny/", versions.new, name="new"),
    path("<int:agency>/<int:year>/sammenlign/", overview.compare, name="compare"),
    path("<int:agency>/<int:year>/treff/", overview.hits, name="hits"),
    path("<int:agency>/<int:year>/overskridelser/", overview.warnings, name="warnings"),
    path("post/<int:pk>/", overview.post, name="post"),
    path("<int:pk>/", versions.version, name="version"),
    path("<int:pk>/endre/", versions.change, name="change"),
    path("<int:pk>/frys/", versions.freeze, name="freeze"),
    path("<int:pk>/godkjenn/", versions.approve, name="approve"),
    path("<int:pk>/del/", versions.share, name="share"),
    path("<int:pk>/avdeling/<int:department>/", entering.task, name="task"),
    path("<int:pk>/avdeling/<int:department>/lever/", entering.submit, name="submit"),
    path("<int:pk>/avdeling/<int:department>/tilbake/", entering.send_back, name="return"),
    path("<int:pk>/avdeling/<int:department>/post/<int:post>/", entering.enter, name="enter"),
    path("<int:pk>/avdeling/<int:department>/post/<int:post>/hent/", entering.copy, name="copy"),
]
