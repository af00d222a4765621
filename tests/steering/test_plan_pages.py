"""Every page of a plan: who reaches it, what it shows, and how many queries it costs."""

from __future__ import annotations

from django.urls import reverse

from styrhus.steering.models import Directive, Meeting, ReportingDemand

LISTS = ["plan", "goals", "parameters", "assignments", "year_wheel", "duties", "reports", "meetings", "directives"]


def item_pages(small):
    return {
        "goal": small.goals[0].pk,
        "parameter": small.parameters[0].pk,
        "assignment": small.assignments[0].pk,
        "duty": small.duties[0].pk,
        "report": ReportingDemand.objects.get().pk,
        "meeting": Meeting.objects.get().pk,
        "directive": Directive.objects.get().pk,
    }


def test_smoke(place, small, browser):
    client = browser(place.controller)
    for name in LISTS:
        for url in (reverse(f"steering:{name}"), reverse(f"steering:{name}", args=(small.plan.pk,))):
            r = client.get(url)
            assert r.status_code == 200, url
            assert "UNKNOWN-VARIABLE" not in r.text, url
    for name, pk in item_pages(small).items():
        r = client.get(reverse(f"steering:{name}", args=(pk,)))
        assert r.status_code == 200, name
        assert "UNKNOWN-VARIABLE" not in r.text, name
