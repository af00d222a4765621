from django.urls import path

from . import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("les/", views.read, name="read"),
    path("valg/", views.preferences, name="preferences"),
    path("utboks/", views.outbox, name="outbox"),
    path("utboks/<int:pk>/send/", views.send_again, name="send_again"),
]
