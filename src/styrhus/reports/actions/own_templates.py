"""Templates that an agency makes for itself. A change is a new version; reports that have begun keep theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.models import Organisation, User
from styrhus.reports.access import Permission, require_in
from styrhus.reports.beginnings import checked
from styrhus.reports.models import OwnTemplate, OwnTemplateVersion


@transaction.atomic
def make_template(*, agency: Organisation, data: Mapping[str, Any], by: User | None) -> OwnTemplate:
    """Keep a new template. ``data`` has the shape of the program's own (`kinds.kind_from`), with ``valid_from`` as ISO text.

    Raises: AccessDenied, ValidationError (a name that is taken, no sections, an unknown source).
    """
    require_in(by, Permission.MAKE_TEMPLATES, agency.pk)
    kind = checked(data)
    Organisation.objects.select_for_update(of=("self",)).get(pk=agency.pk)
    _require_free_name(agency, kind.nb)
    template = OwnTemplate(agency=agency, name=kind.nb, made_by=by, made_at=clock.now())
    save_checked(template)
    _add_version(template, 1, data, by)
    record(act="reports.make_template", subject=template, by=by, new={"name": kind.nb, "version": 1})
    return template


@transaction.atomic
def revise_template(*, template: OwnTemplate, data: Mapping[str, Any], by: User | None) -> OwnTemplateVersion:
    """A new version of the template; one that says the same as the last is not kept again. Raises: AccessDenied, ValidationError."""
    template = OwnTemplate.objects.select_for_update(of=("self",)).select_related("agency").get(pk=template.pk)
    require_in(by, Permission.MAKE_TEMPLATES, template.agency_id)
    kind = checked(data)
    last = template.versions.order_by("-number").first()
    if last and last.outline == dict(data):
        return last
    if kind.nb != template.name:
        _require_free_name(template.agency, kind.nb)
        template.name = kind.nb
        save_checked(template, only=("name",))
    version = _add_version(template, (last.number if last else 0) + 1, data, by)
    record(act="reports.revise_template", subject=template, by=by, new={"name": kind.nb, "version": version.number})
    return version


@transaction.atomic
def retire_template(*, template: OwnTemplate, in_use: bool, by: User | None) -> OwnTemplate:
    """Take a template out of the list for new reports, or put it back. Raises: AccessDenied."""
    template = OwnTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
    require_in(by, Permission.MAKE_TEMPLATES, template.agency_id)
    old = snapshot(template, "in_use")
    template.in_use = in_use
    save_checked(template, only=("in_use",))
    new = snapshot(template, "in_use")
    if new != old:
        record(act="reports.retire_template", subject=template, by=by, old=old, new=new)
    return template


def _add_version(template: OwnTemplate, number: int, data: Mapping[str, Any], by: User | None) -> OwnTemplateVersion:
    version = OwnTemplateVersion(template=template, number=number, outline=dict(data), made_by=by, made_at=clock.now())
    version.save()
    return version


def _require_free_name(agency: Organisation, name: str) -> None:
    if OwnTemplate.objects.filter(agency=agency, name=name).exists():
        raise ValidationError(_("Virksomheten har allerede en mal som heter «%(name)s».") % {"name": name})
