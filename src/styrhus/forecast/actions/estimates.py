"""What departments enter and deliver, and the controller's return of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.economy.models import Post
from styrhus.forecast import rules
from styrhus.forecast.access import Permission, require_enter, require_in
from styrhus.forecast.models import Estimate, EstimateMonth, Step, Submission, Version
from styrhus.forecast.queries import estimate_of, task_of, version_before
from styrhus.identity import clock
from styrhus.identity.models import Department, User
from styrhus.identity.queries import holders_of
from styrhus.notices.actions import notify
from styrhus.ui.formats import number

from .people import heads_of
from .watching import watch

LARGEST = Decimal(10) ** 13  # kroner: ten times the state budget, so that a slip is seen


@transaction.atomic
def enter_estimate(
    *,
    version: Version,
    post: Post,
    department: Department | None,
    months: Mapping[int, Decimal],
    stated_total: Decimal | None,
    reason: str,
    by: User | None,
) -> Estimate:
    """Enter what a department expects of a post, in the place of what stood there.

    ``months`` is planned use by month (1 to 12) after the version's cut-off; a month left out is 0 when any is given.
    Empty ``months`` and a stated total: only the total is known. Amounts of income posts are income, positive.
    Raises: AccessDenied; ValidationError (the version is frozen or the department has delivered, nothing is entered,
    a month that has ended, a total without a reason).
    """
    require_enter(by, version.agency_id, department)
    version = _editable(version, department)
    _check_place(version, post, department)
    _check_amounts(version, months, stated_total, reason)
    found = estimate_of(version, post, department) or Estimate(version=version, post=post, department=department)
    return _save(found, months, (stated_total, reason), by)


@transaction.atomic
def copy_estimate(*, version: Version, post: Post, department: Department | None, by: User | None) -> Estimate:
    """Take over the planned months from the version before, for the months that have not ended.

    A stated total is not taken over: it was given with what was known then.
    Raises: AccessDenied; ValidationError (there is nothing to take over).
    """
    require_enter(by, version.agency_id, department)
    version = _editable(version, department)
    before = version_before(version)
    source = estimate_of(before, post, department) if before else None
    months = ahead(version, source) if source else {}
    if source is None or not months:
        raise ValidationError(_("Forrige prognose har ingen plan per måned for denne posten. Før tallene her."))
    found = estimate_of(version, post, department) or Estimate(version=version, post=post, department=department)
    return _save(found, months, (None, source.reason), by, source=source)


@transaction.atomic
def submit(*, version: Version, department: Department | None, words: str, by: User | None) -> Submission:
    """Deliver the department's forecast: from then on it is changed only when the controller sends it back.

    Raises: AccessDenied; ValidationError (frozen, delivered already, or posts without an estimate, which are named).
    """
    require_enter(by, version.agency_id, department)
    version = _editable(version, department)
    task = task_of(version, department)
    if not task.rows:
        raise ValidationError(_("Avdelingen har ingen poster i denne prognosen."))
    if task.missing:
        names = ", ".join(f"{row.post.chapter.number}.{row.post.number}" for row in task.missing)
        raise ValidationError(
            _("Prognosen mangler anslag for post %(posts)s. Før dem før du leverer.") % {"posts": names}
        )
    made = _step(version, department, Step.SUBMITTED, words, by)
    record(act="forecast.submit", subject=version, by=by, new={"department": department and department.name}, why=words)
    name = department.name if department else ""
    notify(
        users=[user for user in holders_of(Permission.GATHER, version.agency_id) if user != by],
        kind="forecast.submitted",
        text=lambda: (
            _("%(department)s har levert «%(version)s».")
            % {"department": name or _("Det som ikke er fordelt"), "version": version.title}
        ),
        url=reverse("forecast:version", args=(version.pk,)),
        key=f"forecast.submitted-{made.pk}",
    )
    watch(agency=version.agency, year=version.year)
    return made


@transaction.atomic
def return_submission(*, version: Version, department: Department | None, why: str, by: User | None) -> Submission:
    """Send a delivered forecast back to its department. Raises: AccessDenied; ValidationError (frozen, not delivered, no reason)."""
    require_in(by, Permission.GATHER, version.agency_id)
    version = hold_open(version)
    if not why.strip():
        raise ValidationError(_("Skriv hva avdelingen skal se på."))
    if _standing(version, department) != Step.SUBMITTED:
        raise ValidationError(_("Avdelingen har ikke levert, så det er ingenting å sende tilbake."))
    made = _step(version, department, Step.RETURNED, why, by)
    new = {"department": department and department.name}
    record(act="forecast.return_submission", subject=version, by=by, new=new, why=why)
    notify(
        users=heads_of(version.agency, department),
        kind="forecast.returned",
        text=lambda: _("«%(version)s» er sendt tilbake: %(why)s") % {"version": version.title, "why": why},
        url=reverse("forecast:task", args=(version.pk, department.pk if department else 0)),
        key=f"forecast.returned-{made.pk}",
        due=version.due_on,
    )
    return made


# -- parts of acts


def hold_open(version: Version) -> Version:
    """The version with its row held, while it is open: nobody freezes it meanwhile. Raises: ValidationError."""
    held = Version.objects.select_for_update(of=("self",)).select_related("agency").get(pk=version.pk)
    if not held.is_open:
        raise ValidationError(_("Prognosen er frosset og kan ikke endres."))
    return held


def ahead(version: Version, source: Estimate) -> dict[int, Decimal]:
    """The months of ``source`` that have not ended at the cut-off of ``version``."""
    ended = rules.whole_months(version.year, version.cut_off)
    return {row.month: row.amount for row in source.months.all() if row.month > ended}


def keep_months(estimate: Estimate, months: Mapping[int, Decimal]) -> None:
    estimate.months.all().delete()
    EstimateMonth.objects.bulk_create(
        EstimateMonth(estimate=estimate, month=month, amount=amount) for month, amount in sorted(months.items())
    )


def _editable(version: Version, department: Department | None) -> Version:
    held = hold_open(version)
    if _standing(held, department) == Step.SUBMITTED:
        raise ValidationError(_("Avdelingen har levert. Be controlleren sende prognosen tilbake om noe må endres."))
    return held


def _standing(version: Version, department: Department | None) -> str:
    last = version.submissions.filter(department=department).order_by("-pk").first()
    return last.step if last else ""


def _check_place(version: Version, post: Post, department: Department | None) -> None:
    if (post.chapter.agency_id, post.chapter.year) != (version.agency_id, version.year):
        raise ValidationError(_("Posten hører til et annet budsjett enn prognosen."))
    if department and department.organisation_id != version.agency_id:
        raise ValidationError(_("Avdelingen hører til en annen virksomhet enn prognosen."))


def _check_amounts(version: Version, months: Mapping[int, Decimal], stated: Decimal | None, reason: str) -> None:
    ended = rules.whole_months(version.year, version.cut_off)
    if not months and stated is None and ended < rules.MONTHS:
        raise ValidationError(
            _("Før minst én måned, eller skriv et eget anslag for året. Skriv 0 der ingenting er planlagt.")
        )
    for month, amount in months.items():
        if not ended < month <= rules.MONTHS:
            raise ValidationError(_("Måneden er avsluttet: der teller det som er regnskapsført, ikke en plan."))
        if abs(amount) >= LARGEST:
            raise ValidationError(
                _("%(amount)s kroner er for mye for én måned. Se etter om det er et siffer for mye.")
                % {"amount": number(amount)}
            )
    if stated is not None and not reason.strip():
        raise ValidationError(_("Skriv hvorfor du anslår noe annet enn brukt og planlagt."))
    if stated is not None and abs(stated) >= LARGEST:
        raise ValidationError(
            _("%(amount)s kroner er for mye for ett år. Se etter om det er et siffer for mye.")
            % {"amount": number(stated)}
        )


def _save(
    estimate: Estimate,
    months: Mapping[int, Decimal],
    stated: tuple[Decimal | None, str],
    by: User | None,
    *,
    source: Estimate | None = None,
) -> Estimate:
    """Fill ``estimate``, new or old. ``stated`` is the total and its reason."""
    old = _values(estimate) if estimate.pk else None
    months = {month: rules.in_ore(amount) for month, amount in months.items()}
    if months:
        version = estimate.version
        ended = rules.whole_months(version.year, version.cut_off)
        months = dict.fromkeys(range(ended + 1, rules.MONTHS + 1), rules.NOTHING) | months
    total, reason = stated
    estimate.stated_total = None if total is None else rules.in_ore(total)
    estimate.reason, estimate.copied_from = reason, source
    estimate.entered_by, estimate.entered_at = by, clock.now()
    save_checked(estimate)
    keep_months(estimate, months)
    department = estimate.department
    new = {
        "post": str(estimate.post),
        "department": department and department.name,
        "months": _line(months),
        "stated_total": estimate.stated_total,
        "reason": estimate.reason,
    }
    if source:
        new["copied_from"] = source.version.title
    act = "forecast.copy_estimate" if source else "forecast.enter_estimate"
    record(act=act, subject=estimate, by=by, old=old, new=new)
    return estimate


def _values(estimate: Estimate) -> dict[str, object]:
    months = {row.month: row.amount for row in estimate.months.all()}
    return {"months": _line(months), "stated_total": estimate.stated_total, "reason": estimate.reason}


def _line(months: Mapping[int, Decimal]) -> str:
    """The planned months for the event log: "7: 100000.00; 8: …"."""
    return "; ".join(f"{month}: {amount}" for month, amount in sorted(months.items()))


def _step(version: Version, department: Department | None, step: Step, words: str, by: User | None) -> Submission:
    made = Submission(version=version, department=department, step=step, words=words, made_by=by, made_at=clock.now())
    save_checked(made)
    return made
