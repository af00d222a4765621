"""The agency's scale: a new version each time, never a change of an old one."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.models import Organisation, User
from styrhus.risk.access import Permission
from styrhus.risk.models import Axis, Scale, ScaleBand, ScaleCell, ScaleStep
from styrhus.risk.queries.scales import standing_scale
from styrhus.risk.rules import Fault, fault_of
from styrhus.risk.scale_data import ScaleDraft, usual_draft
from styrhus.steering.access import require_in


@transaction.atomic
def set_scale(*, agency: Organisation, draft: ScaleDraft, valid_from: date, by: User | None) -> Scale:
    """Save ``draft`` as the agency's next version, which holds from ``valid_from``.

    Raises: AccessDenied, ValidationError (a cell without a band, a band that falls, a day before the last version's).
    """
    require_in(by, Permission.SET_SCALE, agency.pk)
    fault = fault_of(len(draft.likelihood), len(draft.consequence), len(draft.bands), draft.cells)
    if fault:
        raise ValidationError(fault_text(*fault))
    Organisation.objects.select_for_update(of=("self",)).get(pk=agency.pk)
    last = Scale.objects.filter(agency=agency).order_by("-version").first()
    if last and valid_from < last.valid_from:
        raise ValidationError(_("Skalaen kan ikke gjelde fra før den forrige versjonen tok til å gjelde."))
    scale = Scale(
        agency=agency,
        version=last.version + 1 if last else 1,
        valid_from=valid_from,
        review_days=draft.review_days,
        source=draft.source,
        verified=draft.verified,
        made_by=by,
        made_at=clock.now(),
    )
    save_checked(scale)
    for axis, steps in ((Axis.LIKELIHOOD, draft.likelihood), (Axis.CONSEQUENCE, draft.consequence)):
        for value, (nb, nn, en, meaning) in enumerate(steps, start=1):
            save_checked(ScaleStep(scale=scale, axis=axis, value=value, nb=nb, nn=nn, en=en, meaning=meaning))
    bands: list[ScaleBand] = []
    for order, band in enumerate(draft.bands, start=1):
        row = ScaleBand(
            scale=scale, order=order, nb=band.nb, nn=band.nn, en=band.en, kind=band.kind, colour=band.colour,
            meaning=band.meaning, accepted_by=band.accepted_by,
        )  # fmt: skip
        save_checked(row)
        bands.append(row)
    ScaleCell.objects.bulk_create(
        ScaleCell(scale=scale, likelihood=likelihood, consequence=consequence, band=bands[order - 1])
        for (likelihood, consequence), order in sorted(draft.cells.items())
    )
    new = {
        "version": scale.version,
        "valid_from": valid_from,
        "size": f"{len(draft.likelihood)} × {len(draft.consequence)}",
        "bands": ", ".join(band.nb for band in draft.bands),
        "review_days": draft.review_days,
    }
    record(act="risk.set_scale", subject=scale, by=by, new=new)
    return scale


def scale_in_force(agency: Organisation) -> Scale:
    """The scale that holds today; the usual one is made by the program where the agency has decided on none."""
    found = standing_scale(agency)
    return found or set_scale(agency=agency, draft=usual_draft(), valid_from=clock.today(), by=None)


def fault_text(fault: Fault, cell: tuple[int, int] | None) -> str:
    """What is wrong with a scale and where, in one sentence."""
    place = {"likelihood": cell[0], "consequence": cell[1]} if cell else {}
    match fault:
        case Fault.MISSING:
            return _("Ruten med sannsynlighet %(likelihood)s og konsekvens %(consequence)s mangler nivå.") % place
        case Fault.UNKNOWN:
            return _("Ruten med sannsynlighet %(likelihood)s og konsekvens %(consequence)s har et ukjent nivå.") % place
        case Fault.FALLS:
            return (
                _(
                    "Ruten med sannsynlighet %(likelihood)s og konsekvens %(consequence)s har lavere nivå enn en rute "
                    "med mindre risiko. Nivået kan ikke synke når sannsynligheten eller konsekvensen øker."
                )
                % place
            )
        case Fault.UNUSED:
            return _("Et av nivåene er ikke brukt i noen rute. Bruk alle nivåene, eller velg færre.")
        case _:
            return _("En skala har tre til fem trinn for sannsynlighet og for konsekvens, og to til fem nivåer.")
