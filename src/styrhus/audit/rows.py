"""Saving a row that an act has filled: what the database would refuse is said in a sentence first."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

LONGEST_TEXT = 100_000  # characters; a full-text column holds at most 1 MB, so that longer texts can't be searched


def save_checked(row: models.Model, *, only: tuple[str, ...] = ()) -> None:
    """Save ``row`` (or the fields in ``only``) when each field holds a value that it can hold.

    Texts lose NUL characters, which PostgreSQL can't store, and white space at their ends.
    Relations are taken as they are: the database holds them. Raises: ValidationError with one sentence.
    """
    left_out = set()
    for field in row._meta.concrete_fields:
        if field.is_relation or field.generated or (only and field.name not in only):
            left_out.add(field.name)
        elif isinstance(value := getattr(row, field.attname), str):
            setattr(row, field.attname, value.replace("\x00", "").strip())
            if len(value) > LONGEST_TEXT:
                raise ValidationError(
                    _("%(field)s: teksten er lengre enn %(limit)s tegn.")
                    % {"field": _capital(field.verbose_name), "limit": LONGEST_TEXT}
                )
    try:
        row.clean_fields(exclude=left_out)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        label = _capital(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        raise ValidationError(f"{label}: {messages[0]}") from error
    row.save(update_fields=only or None)


def _capital(text: object) -> str:
    words = str(text)
    return words[:1].upper() + words[1:]
