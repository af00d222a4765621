"""Every address of the site, by room."""

from importlib.util import find_spec

from django.urls import include, path

ROOMS = {
    "ui": "",
    "identity": "",
    "audit": "hendelser/",
    "archive": "dokumenter/",
    "economy": "penger/",
    "ledger": "regnskap/",
    "forecast": "prognoser/",
    "steering": "",
    "intake": "brev/",
    "notices": "varsler/",
    "alerts": "avvik/",
    "risk": "risiko/",
    "control": "kontroll/",
    "preparedness": "beredskap/",
    "obligations": "virksomheten/",
    "reports": "rapporter/",
    "dialogue": "dialog/",
    "preparation": "forberedelse/",
    "portal": "",
}

urlpatterns = [
    path(prefix, include(f"styrhus.{room}.urls")) for room, prefix in ROOMS.items() if find_spec(f"styrhus.{room}.urls")
]

handler400 = "styrhus.ui.errors.bad_request"
handler403 = "styrhus.ui.errors.permission_denied"
handler404 = "styrhus.ui.errors.page_not_found"
handler500 = "styrhus.ui.errors.server_error"
