"""Every address of the site, by room."""

from importlib.util import find_spec

from django.urls import include, path

ROOMS = {
    "ui": "",
    "identity": "",
    "audit": "hendelser/",
    "archive": "dokumenter/",
    "economy": "penger/",
    "steering": "",
    "intake": "brev/",
    "portal": "",
}

urlpatterns = [
    path(prefix, include(f"styrhus.{room}.urls")) for room, prefix in ROOMS.items() if find_spec(f"styrhus.{room}.urls")
]
