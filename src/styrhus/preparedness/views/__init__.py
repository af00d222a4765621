"""The pages of the preparedness."""

from .incidents import (
    close_incident,
    exercise,
    exercises,
    incident,
    incidents,
    notify_ministry,
    receive_notice,
    report_incident,
    share_information,
)
from .learning import add_learning_point, close_learning_point, learning, learning_point, processings
from .overview import dependencies, function, overview, vulnerabilities
from .plans import approve_version, contacts, contacts_print, plan, plan_print, plans, write_version
from .registers import change, enter, row

__all__ = (
    "add_learning_point",
    "approve_version",
    "change",
    "close_incident",
    "close_learning_point",
    "contacts",
    "contacts_print",
    "dependencies",
    "enter",
    "exercise",
    "exercises",
    "function",
    "incident",
    "incidents",
    "learning",
    "learning_point",
    "notify_ministry",
    "overview",
    "plan",
    "plan_print",
    "plans",
    "processings",
    "receive_notice",
    "report_incident",
    "row",
    "share_information",
    "vulnerabilities",
    "write_version",
)
