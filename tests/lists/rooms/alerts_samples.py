"""One of everything that the addresses of deviations, matters and publications need, in a state where acts are offered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from styrhus.alerts import actions
from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.identity.queries import DEMO_DOMAIN
from styrhus.steering.models import Plan


def values(plan: Plan) -> dict[str, Any]:
    controller = User.objects.get(email=f"controller@{DEMO_DOMAIN}")
    official = User.objects.get(email=f"etatsstyrer@{DEMO_DOMAIN}")

    def draft(what: str) -> Any:
        return actions.draft_deviation(
            plan=plan, kind="plan", what=what, why="Prøve.", measures="Prøve.", known_at=clock.now(), by=controller
        )

    reported = actions.report_deviation(deviation=draft("Prøve av et meldt avvik"), by=controller)
    seen = actions.report_deviation(deviation=draft("Prøve av et avvik som er sett"), by=controller)
    actions.acknowledge_deviation(deviation=seen, reply="", by=official)
    matter = {"plan": plan, "kind": "media", "summary": "Prøve.", "by": controller}
    sent = actions.send_matter(title="Prøve av en sak", **matter)
    known = actions.send_matter(title="Prøve av en kjent sak", **matter)
    actions.acknowledge_matter(matter=known, reply="", by=official)
    publication = actions.announce_publication(
        plan=plan, kind="other", title="Prøve av en publisering", summary="Prøve.",
        planned_on=clock.today() + timedelta(days=3), by=controller,
    )  # fmt: skip
    return {
        "alerts_draft": draft("Prøve av et utkast").pk,
        "alerts_reported": reported.pk,
        "alerts_seen": seen.pk,
        "alerts_sent_matter": sent.pk,
        "alerts_known_matter": known.pk,
        "alerts_publication": publication.pk,
    }
