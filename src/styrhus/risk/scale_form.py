"""The form of a scale: as many rows and columns as was chosen, every cell with its level."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from styrhus.identity import clock
from styrhus.ui.forms import NearDate

from .models import BandKind, Colour, Decider
from .queries.scales import ScaleView
from .rules import SIZES
from .scale_data import BandDraft, Names, ScaleDraft, usual_draft

LEVELS = (2, 3, 4)
LANGUAGES = (("nb", _("bokmål")), ("nn", _("nynorsk")), ("en", _("engelsk")))


class SizeForm(forms.Form):
    """How many steps; sent with GET, and answered with the form of a scale of that size."""

    hide_optional = True
    rader = forms.TypedChoiceField(
        label=_("Trinn for sannsynlighet"), coerce=int, choices=[(size, str(size)) for size in SIZES]
    )
    kolonner = forms.TypedChoiceField(
        label=_("Trinn for konsekvens"), coerce=int, choices=[(size, str(size)) for size in SIZES]
    )

    nivaer = forms.TypedChoiceField(label=_("Nivåer"), coerce=int, choices=[(count, str(count)) for count in LEVELS])


class ScaleForm(forms.Form):
    """Every label in three languages, the levels, and the level of every cell."""

    hide_optional = True

    def __init__(self, *args: Any, draft: ScaleDraft, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        self._steps("likelihood", draft.likelihood)
        self._steps("consequence", draft.consequence)
        for order, band in enumerate(draft.bands, start=1):
            self._band(order, band)
        levels = [(order, f"{order} {band.nb}") for order, band in enumerate(draft.bands, start=1)]
        for (row, column), order in draft.cells.items():
            self.fields[f"cell_{row}_{column}"] = forms.TypedChoiceField(
                label=_("Sannsynlighet %(row)s, konsekvens %(column)s") % {"row": row, "column": column},
                coerce=int, choices=levels, initial=order,
            )  # fmt: skip
        self.fields["review_days"] = forms.IntegerField(
            label=_("En risiko skal vurderes på nytt innen"), min_value=1, max_value=3650, initial=draft.review_days,
            widget=forms.NumberInput(attrs={"data-suffix": _("dager")}),
        )  # fmt: skip
        self.fields["source"] = forms.CharField(
            label=_("Hvor kommer skalaen fra?"), max_length=300, initial=draft.source,
            help_text=_("For eksempel «Vedtatt i ledermøtet 12. januar»."),
        )  # fmt: skip
        self.fields["verified"] = forms.BooleanField(
            label=_("Skalaen er bekreftet av ledelsen"), required=False, initial=draft.verified
        )
        self.fields["valid_from"] = forms.DateField(label=_("Gjelder fra"), widget=NearDate, initial=clock.today)

    def _steps(self, axis: str, steps: tuple[Names, ...]) -> None:
        for value, names in enumerate(steps, start=1):
            for (language, words), name in zip(LANGUAGES, names[:3], strict=True):
                label = _("Trinn %(value)s på %(language)s") % {"value": value, "language": words}
                self.fields[f"{axis}_{value}_{language}"] = forms.CharField(
                    label=label, max_length=60, initial=name, required=language == "nb"
                )
            self.fields[f"{axis}_{value}_meaning"] = forms.CharField(
                label=_("Hva trinn %(value)s betyr") % {"value": value},
                max_length=300,
                initial=names[3],
                required=False,
            )

    def _band(self, order: int, band: BandDraft) -> None:
        for (language, words), name in zip(LANGUAGES, (band.nb, band.nn, band.en), strict=True):
            self.fields[f"band_{order}_{language}"] = forms.CharField(
                label=_("Navn på %(language)s") % {"language": words}, max_length=60, initial=name,
                required=language == "nb",
            )  # fmt: skip
        self.fields[f"band_{order}_meaning"] = forms.CharField(
            label=_("Hva nivået betyr"), max_length=300, initial=band.meaning
        )
        self.fields[f"band_{order}_kind"] = forms.ChoiceField(
            label=_("Hva nivået ber om"), choices=BandKind.choices, initial=band.kind
        )
        self.fields[f"band_{order}_colour"] = forms.ChoiceField(
            label=_("Farge"), choices=Colour.choices, initial=band.colour
        )
        self.fields[f"band_{order}_accepted_by"] = forms.ChoiceField(
            label=_("Kan godtas av"), choices=Decider.choices, initial=band.accepted_by, required=False
        )

    # -- for the template

    def likelihoods(self) -> list[list[Any]]:
        return self._rows("likelihood", len(self.draft.likelihood))

    def consequences(self) -> list[list[Any]]:
        return self._rows("consequence", len(self.draft.consequence))

    def _rows(self, axis: str, count: int) -> list[list[Any]]:
        return [[*self._names(f"{axis}_{value}"), self[f"{axis}_{value}_meaning"]] for value in range(1, count + 1)]

    def bands(self) -> list[list[Any]]:
        names = ("meaning", "kind", "colour", "accepted_by")
        return [
            [*self._names(f"band_{order}"), *(self[f"band_{order}_{name}"] for name in names)]
            for order in range(1, len(self.draft.bands) + 1)
        ]

    def matrix(self) -> list[tuple[int, list[Any]]]:
        """The rows from the highest likelihood down, each with its cells."""
        columns = range(1, len(self.draft.consequence) + 1)
        return [
            (row, [self[f"cell_{row}_{column}"] for column in columns])
            for row in range(len(self.draft.likelihood), 0, -1)
        ]

    def _names(self, prefix: str) -> list[Any]:
        return [self[f"{prefix}_{language}"] for language, _words in LANGUAGES]

    # -- what was sent

    def filled(self) -> ScaleDraft:
        """The scale as it was sent. Call it on a valid form."""
        data = self.cleaned_data

        def names(prefix: str) -> tuple[str, str, str]:
            return data[f"{prefix}_nb"], data[f"{prefix}_nn"], data[f"{prefix}_en"]

        def steps(axis: str, count: int) -> tuple[Names, ...]:
            prefixes = [f"{axis}_{value}" for value in range(1, count + 1)]
            return tuple((*names(prefix), data[f"{prefix}_meaning"]) for prefix in prefixes)

        bands = tuple(
            BandDraft(
                *names(f"band_{order}"),
                kind=data[f"band_{order}_kind"],
                colour=data[f"band_{order}_colour"],
                meaning=data[f"band_{order}_meaning"],
                accepted_by=data[f"band_{order}_accepted_by"],
            )
            for order in range(1, len(self.draft.bands) + 1)
        )
        return replace(
            self.draft,
            likelihood=steps("likelihood", len(self.draft.likelihood)),
            consequence=steps("consequence", len(self.draft.consequence)),
            bands=bands,
            cells={(row, column): data[f"cell_{row}_{column}"] for row, column in self.draft.cells},
            review_days=data["review_days"],
            source=data["source"],
            verified=data["verified"],
        )


def draft_of(view: ScaleView | None, rows: int, columns: int, levels: int) -> ScaleDraft:
    """What the form begins with: the scale in force where it has the size asked for, else the usual one of that size."""
    usual = usual_draft(rows, columns, levels)
    if view is None or (len(view.likelihoods), len(view.consequences), len(view.bands)) != (rows, columns, levels):
        return usual
    return replace(
        usual,
        likelihood=tuple((step.nb, step.nn, step.en, step.meaning) for step in view.likelihoods),
        consequence=tuple((step.nb, step.nn, step.en, step.meaning) for step in view.consequences),
        bands=tuple(
            BandDraft(band.nb, band.nn, band.en, band.kind, band.colour, band.meaning, band.accepted_by)
            for band in view.bands
        ),
        cells={key: cell.band.order for key, cell in view.cells.items()},
        review_days=view.scale.review_days,
        source=view.scale.source,
        verified=view.scale.verified,
    )
