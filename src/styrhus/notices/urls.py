from django.urls import path

from . import views

app_name = "notices"
urlpatterns = [
    path("varsler/", views.notices, name="notices"),
    path("varsler/les/", views.read, name="read"),
    path("varsler/valg/", views.preferences, name="preferences"),
    path("varsler/utboks/", views.outbox, name="outbox"),
    path("varsler/utboks/<int:pk>/send/", views.send_again, name="send_again"),
]
