"""The demo's letters: the year's letter read and adopted, and a supplement read, with its difference to look at."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from styrhus.identity.models import Organisation, User
from styrhus.letters.demo import LETTER, SUPPLEMENT, demo_text
from styrhus.letters.demo.typeset import as_docx, as_pdf
from styrhus.letters.texts import render
from styrhus.steering.models import Plan

from .actions import adopt_letter, run_reading, upload_letter
from .models import Reading, ReadingState


def read_now(reading: Reading) -> Reading:
    """Read in the foreground what otherwise waits for a worker."""
    return run_reading(reading)


def read_demo_letter(*, agency: Organisation, ministry: Organisation, by: User | None = None) -> Plan:
    """Read the demo letter from its PDF and adopt it as it was read; read the supplement from its DOCX, no more.

    Nothing is rejected or edited on the way, and what is made already is left as it is, so it may be run again.
    Raises: ValidationError when another letter has made the year's plan.
    """
    letter = _take_in(agency, ministry, as_pdf(demo_text(LETTER)), LETTER.replace(".txt", ".pdf"), by)
    plan = letter.plan or adopt_letter(reading=letter, accept_open_errors=True, by=by)
    _take_in(agency, ministry, as_docx(demo_text(SUPPLEMENT)), SUPPLEMENT.replace(".txt", ".docx"), by)
    return plan


def _take_in(agency: Organisation, ministry: Organisation, content: bytes, filename: str, by: User | None) -> Reading:
    reading, _new = upload_letter(
        agency=agency, ministry=ministry, owner=agency, content=content, filename=filename, by=by
    )
    reading = read_now(reading)
    if reading.state == ReadingState.FAILED:
        raise ValidationError(render(reading.error_code, reading.error_values))
    return reading
