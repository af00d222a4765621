"""Which heading of a sheet is which of our fields, kept by the agency."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.models import Organisation, User
from styrhus.ledger import import_texts
from styrhus.ledger.importing.sheets import NEEDED, OPTIONAL
from styrhus.ledger.models import (
    ImportMapping,
)

from .import_parts import require_importer


@transaction.atomic
def save_mapping(
    *,
    agency: Organisation,
    name: str,
    columns: Mapping[str, str],
    by: User | None,
    sheet: str = "",
    heading_row: int = 1,
) -> ImportMapping:
    """Save which heading of a sheet is which of our fields, in place of the one of the same name.

    Raises: AccessDenied, ValidationError (a field that is needed has no heading, one heading for two fields).
    """
    require_importer(by, agency)
    given = {field: " ".join(columns.get(field, "").split()) for field in (*NEEDED, *OPTIONAL)}
    for field in NEEDED:
        if not given[field]:
            raise ValidationError(
                _("Skriv overskriften til kolonnen med %(field)s.") % {"field": import_texts.field_name(field).lower()}
            )
    used = [heading.casefold() for heading in given.values() if heading]
    if len(set(used)) != len(used):
        raise ValidationError(_("Den samme kolonnen er oppgitt for to felter. Hver kolonne kan brukes én gang."))
    earlier = ImportMapping.objects.in_use().filter(agency=agency, name=name.strip()).select_for_update().first()
    if earlier:
        earlier.retired_at = clock.now()
        save_checked(earlier, only=("retired_at",))
    mapping = ImportMapping(
        agency=agency, name=name, sheet=sheet, heading_row=heading_row, made_at=clock.now(), made_by=by,
        columns={field: heading for field, heading in given.items() if heading},
    )  # fmt: skip
    save_checked(mapping)
    new = {"name": mapping.name, "columns": mapping.columns}
    record(act="ledger.save_mapping", subject=mapping, by=by, old=earlier and {"columns": earlier.columns}, new=new)
    return mapping


@transaction.atomic
def retire_mapping(*, mapping: ImportMapping, by: User) -> ImportMapping:
    """Take a mapping out of use; imports that used it keep it. Raises: AccessDenied."""
    require_importer(by, mapping.agency)
    mapping = ImportMapping.objects.select_for_update().get(pk=mapping.pk)
    if mapping.retired_at is None:
        mapping.retired_at = clock.now()
        save_checked(mapping, only=("retired_at",))
        record(act="ledger.retire_mapping", subject=mapping, by=by, new={"name": mapping.name})
    return mapping
