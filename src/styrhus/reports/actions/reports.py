"""Making a report, changing its frame, and answering for what it leaves unanswered."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.reports import beginnings
from styrhus.reports.access import Permission, require_in
from styrhus.reports.models import AcceptedGap, Report, ReportPart
from styrhus.reports.outline import Outline, in_language, to_json
from styrhus.steering.models import Plan, ReportingDemand

from .shared import held, require_draft

FRAME = ("title", "begin", "end", "cut_off", "due", "demand")


@transaction.atomic
def make_report(
    *,
    plan: Plan,
    kind: str,
    by: User | None,
    begin: date,
    end: date,
    cut_off: date,
    due: date | None = None,
    language: str = "nb",
    title: str = "",
    demand: ReportingDemand | None = None,
    starts_from: Report | None = None,
) -> Report:
    """Begin a report of the template ``kind``, which is kept as it stands today.

    ``starts_from``: an approved report whose texts this one begins with, each marked as standing from before.
    Raises: AccessDenied, ValidationError (no such template, a period that is not one, another plan's demand, a demand
    that has a report already).
    """
    require_in(by, Permission.LEAD_REPORTS, plan.agency_id)
    begin_from = beginnings.beginning(plan.agency, kind)
    _require_frame(plan, begin, end, cut_off, demand)
    if demand and not beginnings.answers(begin_from, demand):
        raise ValidationError(
            _("Malen «%(kind)s» svarer ikke på «%(demand)s». Velg en annen mal.")
            % {"kind": begin_from.kind.label, "demand": demand.title}
        )
    if demand:
        ReportingDemand.objects.select_for_update(of=("self",)).get(pk=demand.pk)
        _require_free(demand)
    if starts_from and (starts_from.agency_id != plan.agency_id or starts_from.approved_at is None):
        raise ValidationError(_("En rapport kan bare begynne fra en godkjent rapport i samme virksomhet."))
    outline = beginnings.outline_of(begin_from, plan, begin.year)
    report = Report(
        agency=plan.agency, plan=plan, demand=demand, kind=kind, outline=to_json(outline),
        outline_version=outline.version, title=title.strip() or in_language(outline.title, language), year=begin.year,
        begin=begin, end=end, cut_off=cut_off, due=due, language=language, starts_from=starts_from, made_by=by,
        made_at=clock.now(),
    )  # fmt: skip
    save_checked(report)
    add_parts(report, outline, starts_from)
    new = snapshot(report, "kind", "outline_version", "language", "starts_from", *FRAME)
    record(act="reports.make_report", subject=report, by=by, new=new)
    return report


@transaction.atomic
def change_report(
    *,
    report: Report,
    title: str,
    begin: date,
    end: date,
    cut_off: date,
    due: date | None,
    demand: ReportingDemand | None,
    by: User | None,
) -> Report:
    """Change a draft's title, period, cut-off, due day or the demand that it answers. Raises: AccessDenied, ValidationError."""
    report = held(report)
    require_in(by, Permission.LEAD_REPORTS, report.agency_id)
    require_draft(report)
    _require_frame(report.plan, begin, end, cut_off, demand)
    if demand and demand.pk != report.demand_id:
        ReportingDemand.objects.select_for_update(of=("self",)).get(pk=demand.pk)
        _require_free(demand)
    if begin.year != report.year:
        raise ValidationError(
            _("Rapporten gjelder %(year)s. Lag en ny rapport for et annet år.") % {"year": report.year}
        )
    old = snapshot(report, *FRAME)
    report.title, report.begin, report.end = title, begin, end
    report.cut_off, report.due, report.demand = cut_off, due, demand
    save_checked(report, only=FRAME)
    new = snapshot(report, *FRAME)
    if new != old:
        record(act="reports.change_report", subject=report, by=by, old=old, new=new)
    return report


@transaction.atomic
def accept_unanswered(*, report: Report, demand: str, label: str, why: str, by: User | None) -> AcceptedGap:
    """Answer for a reporting demand that the report leaves unanswered. ``demand`` is its key in the matrix.

    Raises: AccessDenied, ValidationError (no reason, locked).
    """
    report = held(report)
    require_in(by, Permission.LEAD_REPORTS, report.agency_id)
    if not report.is_open:
        raise ValidationError(_("Rapporten er godkjent og låst. Lag en ny utgave for å endre den."))
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor kravet ikke besvares i rapporten."))
    known = AcceptedGap.objects.filter(report=report, demand=demand).first()
    if known:
        return known
    gap = AcceptedGap(report=report, demand=demand, label=label[:500], why=why, accepted_by=by, accepted_at=clock.now())
    save_checked(gap)
    record(act="reports.accept_unanswered", subject=report, by=by, new={"demand": label}, why=why)
    return gap


def add_parts(report: Report, outline: Outline, starts_from: Report | None) -> None:
    """The sections as rows, in order. Those that ``starts_from`` has too begin with its text, marked so."""
    before = {part.key: part for part in starts_from.parts.all()} if starts_from else {}
    for order, section in enumerate(outline.sections, 1):
        earlier = before.get(section.key)
        part = ReportPart(
            report=report,
            key=section.key,
            order=order,
            number=section.number,
            title=in_language(section.title, report.language),
            text=earlier.text if earlier else "",
            from_before=bool(earlier and earlier.text),
            left_out=[key for key in earlier.left_out if key in section.sources] if earlier else [],
            department=earlier.department if earlier else None,
        )
        save_checked(part)


def _require_frame(plan: Plan, begin: date, end: date, cut_off: date, demand: ReportingDemand | None) -> None:
    if end < begin:
        raise ValidationError(_("Perioden slutter før den begynner."))
    if cut_off < begin:
        raise ValidationError(_("Tallene kan ikke være fra før perioden begynner."))
    if begin.year != end.year or begin.year not in (plan.year, plan.year - 1):  # a letter asks for last year's too
        raise ValidationError(
            _("Perioden må ligge i ett budsjettår, %(last)s eller %(year)s.")
            % {"last": plan.year - 1, "year": plan.year}
        )
    if demand and demand.plan_id != plan.pk:
        raise ValidationError(_("Rapporteringskravet hører til en annen plan."))


def _require_free(demand: ReportingDemand) -> None:
    """A demand is answered by one report at a time: a new one only after those before are replaced or returned."""
    standing = Report.objects.filter(demand=demand, followed_by=None).exclude(state__in=("replaced",)).first()
    repeated = demand.kind in ("monthly", "tertial")
    if standing and not repeated:
        raise ValidationError(
            _("«%(title)s» svarer allerede på dette kravet. Skriv videre i den.") % {"title": standing.title}
        )
