"""What is journaled of a report: that it was sent, received, remarked on, returned or accepted.

The archive is written in bokmål, whatever language the one who acts reads.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from styrhus.archive.formal import Section, file_record, open_case
from styrhus.archive.models import CaseFile, Direction, Document, JournalEntry
from styrhus.identity import clock
from styrhus.identity.models import Organisation, User
from styrhus.ui.formats import date_long, date_time

from .models import Report


def journal_sending(
    report: Report, message: str, files: list[Document], recipients: Iterable[Organisation], by: User | None
) -> JournalEntry:
    """The report on its way out, to the ministry and to those who get a copy."""
    to = list(recipients)
    with translation.override(settings.LANGUAGE_CODE):
        return file_record(
            case=_case(report, by),
            title=_("Oversendelse: %(report)s") % {"report": report.title},
            facts=[
                *_facts(report),
                (_("Kopi til"), ", ".join(one.name for one in to[1:])),
                (_("Sendt av"), by.name if by else ""),
            ],
            sections=[
                (_("Melding"), message),
                (_("Filer"), "\n".join(f"{one.title} (SHA-256 {one.sha256})" for one in files)),
            ],
            direction=Direction.OUT,
            sender=report.agency.name,
            recipient=", ".join(one.name for one in to),
            by=by,
            attachments=files,
            shared_with=to,
        )


def journal_answer(report: Report, what: str, sections: Iterable[Section], by: User | None) -> JournalEntry:
    """The ministry's answer, in the agency's case and open to both. ``what`` is in bokmål."""
    with translation.override(settings.LANGUAGE_CODE):
        return file_record(
            case=_case(report, by),
            title=f"{what}: {report.title}",
            facts=[*_facts(report), (_("Dato"), date_time(clock.now())), (_("Svart av"), by.name if by else "")],
            sections=list(sections),
            direction=Direction.IN,
            sender=report.plan.ministry.name,
            recipient=report.agency.name,
            by=by,
            shared_with=[report.plan.ministry],
        )


def _facts(report: Report) -> list[tuple[str, str]]:
    return [
        (_("Periode"), f"{date_long(report.begin)}–{date_long(report.end)}"),
        (_("Tall per"), date_long(report.cut_off)),
        (_("Utgave"), str(report.number)),
        (_("Frist"), date_long(report.due) if report.due else ""),
    ]


def _case(report: Report, by: User | None) -> CaseFile:
    plan = report.plan
    title = _("Styringsdialog %(year)s – %(agency)s") % {"year": plan.year, "agency": plan.agency.label}
    return open_case(organisation=plan.agency, key=f"styringsdialog-{plan.year}", title=title, by=by)
