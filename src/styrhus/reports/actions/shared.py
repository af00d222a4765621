"""What the acts on reports share: the report's row held for the transaction, who may write, whether a state allows an act."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styrhus.identity.access import AccessDenied
from styrhus.identity.models import User
from styrhus.reports.access import Permission, require_in
from styrhus.reports.models import Report, ReportPart, ReportState
from styrhus.reports.rules import Act, next_state
from styrhus.steering.access import departments_in

ACT_WORDS = {
    Act.SUBMIT: gettext_lazy("legges fram til godkjenning"),
    Act.TAKE_BACK: gettext_lazy("tas tilbake"),
    Act.APPROVE: gettext_lazy("godkjennes"),
    Act.REPLACE: gettext_lazy("erstattes av en ny utgave"),
    Act.SEND: gettext_lazy("sendes"),
    Act.RECEIVE: gettext_lazy("kvitteres som mottatt"),
    Act.COMMENT: gettext_lazy("få merknader"),
    Act.RETURN: gettext_lazy("sendes tilbake"),
    Act.ACCEPT: gettext_lazy("godtas"),
}


def held(report: Report) -> Report:
    """The report's row, held for this transaction, with its agency and plan."""
    rows = Report.objects.select_for_update(of=("self",))
    return rows.select_related("agency", "plan__agency", "plan__ministry", "demand").get(pk=report.pk)


def state_after(report: Report, act: Act) -> str:
    """Where ``act`` leads the report. Raises: ValidationError when its state doesn't allow it."""
    after = next_state(report.state, act)
    if after is None:
        raise ValidationError(
            _("Rapporten har tilstanden «%(state)s» og kan ikke %(act)s.")
            % {"state": report.get_state_display(), "act": ACT_WORDS[act]}
        )
    return after.value


def require_draft(report: Report) -> None:
    if report.state == ReportState.READY:
        raise ValidationError(_("Rapporten er lagt fram til godkjenning. Ta den tilbake før du endrer den."))
    if report.state != ReportState.DRAFT:
        raise ValidationError(_("Rapporten er godkjent og låst. Lag en ny utgave for å endre den."))


def may_write(user: User, part: ReportPart) -> bool:
    """Controller and director write everywhere; others what they, or their own department, are given."""
    agency = part.report.agency_id
    if not user.is_active or not user.may(Permission.WRITE_REPORTS, agency):
        return False
    if user.may(Permission.LEAD_REPORTS, agency):
        return True
    if part.department_id and part.department_id in departments_in(user, agency):
        return True
    return part.writers.filter(user=user).exists()


def require_writer(by: User | None, part: ReportPart) -> None:
    require_in(by, Permission.WRITE_REPORTS, part.report.agency_id)
    if by is not None and not may_write(by, part):
        raise AccessDenied(_("Du skriver ikke i denne delen. Be controlleren gi den til deg eller avdelingen din."))
