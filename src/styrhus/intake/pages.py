"""What every page of a letter shares: the letter itself, the way to its other pages, what the user may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.identity.models import User

from .access import Permission
from .models import LetterKind, Reading
from .presentation import STATE_TAGS, short_title
from .queries import plan_of, readings_visible_to


@dataclass(frozen=True, slots=True)
class LetterPage:
    """``sections`` is (text, address, is this page), as ui/parts/subnav.html takes them."""

    reading: Reading
    title: str
    over: str  # what it is and whose
    tag: Any
    tag_kind: str
    sections: list[tuple[str, str, bool]]
    may_review: bool
    may_adopt: bool
    makes_plan: bool  # an allocation letter of a year without a plan; else differences are adopted one by one


def find_reading(user: User, pk: int) -> Reading:
    """Raises: Http404 for a letter that is not there, or not theirs to see."""
    reading = readings_visible_to(user).filter(pk=pk).first()
    if reading is None:
        raise Http404
    return reading


def page_of(user: User, reading: Reading, here: str = "") -> LetterPage:
    makes_plan = reading.kind == LetterKind.ALLOCATION and (reading.plan_id is not None or plan_of(reading) is None)
    if reading.plan_id and reading.decisions.exists():
        makes_plan = False
    tag, kind = STATE_TAGS[reading.state]
    may = {permission: user.may(permission, reading.agency_id) for permission in Permission}
    return LetterPage(
        reading=reading,
        title=short_title(reading),
        over=_("Brev til %(agency)s") % {"agency": reading.agency.label},
        tag=tag,
        tag_kind=kind,
        sections=_sections(reading, here, makes_plan),
        may_review=may[Permission.REVIEW_LETTER] and reading.open_for_review,
        may_adopt=may[Permission.ADOPT_LETTER] and reading.open_for_review,
        makes_plan=makes_plan,
    )


def _sections(reading: Reading, here: str, makes_plan: bool) -> list[tuple[str, str, bool]]:
    if reading.read_at is None:
        return []
    last = ("adopt", _("Vedta")) if makes_plan else ("changes", _("Endringer i planen"))
    pages = (
        ("letter", _("Oversikt")),
        ("review", _("Gjennomgang")),
        ("findings", _("Funn")),
        ("reply", _("Til departementet")),
        last,
    )
    return [(text, reverse(f"intake:{name}", args=(reading.pk,)), name == here) for name, text in pages]


def tell(request: HttpRequest, error: ValidationError) -> None:
    """Show an act's refusal at the top of the next page."""
    for message in error.messages:
        messages.error(request, message)


def whole_number(text: str | None) -> int:
    """A key out of a form or an address; 0, which no row has, for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0
