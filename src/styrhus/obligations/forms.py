"""The forms of the registers. Their fields are the models' own; what may be chosen is of the agency alone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.forms.models import fields_for_model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from styrhus.archive.models import Document
from styrhus.archive.queries import documents_visible_to
from styrhus.economy.models import Post
from styrhus.identity.models import Department, Organisation, User
from styrhus.steering.models import Assignment, Parameter
from styrhus.steering.queries import departments_of
from styrhus.ui.forms import KronerField, NearDate

from .models import (
    ApprenticeCount,
    Asset,
    Claim,
    ConsultantPurchase,
    ControlPoint,
    DecentralisedCount,
    DirectiveEntry,
    DirectiveKind,
    Evaluation,
    EvaluationCost,
    JointRoutine,
    Procurement,
    StortingContact,
    Strategy,
    StrategyMeasure,
    StrategyReport,
    Threshold,
)
from .rules import data

LONG_TEXT = forms.Textarea(attrs={"rows": 4})
NO_PERSON = _("Skriv ikke navn eller andre opplysninger om privatpersoner.")


class RowForm(forms.Form):
    """A form whose choices are those of one agency, as far as the user sees them."""

    def __init__(self, *args: Any, agency: Organisation, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = choices_of(field.queryset.model, agency, user)


def choices_of(model: type[models.Model], agency: Organisation, user: User) -> Any:
    if model is Department:
        return departments_of(agency)
    if model is Assignment:
        return Assignment.objects.filter(agency=agency).order_by("-given_year", "number", "pk")
    if model is Parameter:
        return Parameter.objects.filter(plan__agency=agency).order_by("-plan__year", "order")
    if model is Post:
        rows = Post.objects.filter(chapter__agency=agency).select_related("chapter")
        return rows.order_by("-chapter__year", "chapter__number", "number")
    if model is Document:
        wanted = {agency.pk, agency.parent_id} - {None}
        return documents_visible_to(user).filter(organisation__in=wanted).order_by("-journal_date", "-pk")
    raise LookupError(model)


def _field(field: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    if isinstance(field, models.DateField):
        return field.formfield(widget=NearDate, **options)
    if isinstance(field, models.BigIntegerField):
        taken = {name: options[name] for name in ("label", "required", "initial", "help_text") if name in options}
        return KronerField(
            label=capfirst(field.verbose_name),
            required=not (field.null or field.has_default()),
            min_value=0,
            **taken,
        )
    if isinstance(field, models.TextField):
        return field.formfield(widget=LONG_TEXT, **options)
    if isinstance(field, models.URLField):
        return field.formfield(assume_scheme="https", **options)
    return field.formfield(**options)


def row_form(model: type[models.Model], *names: str, **more: forms.Field) -> type[RowForm]:
    """A form of the model's fields of those ``names``, and of ``more`` fields after them."""
    fields = fields_for_model(model, fields=names, formfield_callback=_field)
    return type(f"{model.__name__}Form", (RowForm,), {**fields, **more})


def _help(form: type[RowForm], **texts: Any) -> type[RowForm]:
    for name, text in texts.items():
        form.base_fields[name].help_text = text
    return form


ApprenticeForm = _help(
    row_form(ApprenticeCount, *ApprenticeCount.FIELDS),
    trades=_("Skill dem med komma."),
    training_office=_("For eksempel OK stat."),
)
PurchaseForm = _help(
    row_form(ConsultantPurchase, *ConsultantPurchase.FIELDS),
    campaign=_("Kommunikasjonstjenester til kampanjer er unntatt fra regelen om å unngå slike kjøp."),
    amount=_("Det som er betalt i året, uten merverdiavgift."),
)
DecentralisedForm = row_form(DecentralisedCount, *DecentralisedCount.FIELDS)
EvaluationForm = _help(
    row_form(Evaluation, *Evaluation.FIELDS), supplier=_("Forskningsmiljø, selskap eller «egne ansatte».")
)
PublishForm = _help(
    row_form(Evaluation, "published_on", "report", "link"),
    report=_("Rapporten må være registrert i arkivet."),
    link=_("Brukes når rapporten ikke ligger i arkivet."),
)
PublishForm.base_fields["published_on"].required = True
KudosForm = row_form(Evaluation, "kudos_on", "kudos_link")
KudosForm.base_fields["kudos_on"].required = True
CostForm = row_form(EvaluationCost, "year", "post", "planned", "spent")
ProcurementForm = row_form(Procurement, *Procurement.FIELDS)
AssetForm = _help(row_form(Asset, *Asset.FIELDS), place=_("Rom eller sted. Skriv ikke navn på personer."))
DisposeForm = row_form(Asset, "disposed_on", "disposed_how", "disposed_note")
for _name in ("disposed_on", "disposed_how", "disposed_note"):
    DisposeForm.base_fields[_name].required = True
PointForm = row_form(ControlPoint, "point", "outcome", "checked_on", "deviation", "document")
StrategyForm = row_form(Strategy, *Strategy.FIELDS)
MeasureForm = row_form(StrategyMeasure, *StrategyMeasure.FIELDS)
StrategyReportForm = row_form(StrategyReport, "year", "text")
ClaimForm = _help(row_form(Claim, *Claim.FIELDS), subject=NO_PERSON)
AssessForm = _help(row_form(Claim, "assessment", "recommendation"), assessment=NO_PERSON)
for _name in ("assessment", "recommendation"):
    AssessForm.base_fields[_name].required = True
    AssessForm.base_fields[_name].widget.attrs["rows"] = 8
DecisionForm = row_form(Claim, "decision", "decision_text")
CloseForm = row_form(Claim, "closed_note")
for _form in (DecisionForm, CloseForm):
    for _each in _form.base_fields.values():
        _each.required = True
ContactForm = _help(
    row_form(StortingContact, *StortingContact.FIELDS), body=_("For eksempel en komité."), subject=NO_PERSON
)
RoutineForm = row_form(JointRoutine, *JointRoutine.FIELDS)
EntryForm = row_form(DirectiveEntry, "happened_on", "text", "document")


class WhyForm(RowForm):
    why = forms.CharField(label=_("Hvorfor"), max_length=500)


class NoForm(RowForm):
    """Only the button: what is done is said above it."""


class ClearForm(RowForm):
    cleared = forms.TypedChoiceField(
        label=_("Er kontakten avklart med statsråden?"),
        choices=[("yes", _("Ja, virksomheten kan svare")), ("no", _("Nei, virksomheten skal ikke svare"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    frame = forms.CharField(label=_("Rammer for kontakten"), required=False, widget=LONG_TEXT)


class DayForm(RowForm):
    day = forms.DateField(label=_("Dato"), widget=NearDate)


class KindForm(RowForm):
    kind = forms.ChoiceField(label=_("Hva fellesføringen gjelder"), choices=DirectiveKind.choices)


class AnswersForm(RowForm):
    """One box for each question that the directive asks. ``questions`` is (key, question in words)."""

    def __init__(self, *args: Any, questions: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, words in questions:
            widget = forms.Textarea(attrs={"rows": 4})
            self.fields[key] = forms.CharField(label=words, required=False, max_length=20_000, widget=widget)


class CountForm(RowForm):
    """A tick for each asset that was found."""

    counted_on = forms.DateField(label=_("Telt"), widget=NearDate)
    found = forms.TypedMultipleChoiceField(
        label=_("Kryss av for det som er funnet"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("Merknad"), required=False, widget=LONG_TEXT, help_text=_("Hva som gjøres med det som mangler.")
    )

    def __init__(self, *args: Any, agency: Organisation, user: User, **kwargs: Any) -> None:
        super().__init__(*args, agency=agency, user=user, **kwargs)
        rows = Asset.objects.filter(agency=agency, disposed_on=None).order_by("number", "pk")
        self.fields["found"].choices = [(row.pk, f"{row} – {row.place}") for row in rows]  # type: ignore[attr-defined]


class ThresholdForm(row_form(Threshold, "amount", "valid_from", "source")):  # type: ignore[misc]
    level = forms.ChoiceField(label=_("Terskel"))
    field_order = ("level", "amount", "valid_from", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [(row["key"], row["name"]) for row in data("procurement")["level"]]  # type: ignore[attr-defined]
