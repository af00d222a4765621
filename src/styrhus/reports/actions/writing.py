"""Writing a report: the text of each section, who writes it, when it is ready, and the facts above the text."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.models import Department, RoleAssignment, User
from styrhus.identity.queries import holders_of
from styrhus.notices.actions import notify
from styrhus.reports.access import Permission, require_in
from styrhus.reports.compose import Gathering, gathered
from styrhus.reports.document import sha256_of, to_data
from styrhus.reports.markup import keys_in
from styrhus.reports.models import Assembly, EarlierText, PartState, PartWriter, Report, ReportPart
from styrhus.reports.rules import joined

from .shared import held, require_draft, require_writer


class WrittenMeanwhile(ValidationError):
    """Somebody else has saved the section since the writer read it. ``part`` is as it stands now; nothing was changed."""

    def __init__(self, part: ReportPart) -> None:
        name = part.edited_by.name if part.edited_by else "Styrhus"
        super().__init__(
            _("%(name)s har skrevet i «%(title)s» mens du skrev. Velg hva som skal stå.")
            % {"name": name, "title": part.title}
        )
        self.part = part


@transaction.atomic
def write_part(*, part: ReportPart, text: str, version: int, by: User | None, keep_both: bool = False) -> ReportPart:
    """Save the text of a section. ``version`` is the one that the writer saw; what stood before is kept as an earlier text.

    ``keep_both`` puts the text after what another has written since. Raises: AccessDenied, WrittenMeanwhile,
    ValidationError (marked ready, laid before the director or locked; or a figure in the text that is not there).
    """
    part = _held_part(part)
    require_writer(by, part)
    text = text.replace("\r\n", "\n").strip()
    if text == part.text and not part.from_before:
        return part
    _require_open(part)
    if version != part.version:
        if not keep_both:
            raise WrittenMeanwhile(part)
        text = joined(part.text, text)
    if text == part.text and not part.from_before:
        return part
    _require_figures(part, text)
    if part.text and text != part.text:
        EarlierText.objects.create(
            part=part, version=part.version, text=part.text, written_by=part.edited_by, written_at=part.edited_at
        )
    part.text, part.version, part.edited_by, part.edited_at = text, part.version + 1, by, clock.now()
    part.from_before = False
    save_checked(part, only=("text", "version", "edited_by", "edited_at", "from_before"))
    new = {"part": str(part), "version": part.version, "characters": len(part.text)}
    record(act="reports.write_part", subject=part.report, by=by, new=new)
    return part


@transaction.atomic
def assign_part(
    *, part: ReportPart, department: Department | None, writers: Collection[User], due: date | None, by: User | None
) -> ReportPart:
    """Say who writes a section and by when; who is new to it is told.

    Raises: AccessDenied, ValidationError (locked, somebody without a role in the agency, another agency's department,
    a due day after the report's own).
    """
    part = _held_part(part)
    report = part.report
    require_in(by, Permission.LEAD_REPORTS, report.agency_id)
    require_draft(report)
    if department and department.organisation_id != report.agency_id:
        raise ValidationError(_("Avdelingen hører til en annen virksomhet."))
    if due and report.due and due > report.due:
        raise ValidationError(_("Fristen for delen kan ikke være etter fristen for rapporten."))
    for user in writers:
        _require_of_agency(user, report)
    before = {row.user_id for row in part.writers.all()}
    wanted = {user.pk: user for user in writers}
    old = snapshot(part, "department", "due") | {"writers": sorted(before)}
    part.department, part.due = department, due
    save_checked(part, only=("department", "due"))
    part.writers.exclude(user__in=wanted).delete()
    new_users = [user for key, user in wanted.items() if key not in before]
    for user in new_users:
        PartWriter.objects.create(report=report, part=part, user=user)
    new = snapshot(part, "department", "due") | {"writers": sorted(wanted)}
    if new != old:
        record(act="reports.assign_part", subject=report, by=by, old=old, new=new | {"part": str(part)})
    title, name = str(report), str(part)
    notify(
        users=[user for user in new_users if by is None or user.pk != by.pk],
        kind="reports.assigned",
        text=lambda: _("Du skal skrive «%(part)s» i %(report)s.") % {"part": name, "report": title},
        url=part.get_absolute_url(),
        key=f"reports.assigned-{part.pk}-{clock.now():%Y%m%d%H%M}",
        due=due,
    )
    return part


@transaction.atomic
def mark_ready(*, part: ReportPart, by: User | None) -> ReportPart:
    """The section is written. Raises: AccessDenied, ValidationError (locked, nothing written and no facts to stand alone)."""
    part = _held_part(part)
    require_writer(by, part)
    require_draft(part.report)
    if part.state == PartState.READY:
        return part
    if not part.text and not _has_facts(part) and not _has_inner(part):
        raise ValidationError(_("Delen er tom. Skriv noe, eller ta med fakta, før du merker den ferdig."))
    part.state, part.ready_by, part.ready_at = PartState.READY, by, clock.now()
    part.from_before = False
    save_checked(part, only=("state", "ready_by", "ready_at", "from_before"))
    record(act="reports.mark_ready", subject=part.report, by=by, new={"part": str(part)})
    if not part.report.parts.filter(state=PartState.OPEN).exists():
        _tell_all_ready(part.report)
    return part


@transaction.atomic
def reopen_part(*, part: ReportPart, by: User | None) -> ReportPart:
    """Write on in a section that was marked ready. Raises: AccessDenied, ValidationError (locked)."""
    part = _held_part(part)
    require_writer(by, part)
    require_draft(part.report)
    if part.state == PartState.OPEN:
        return part
    part.state, part.ready_by, part.ready_at = PartState.OPEN, None, None
    save_checked(part, only=("state", "ready_by", "ready_at"))
    record(act="reports.reopen_part", subject=part.report, by=by, new={"part": str(part)})
    return part


@transaction.atomic
def choose_facts(*, part: ReportPart, left_out: Collection[str], by: User | None) -> ReportPart:
    """Keep the facts of some sources out of the report. Raises: AccessDenied, ValidationError (locked, marked ready)."""
    part = _held_part(part)
    require_writer(by, part)
    section = part.report.template.section(part.key)
    wanted = [key for key in (section.sources if section else ()) if key in left_out]
    if wanted == part.left_out:
        return part
    _require_open(part)
    old = snapshot(part, "left_out")
    part.left_out = wanted
    save_checked(part, only=("left_out",))
    new = snapshot(part, "left_out") | {"part": str(part)}
    record(act="reports.choose_facts", subject=part.report, by=by, old=old, new=new)
    return part


@transaction.atomic
def assemble_part(*, part: ReportPart, by: User | None) -> Assembly:
    """Keep the facts of a section as they are now; the next time they are held against these.

    Facts that have not changed are not kept again. Raises: AccessDenied, ValidationError (locked).
    """
    part = _held_part(part)
    require_writer(by, part)
    require_draft(part.report)
    _facts, content = gathered(part)
    digest = sha256_of(content)
    last = part.assemblies.order_by("-pk").first()
    if last and last.sha256 == digest:
        return last
    made = Assembly(part=part, content=to_data(content), sha256=digest, made_by=by, made_at=clock.now())
    made.save()
    record(act="reports.assemble_part", subject=part.report, by=by, new={"part": str(part), "sha256": digest})
    return made


def _held_part(part: ReportPart) -> ReportPart:
    """The section as it stands, with its report held: writers of one report wait for each other for a moment."""
    report = held(part.report)
    part = ReportPart.objects.select_related("edited_by", "department").get(pk=part.pk)
    part.report = report
    return part


def _require_open(part: ReportPart) -> None:
    require_draft(part.report)
    if part.state == PartState.READY:
        raise ValidationError(
            _("Delen «%(title)s» er merket ferdig. Åpne den igjen før du endrer den.") % {"title": part}
        )


def _require_figures(part: ReportPart, text: str) -> None:
    """Figures that the text refers to and did not refer to before must be there."""
    gathering, known = Gathering(part.report), set(keys_in(part.text))
    for key in keys_in(text):
        if key not in known:
            gathering.figure(key)


def _has_facts(part: ReportPart) -> bool:
    section = part.report.template.section(part.key)
    return any(key not in part.left_out for key in (section.sources if section else ()))


def _has_inner(part: ReportPart) -> bool:
    """A section that only gathers others has no text of its own."""
    return any(True for _one in part.report.template.children(part.key))


def _require_of_agency(user: User, report: Report) -> None:
    held_now = RoleAssignment.objects.current().filter(user=user, organisation=report.agency)
    if not user.is_active or not held_now.exists() or not user.may(Permission.WRITE_REPORTS, report.agency_id):
        raise ValidationError(
            _("%(name)s kan ikke skrive i rapporter for virksomheten. Velg en som har en rolle der.")
            % {"name": user.name}
        )


def _tell_all_ready(report: Report) -> None:
    title = str(report)
    notify(
        users=holders_of(Permission.LEAD_REPORTS, report.agency),
        kind="reports.all_ready",
        text=lambda: _("Alle deler av %(report)s er ferdige.") % {"report": title},
        url=report.get_absolute_url(),
        key=f"reports.all_ready-{report.pk}-{clock.now():%Y%m%d}",
        due=report.due,
    )
