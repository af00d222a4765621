from django.urls import path

from . import views

app_name = "portal"
urlpatterns = [
    path("", views.front, name="front"),
    path("sok/", views.search, name="search"),
    path("kalender/", views.calendar, name="calendar"),
    path("kalender/<str:key>.ics", views.feed, name="feed"),
    path("om/", views.about, name="about"),
    path("personvern/", views.privacy, name="privacy"),
    path("helse/", views.health, name="health"),
]
