"""Adopting an allocation letter: what will be made, what hinders it, and the act itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from styrhus.identity.access import requires
from styrhus.intake import actions, queries
from styrhus.intake.access import Permission
from styrhus.intake.models import Item, ItemKind, Reading
from styrhus.intake.pages import find_reading, page_of
from styrhus.intake.presentation import message
from styrhus.intake.rules.adoption import Hindrance, LeftOut, counts, obstacles, omissions
from styrhus.intake.tasks import adopt_in_background
from styrhus.ui.navigation import address

HINDRANCES: dict[Hindrance, Any] = {
    Hindrance.NO_TITLE: lazy("Punktet har ingen tittel."),
    Hindrance.SAME_GOAL_NUMBER: lazy("Mål nummer %(value)s står mer enn én gang. Slå dem sammen eller endre nummeret."),
    Hindrance.SAME_ASSIGNMENT_NUMBER: lazy(
        "Oppdrag %(value)s står mer enn én gang. Slå dem sammen eller endre nummeret."
    ),
    Hindrance.SAME_CHAPTER: lazy("Kapittel %(value)s står mer enn én gang. Slå dem sammen."),
    Hindrance.SAME_POST: lazy("Post %(value)s står mer enn én gang. Slå dem sammen."),
    Hindrance.CHAPTER_SHAPE: lazy("«%(value)s» er ikke et kapittelnummer; det har tre eller fire siffer."),
    Hindrance.POST_SHAPE: lazy("«%(value)s» er ikke et postnummer; det har to siffer."),
    Hindrance.POST_WITHOUT_CHAPTER: lazy("Posten hører til kapittel %(value)s, som mangler. Legg til kapitlet."),
    Hindrance.NEGATIVE_GRANT: lazy("Et tilskudd kan ikke være et negativt beløp."),
    Hindrance.TOO_LONG: lazy("Teksten er lengre enn planen har plass til: «%(value)s». Kort den ned."),
    Hindrance.DATE_MISSING: lazy("Fristen «%(value)s» mangler dato. Sett datoen, eller velg en annen type frist."),
    Hindrance.DUE_BEFORE_CUT_OFF: lazy("Fristen for rapporteringen ligger før telletidspunktet."),
}
OMISSIONS: dict[LeftOut, Any] = {
    LeftOut.NO_POST: lazy("Beløpet har ingen post i brevets tabeller."),
    LeftOut.NO_AMOUNT: lazy("Tilskuddet har ikke noe beløp."),
}
SHOWN_AT_MOST = 100
LARGE = 1000  # items; the real letters have some hundred, and are adopted in a second or two


@requires(Permission.SEE_READING)
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    reading = find_reading(request.user, pk)
    page = page_of(request.user, reading, "adopt")
    if reading.read_at is None or not page.makes_plan:
        raise Http404
    if request.method == "POST":
        if not page.may_adopt:
            raise Http404
        accepted = request.POST.get("accept_open_errors") == "1"
        try:
            return _adopt(request, reading, accepted)
        except ValidationError as error:
            refused = error.messages
    else:
        refused = [reading.notice] if reading.notice else []
    context = {"page": page, "reading": reading, "refused": refused, **_checklist(reading)}
    return render(request, "intake/adopt.html", context, status=422 if request.method == "POST" else 200)


def _adopt(request: HttpRequest, reading: Reading, accepted: bool) -> HttpResponse:
    """Make the plan at once, or in the background when the letter is so large that a person would wait.

    Raises: ValidationError.
    """
    if reading.items.standing().count() > LARGE:
        with transaction.atomic():
            actions.begin_adoption(reading=reading, accept_open_errors=accepted, by=request.user)
            adopt_in_background(reading, request.user, accept_open_errors=accepted)
        return redirect("intake:letter", reading.pk)
    plan = actions.adopt_letter(reading=reading, accept_open_errors=accepted, by=request.user)
    text = _("Planen for %(year)s er laget. Hvert punkt i den viser til linjene i brevet.")
    messages.success(request, text % {"year": plan.year})
    return redirect(address("steering:plan", plan.pk) or address("intake:letter", reading.pk))


def _checklist(reading: Reading) -> dict[str, Any]:
    rows = queries.standing_rows(reading)
    hindrances, left_out = obstacles(rows), omissions(rows)
    concerned = Item.objects.in_bulk([one.row for one in (*hindrances[:SHOWN_AT_MOST], *left_out[:SHOWN_AT_MOST])])
    errors = list(queries.open_errors(reading).order_by("sequence"))
    return {
        "figures": _figures(counts(rows)),
        "hindrances": [(HINDRANCES[h.what] % {"value": h.value}, concerned[h.row]) for h in hindrances[:SHOWN_AT_MOST]],
        "hindrance_count": len(hindrances),
        "left_out": [(OMISSIONS[one.what], concerned[one.row]) for one in left_out[:SHOWN_AT_MOST]],
        "left_out_count": len(left_out),
        "errors": [(one, message(one)) for one in errors[:SHOWN_AT_MOST]],
        "error_count": len(errors),
        "unsure": reading.items.unsure().count(),
        "plan_url": address("steering:plan", reading.plan_id) if reading.plan_id else "",
    }


def _figures(counted: dict[str, int]) -> list[tuple[Any, int, str]]:
    """(words, number, note) of what will be made, in the order of the letter."""
    deadlines, parts, earlier = counted["deadline"], counted["part"], counted["earlier"]
    notes = {
        ItemKind.ASSIGNMENT: ngettext("%(count)s fra tidligere år", "%(count)s fra tidligere år", earlier)
        % {"count": earlier},
    }
    shown = [
        (kind.label, counted.get(kind.value, 0), notes.get(kind, ""))
        for kind in ItemKind
        if kind != ItemKind.ATTACHMENT and counted.get(kind.value)
    ]
    place = next((i for i, one in enumerate(shown) if one[0] == ItemKind.ASSIGNMENT.label), None)
    if place is not None:
        shown[place + 1 : place + 1] = [(_("Frister"), deadlines, ""), (_("Deler av oppdrag"), parts, "")]
    return [one for one in shown if one[1]]
