"""What may be changed of a case and its journal once they stand: titles, exemption and class, each with a reason.

The document, the dates, the numbers and the parties of an entry never change (arkivforskrifta: what is journaled
stays traceable); the database refuses it too.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from styrhus.audit.actions import record, snapshot
from styrhus.audit.queries import version_of
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.access import require
from styrhus.identity.models import User

from .access import Permission
from .formal import one_line
from .models import CaseFile, JournalEntry


@transaction.atomic
def correct_entry(
    *,
    entry: JournalEntry,
    title: str,
    public_title: str,
    exemption: str,
    why: str,
    by: User,
    version: int | None = None,
) -> JournalEntry:
    """Correct the titles and the exemption of a journal entry. ``version`` is the last event that the user saw.

    Raises: AccessDenied; ValidationError (no title, no reason, nothing changed, somebody else changed it meanwhile).
    """
    require(by, Permission.KEEP_JOURNAL, entry.case_file.organisation_id)
    entry = JournalEntry.objects.select_for_update(of=("self",)).select_related("case_file").get(pk=entry.pk)
    values = {"title": title, "public_title": public_title, "exemption": exemption}
    _correct(entry, values, why=why, by=by, version=version, act="archive.correct_entry")
    return entry


@transaction.atomic
def correct_case(
    *,
    case: CaseFile,
    title: str,
    public_title: str,
    exemption: str,
    why: str,
    by: User,
    class_code: str = "",
    version: int | None = None,
) -> CaseFile:
    """Correct the titles, the exemption and the class of an open case; of a closed one its public title and exemption.

    Raises: AccessDenied; ValidationError (as ``correct_entry``; the title or class of a closed case).
    """
    require(by, Permission.KEEP_JOURNAL, case.organisation_id)
    case = CaseFile.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.closed_on and (one_line(title), class_code.strip()) != (case.title, case.class_code):
        raise ValidationError(_("Saken er avsluttet. Bare den offentlige tittelen og unntaket kan rettes nå."))
    values = {"title": title, "public_title": public_title, "exemption": exemption, "class_code": class_code}
    _correct(case, values, why=why, by=by, version=version, act="archive.correct_case")
    return case


@transaction.atomic
def close_case(*, case: CaseFile, by: User) -> CaseFile:
    """Close a case. It takes no more entries; the same matter goes on in a new case.

    Raises: AccessDenied; ValidationError (closed already, no entries).
    """
    require(by, Permission.KEEP_JOURNAL, case.organisation_id)
    case = CaseFile.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.closed_on:
        raise ValidationError(_("Saken er allerede avsluttet."))
    if not case.entries.exists():
        raise ValidationError(_("Saken har ingen journalposter og kan derfor ikke avsluttes."))
    case.closed_on, case.closed_by = clock.today(), by
    save_checked(case, only=("closed_on", "closed_by"))
    record(act="archive.close_case", subject=case, by=by, new=snapshot(case, "closed_on"))
    return case


def _correct(row: models.Model, values: dict[str, str], *, why: str, by: User, version: int | None, act: str) -> None:
    if version is not None and version_of(row) != version:
        raise ValidationError(_("Noen andre har rettet dette. Last siden på nytt, og gjør rettelsen igjen."))
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor det rettes."))
    values = {name: one_line(value) for name, value in values.items()}
    if not values["title"]:
        raise ValidationError(_("Tittelen kan ikke være tom."))
    old = snapshot(row, *values)
    changed = [name for name in values if old[name] != values[name]]
    if not changed:
        raise ValidationError(_("Ingenting er endret."))
    for name in changed:
        setattr(row, name, values[name])
    save_checked(row, only=tuple(changed))
    record(
        act=act,
        subject=row,
        by=by,
        old={name: old[name] for name in changed},
        new={name: values[name] for name in changed},
        why=why.strip(),
    )
