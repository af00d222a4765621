"""The rules by which the program reminds, as they stand today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.steering.access import Permission
from styrhus.steering.rules_reminders import Rule, rules_on
from styrhus.steering.tables_routines import RuleTable
from styrhus.steering.texts_routines import REMINDER_TEXTS, WHO_TEXTS
from styrhus.ui.tables import table_response


@requires(Permission.SEE_PLAN)
def rules(request: HttpRequest) -> HttpResponseBase:
    rows = [
        {
            "name": str(REMINDER_TEXTS[rule.name]),
            "when": when_text(rule),
            "who": _(", ellers ").join(str(WHO_TEXTS[who]) for who in rule.who),
            "since": rule.since,
            "verified": rule.verified,
        }
        for rule in rules_on(clock.today()).values()
    ]
    return table_response(request, RuleTable(rows, request), "steering/reminder_rules.html", {})


def when_text(rule: Rule) -> str:
    """When a rule reminds, in words."""
    parts = []
    if rule.before:
        days = _(" og ").join(str(days) for days in rule.before)
        parts.append(_("%(days)s dager før") % {"days": days})
    if rule.silence:
        text = ngettext("etter %(days)s dag uten nytt", "etter %(days)s dager uten nytt", rule.silence)
        parts.append(text % {"days": rule.silence})
    elif rule.after:
        parts.append(_("første virkedag etter"))
    if rule.after:
        parts.append(_("så hver %(days)s. dag") % {"days": rule.after})
    return ", ".join(parts)
