"""The list of one's notices, and the outbox."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.ui.table_filters import BooleanFilter, Filter, Rows
from styrhus.ui.tables import (
    ChoiceFilter,
    Column,
    DateColumn,
    DateTimeColumn,
    NumberColumn,
    Table,
    TagColumn,
    TextFilter,
)

from . import queries
from .models import Mail, MailState, Notice

MAIL_KINDS = {
    MailState.QUEUED: "info",
    MailState.SENDING: "info",
    MailState.SENT: "success",
    MailState.FAILED: "danger",
    MailState.UNKNOWN: "warning",
}


def state_text(notice: Notice) -> str:
    """Where the notice stands, in a word."""
    if notice.read_at:
        return gettext("Lest")
    if notice.settled_at:
        return gettext("Ordnet")
    return gettext("Haster") if notice.urgent else gettext("Ny")


def _state_kind(notice: Notice) -> str:
    if notice.read_at or notice.settled_at:
        return "neutral"
    return "danger" if notice.urgent else "info"


def mail_text(notice: Notice) -> str:
    """Whether the notice went out by mail, in words; empty where no mail carries it."""
    return str(notice.mail.get_state_display()) if notice.mail else ""


class ReadColumn(Column):
    """A button that marks one notice read: it belongs to the form of the page, so that a table's own form stays whole."""

    def html(self, row: Any) -> SafeString:
        if row.read_at or row.settled_at:
            return SafeString("")
        return format_html(
            '<button class="ds-button" data-variant="tertiary" data-size="sm" type="submit" form="mark-read" '
            'name="notice" value="{}">{}<span class="ds-sr-only">: {}</span></button>',
            row.pk,
            gettext("Lest"),
            row.text,
        )


class SharedFilter(ChoiceFilter):
    """The room that a notice comes from: the first part of its kind."""

    def apply(self, rows: Rows, name: str, values: dict[str, Any]) -> Rows:
        wanted = values.get(name)
        return rows.filter(kind__startswith=f"{wanted}.") if wanted else rows  # type: ignore[union-attr]


class NoticeTable(Table):
    caption = _("Varsler")
    text = Column(_("Varsel"), header=True, wide=True, sort=True, link=lambda row: row.url)
    state = TagColumn(_("Status"), value=state_text, kinds=_state_kind)
    due_on = DateColumn(_("Frist"), sort=True)
    made_at = DateTimeColumn(_("Kom"), sort=True)
    mail = Column(_("E-post"), value=mail_text)
    read = ReadColumn(_("Merk"), value="pk", export=False)
    filters = {
        "q": TextFilter(_("Søk"), fields=("text",)),
        "unread": BooleanFilter(_("Bare uleste"), q=Q(read_at=None, settled_at=None)),
        "urgent": BooleanFilter(_("Bare det som haster"), field="urgent"),
    }
    default_sort = "-made_at"

    def __init__(self, rows: Rows, request: HttpRequest, *, user: User) -> None:
        rooms: Filter = SharedFilter(_("Område"), field="kind", choices=lambda: queries.rooms_of(user))
        self.filters = {**self.filters, "room": rooms}
        super().__init__(rows, request)


class AgainColumn(Column):
    """A button that queues a mail again, where that can be done."""

    def html(self, row: Mail) -> SafeString:
        if row.state not in (MailState.FAILED, MailState.UNKNOWN):
            return SafeString("")
        return format_html(
            '<button class="ds-button" data-variant="tertiary" data-size="sm" type="submit" form="send-again" '
            'formaction="{}">{}<span class="ds-sr-only">: {}</span></button>',
            reverse("notices:send_again", args=(row.pk,)),
            gettext("Send på nytt"),
            row.subject,
        )


class OutboxTable(Table):
    caption = _("Utboks")
    subject = Column(_("Emne"), header=True, wide=True, sort=True)
    to = Column(_("Til"), sort=True)
    state = TagColumn(_("Status"), kinds=MAIL_KINDS, sort=True)
    error = Column(_("Hva som gikk galt"), wide=True)
    attempts = NumberColumn(_("Forsøk"), sort=True)
    made_at = DateTimeColumn(_("Laget"), sort=True)
    sent_at = DateTimeColumn(_("Sendt"), sort=True)
    again = AgainColumn(_("Gjør"), value="pk", export=False)
    filters = {
        "q": TextFilter(_("Søk"), fields=("subject", "to")),
        "state": ChoiceFilter(_("Status"), field="state", choices=MailState.choices),
    }
    default_sort = "-made_at"
