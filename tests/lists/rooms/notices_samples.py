"""A mail of the agency's, for the addresses of the outbox."""

from __future__ import annotations

from typing import Any

from styrhus.identity.models import User
from styrhus.identity.queries import DEMO_DOMAIN
from styrhus.notices.mail import queue
from styrhus.steering.models import Plan


def values(plan: Plan) -> dict[str, Any]:
    controller = User.objects.get(email=f"controller@{DEMO_DOMAIN}")
    return {"notices_mail": queue(to=controller, subject="Prøve av e-post", body="Prøve.").pk}
