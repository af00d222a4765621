"""A version from opened to shared: gathered by the controller, approved by the director."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.archive.formal import file_record, open_case
from styrhus.archive.models import Direction
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.economy.models import Chapter
from styrhus.forecast import rules
from styrhus.forecast.access import Permission, require_in
from styrhus.forecast.models import Approval, Estimate, Sharing, Version, VersionRow
from styrhus.forecast.queries import rows_of, tasks, version_rows_now
from styrhus.forecast.reckoning import ForecastRow
from styrhus.identity import clock
from styrhus.identity.models import Organisation, User
from styrhus.identity.queries import holders_of
from styrhus.notices.actions import notify
from styrhus.ui.formats import date_long, kroner

from .estimates import ahead, hold_open, keep_months
from .people import heads_of
from .watching import watch


@transaction.atomic
def open_version(
    *,
    agency: Organisation,
    year: int,
    title: str,
    cut_off: date,
    due_on: date,
    copy_from: Version | None,
    by: User | None,
) -> Version:
    """Open a version as at ``cut_off`` (the last day of a month) for the departments, who deliver by ``due_on``.

    ``copy_from`` is a version of the same year whose planned months to come are taken over as a beginning.
    Raises: AccessDenied; ValidationError (one is open already, a wrong day, an agency without money that year).
    """
    require_in(by, Permission.GATHER, agency.pk)
    Organisation.objects.select_for_update(of=("self",)).get(pk=agency.pk)
    _check_opening(agency, year, cut_off, copy_from)
    _check_due(due_on)
    if not title.strip():
        title = _("Prognose per %(day)s") % {"day": date_long(cut_off)}
    last = Version.objects.filter(agency=agency, year=year).order_by("-number").first()
    made = Version(
        agency=agency,
        year=year,
        number=last.number + 1 if last else 1,
        title=title.replace("\u00a0", " "),
        cut_off=cut_off,
        due_on=due_on,
        opened_by=by,
        opened_at=clock.now(),
    )
    save_checked(made)
    copied = _copy(copy_from, made, by) if copy_from else 0
    new = snapshot(made, "title", "number", "cut_off", "due_on") | {"estimates": copied}
    record(act="forecast.open_version", subject=made, by=by, new=new)
    _tell_departments(made, by)
    return made


@transaction.atomic
def change_version(*, version: Version, title: str, due_on: date, by: User | None) -> Version:
    """Change the title or the departments' deadline of an open version. Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.GATHER, version.agency_id)
    version = hold_open(version)
    if not title.strip():
        raise ValidationError(_("Prognosen må ha en tittel."))
    if due_on != version.due_on:
        _check_due(due_on)
    old = snapshot(version, "title", "due_on")
    version.title, version.due_on = title, due_on
    save_checked(version, only=("title", "due_on"))
    record(act="forecast.change_version", subject=version, by=by, old=old, new=snapshot(version, "title", "due_on"))
    return version


@transaction.atomic
def freeze(*, version: Version, why: str, by: User | None) -> Version:
    """Keep every row of the version as it stands, and lock it. ``why`` is needed when a department has not delivered.

    Raises: AccessDenied; ValidationError (frozen already, the cut-off has not come, departments are missing).
    """
    require_in(by, Permission.GATHER, version.agency_id)
    version = hold_open(version)
    if version.cut_off > clock.today():
        raise ValidationError(
            _("Prognosen gjelder per %(day)s, som ikke er kommet.") % {"day": date_long(version.cut_off)}
        )
    now = clock.now()
    rows = version_rows_now(version)
    if not rows:
        raise ValidationError(_("Prognosen har ingen poster å fryse."))
    missing = [
        one.department.name if one.department else _("Ikke fordelt på avdeling")
        for one in tasks(version, rows)
        if not one.submitted
    ]
    if missing and not why.strip():
        raise ValidationError(
            _("%(names)s har ikke levert. Skriv hvorfor prognosen fryses uten.") % {"names": ", ".join(missing)}
        )
    VersionRow.objects.bulk_create([kept for row in rows for kept in _kept(version, row)])
    version.frozen_by, version.frozen_at = by, now
    version.frozen_why = why if missing else ""
    save_checked(version, only=("frozen_by", "frozen_at", "frozen_why"))
    new = {"frozen_at": now, "rows": len(rows), "missing": ", ".join(missing)}
    record(act="forecast.freeze", subject=version, by=by, new=new, why=version.frozen_why)
    notify(
        users=holders_of(Permission.APPROVE, version.agency_id),
        kind="forecast.frozen",
        text=lambda: _("«%(version)s» er samlet og venter på godkjenning.") % {"version": version.title},
        url=reverse("forecast:version", args=(version.pk,)),
        key=f"forecast.frozen-{version.pk}",
    )
    watch(agency=version.agency, year=version.year)
    return version


@transaction.atomic
def approve(*, version: Version, words: str, by: User | None) -> Approval:
    """The director stands behind a frozen version. Raises: AccessDenied; ValidationError (open, approved already)."""
    require_in(by, Permission.APPROVE, version.agency_id)
    version = _hold_frozen(version)
    if Approval.objects.filter(version=version).exists():
        raise ValidationError(_("Prognosen er allerede godkjent."))
    made = Approval(version=version, words=words, approved_by=by, approved_at=clock.now())
    save_checked(made)
    record(act="forecast.approve", subject=version, by=by, why=words)
    notify(
        users=holders_of(Permission.GATHER, version.agency_id),
        kind="forecast.approved",
        text=lambda: _("«%(version)s» er godkjent.") % {"version": version.title},
        url=reverse("forecast:version", args=(version.pk,)),
        key=f"forecast.approved-{version.pk}",
    )
    return made


@transaction.atomic
def share(*, version: Version, words: str, by: User | None) -> Sharing:
    """Send an approved version to the ministry: journaled, and from then on visible there by post.

    Raises: AccessDenied; ValidationError (not approved, shared already, no ministry above the agency).
    """
    require_in(by, Permission.SHARE, version.agency_id)
    version = _hold_frozen(version)
    agency = version.agency
    ministry = agency.parent
    if not Approval.objects.filter(version=version).exists():
        raise ValidationError(_("Prognosen må være godkjent av direktøren før den deles."))
    if Sharing.objects.filter(version=version).exists():
        raise ValidationError(_("Prognosen er allerede delt med departementet."))
    if ministry is None:
        raise ValidationError(_("Virksomheten har ikke noe departement over seg å dele med."))
    title = _("Styringsdialogen %(year)s") % {"year": version.year}
    case = open_case(organisation=agency, key=f"styringsdialog-{version.year}", title=title, by=by)
    entry = file_record(
        case=case,
        title=_("%(version)s, budsjettåret %(year)s") % {"version": version.title, "year": version.year},
        facts=[(_("Per dato"), f"{version.cut_off:%d.%m.%Y}"), (_("Frosset"), f"{version.frozen_at:%d.%m.%Y}")],
        sections=[(_("Følgebrev"), words), (_("Prognose per post"), "\n".join(map(_line, rows_of(version))))],
        direction=Direction.OUT,
        sender=agency.name,
        recipient=ministry.name,
        by=by,
        shared_with=[ministry],
    )
    made = Sharing(
        version=version, organisation=ministry, words=words, entry=entry, shared_by=by, shared_at=clock.now()
    )
    save_checked(made)
    record(act="forecast.share", subject=version, by=by, new={"shared_with": ministry.name}, why=words)
    notify(
        users=holders_of(Permission.SEE_SHARED, ministry),
        kind="forecast.shared",
        text=lambda: _("%(agency)s har delt «%(version)s».") % {"agency": agency.label, "version": version.title},
        url=reverse("forecast:version", args=(version.pk,)),
        key=f"forecast.shared-{version.pk}",
    )
    return made


# -- parts of acts


def _check_opening(agency: Organisation, year: int, cut_off: date, copy_from: Version | None) -> None:
    if Version.objects.filter(agency=agency, year=year, frozen_at=None).exists():
        raise ValidationError(_("En prognose er åpen allerede. Frys den før du åpner den neste."))
    if not Chapter.objects.filter(agency=agency, year=year).exists():
        raise ValidationError(_("Virksomheten har ingen poster i %(year)s.") % {"year": year})
    if not rules.month_end(year, 0) <= cut_off <= rules.month_end(year, rules.MONTHS):
        raise ValidationError(_("Datoen ligger utenfor budsjettåret %(year)s.") % {"year": year})
    if not rules.is_month_end(cut_off):
        raise ValidationError(_("En prognose gjelder per siste dag i en måned. Velg for eksempel 30. juni."))
    later = Version.objects.filter(agency=agency, year=year, cut_off__gt=cut_off).first()
    if later:
        raise ValidationError(_("Det finnes allerede en prognose per %(day)s.") % {"day": date_long(later.cut_off)})
    if copy_from and (copy_from.agency_id, copy_from.year) != (agency.pk, year):
        raise ValidationError(_("Det kan bare hentes fra en prognose for samme virksomhet og år."))


def _check_due(due_on: date) -> None:
    if due_on < clock.today():
        raise ValidationError(_("Fristen for avdelingene har allerede vært."))


def _copy(source: Version, made: Version, by: User | None) -> int:
    """Take over the planned months to come. Estimates with only a stated total are left out. Returns how many."""
    copied = 0
    for one in source.estimates.prefetch_related("months").order_by("pk"):
        months = ahead(made, one)
        if not months:
            continue
        estimate = Estimate.objects.create(
            version=made, post_id=one.post_id, department_id=one.department_id, reason=one.reason, copied_from=one,
            entered_by=by, entered_at=clock.now(),
        )  # fmt: skip
        keep_months(estimate, months)
        copied += 1
    return copied


def _tell_departments(version: Version, by: User | None) -> None:
    for one in tasks(version):
        notify(
            users=[user for user in heads_of(version.agency, one.department) if by is None or user.pk != by.pk],
            kind="forecast.opened",
            text=lambda: (
                _("«%(version)s» er åpen. Frist: %(day)s.")
                % {"version": version.title, "day": date_long(version.due_on)}
            ),
            url=reverse("forecast:task", args=(version.pk, one.key)),
            key=f"forecast.opened-{version.pk}-{one.key}",
            due=version.due_on,
        )


def _hold_frozen(version: Version) -> Version:
    held = Version.objects.select_for_update(of=("self",)).select_related("agency__parent").get(pk=version.pk)
    if held.is_open:
        raise ValidationError(_("Prognosen er ikke frosset ennå."))
    return held


def _kept(version: Version, row: ForecastRow) -> Iterable[VersionRow]:
    for one in (row, *row.parts):
        yield VersionRow(
            version=version,
            post=one.post,
            is_post=one.is_post,
            department=one.department,
            months=one.months,
            used_months=list(one.used_months),
            planned_months=None if one.planned_months is None else list(one.planned_months),
            used=one.used,
            planned_rest=one.planned_rest,
            straight_line=one.straight_line,
            profile=one.profile,
            own_estimate=one.own_estimate,
            reason=one.reason,
            appropriated=one.appropriated,
            at_disposal=one.at_disposal,
            committed=one.committed,
        )


def _line(row: ForecastRow) -> str:
    """A post in the journal's document: what a reader in the ministry needs of it."""
    forecast = row.forecast(row.leading) if row.leading else None
    values = {
        "post": row.post,
        "used": kroner(row.used),
        "forecast": kroner(forecast),
        "disposal": kroner(row.at_disposal),
        "deviation": kroner(row.deviation_of(row.leading) if row.leading else None),
    }
    text = _(
        "%(post)s: brukt %(used)s, prognose for året %(forecast)s, til disposisjon %(disposal)s, avvik %(deviation)s"
    )
    return (text % values).replace("\u00a0", " ")
