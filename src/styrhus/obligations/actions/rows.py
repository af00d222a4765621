"""What entering and changing a row of a register have in common. Each act names itself and has checked who may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.models import User

AnyRow = TypeVar("AnyRow", bound=models.Model)


def values_of(row: models.Model, names: Mapping[str, Any] | tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, row._meta.get_field(name).attname) for name in names}  # type: ignore[union-attr]


@transaction.atomic
def enter(row: AnyRow, act: str, by: User | None, **values: Any) -> AnyRow:
    """Save a new row with ``values``, and its event. Raises: ValidationError in one sentence."""
    for name, value in values.items():
        setattr(row, name, value)
    row.made_by, row.made_at = by, clock.now()  # type: ignore[attr-defined]
    _refuse_twice(row)
    save_checked(row)
    record(act=act, subject=row, by=by, new=values_of(row, values))
    return row


@transaction.atomic
def change(row: AnyRow, act: str, by: User | None, why: str = "", **values: Any) -> AnyRow:
    """Change ``values`` of a row that stands, and write what changed. Raises: ValidationError in one sentence."""
    manager = type(row)._default_manager
    row = manager.select_for_update(of=("self",)).get(pk=row.pk)
    old = values_of(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    _refuse_twice(row)
    save_checked(row)
    new = values_of(row, values)
    changed = {name for name in new if new[name] != old[name]}
    if changed:
        record(
            act=act,
            subject=row,
            by=by,
            old={name: old[name] for name in old if name in changed},
            new={name: new[name] for name in new if name in changed},
            why=why,
        )
    return row


def _refuse_twice(row: models.Model) -> None:
    """Say it in a sentence when another row has the number, title or day that only one may have."""
    for constraint in row._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint) or constraint.condition is not None:
            continue
        wanted = {name: getattr(row, row._meta.get_field(name).attname) for name in constraint.fields}  # type: ignore[union-attr]
        if type(row)._default_manager.filter(**wanted).exclude(pk=row.pk).exists():
            field = row._meta.get_field(constraint.fields[-1])
            raise ValidationError(
                _("%(field)s: verdien er brukt før. Rett den, eller finn raden som alt har den.")
                % {"field": str(field.verbose_name).capitalize()}  # type: ignore[union-attr]
            )


def refuse(*, unless: bool, sentence: str) -> None:
    if not unless:
        raise ValidationError(sentence)
