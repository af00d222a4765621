"""What people enter about the money. Each form is of one agency's year."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from styrhus.archive.models import Document
from styrhus.archive.sourced import Place
from styrhus.identity import clock
from styrhus.identity.models import Department, User
from styrhus.ui.forms import KronerField, NearDate

from . import queries
from .models import (
    AppropriationKind,
    AuthorisationKind,
    Binding,
    Commitment,
    CommitmentKind,
    Direction,
    HolderState,
    Post,
    ReleaseKind,
)


def long_text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class PostField(forms.ModelChoiceField):
    """A post by its number and name: "671.21 Spesielle driftsutgifter"."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(Post.objects.none(), label=label, empty_label=_("Velg post"), **options)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.chapter.number}.{obj.number} {obj.name}"


class DayForm(forms.Form):
    """Which day the money is shown for. Asked with GET."""

    hide_optional = True
    dato = forms.DateField(label=_("Vis pengene slik de var"), widget=NearDate, required=False)


class BudgetForm(forms.Form):
    """A form within one budget: its posts, its agency's departments, and the documents that ``user`` may see."""

    def __init__(self, *args: Any, budget: queries.Budget, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.budget, self.user = budget, user
        posts = Post.objects.filter(chapter__agency=budget.agency, chapter__year=budget.year)
        every = posts.select_related("chapter").order_by("chapter__number", "number")
        expenses = queries.expense_posts(budget.agency, budget.year)
        for name, field in self.fields.items():
            if isinstance(field, PostField):
                field.queryset = every.exclude(pk__in=expenses) if name == "income_post" else expenses
        if "document" in self.fields:
            self.fields["document"].queryset = queries.documents_of(user, budget.agency)  # type: ignore[attr-defined]
        if "department" in self.fields:
            self.fields["department"].queryset = Department.objects.filter(organisation=budget.agency)  # type: ignore[attr-defined]
        for name in ("decided_on", "on"):
            if name in self.fields and not self.initial.get(name):
                self.initial[name] = clock.today()

    def place(self) -> Place:
        document: Document | None = self.cleaned_data.pop("document", None)
        return Place(document)


def document_field(label: Any = "") -> forms.ModelChoiceField:
    words = label or _("Dokumentet som bestemmer det")
    return forms.ModelChoiceField(Document.objects.none(), label=words, required=False, empty_label=_("Velg dokument"))


class ReviseForm(BudgetForm):
    """One decision and its change of each post: an amount for the appropriation, another for what is at disposal."""

    kind = forms.ChoiceField(
        label=_("Vedtaket"),
        choices=[
            (one.value, one.label)
            for one in (AppropriationKind.REVISED, AppropriationKind.BALANCED, AppropriationKind.SUPPLEMENT)
        ],
    )
    decided_on = forms.DateField(label=_("Vedtatt"), widget=NearDate)
    document = document_field()
    why = forms.CharField(label=_("Hva endringen gjelder"), widget=long_text(), max_length=2000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = queries.budget_at(self.budget.agency, self.budget.year, as_at=clock.today())
        self.standing = [row for row in rows if not row.post.chapter.belongs_to]
        for row in self.standing:
            names = {"post": row.code}
            self.fields[f"given_{row.post.pk}"] = KronerField(
                label=_("%(post)s: endring i bevilgning") % names, required=False
            )
            self.fields[f"share_{row.post.pk}"] = KronerField(
                label=_("%(post)s: endring til disposisjon") % names, required=False
            )

    def rows(self) -> list[tuple[queries.PostBudget, Any, Any]]:
        return [(row, self[f"given_{row.post.pk}"], self[f"share_{row.post.pk}"]) for row in self.standing]

    def wanted(self) -> list[tuple[Post, int, int]]:
        """Each post with its two differences. What is at disposal follows the appropriation where nothing else is said."""
        found = []
        for row in self.standing:
            given = self.cleaned_data.get(f"given_{row.post.pk}")
            share = self.cleaned_data.get(f"share_{row.post.pk}")
            if given is not None or share is not None:
                found.append((row.post, given or 0, (given or 0) if share is None else share))
        return found


class MoveForm(BudgetForm):
    source = PostField(_("Fra post"))
    target = PostField(_("Til post"))
    amount = KronerField(label=_("Beløp"))
    of_appropriation = forms.BooleanField(
        label=_("Bevilgningen flyttes også"),
        required=False,
        initial=True,
        help_text=_("La stå tom når virksomheten selv omdisponerer etter fullmakt (R-110)."),
    )
    decided_on = forms.DateField(label=_("Vedtatt"), widget=NearDate)
    document = document_field()
    why = forms.CharField(label=_("Hvorfor pengene flyttes"), widget=long_text(), max_length=2000, required=False)


class CarryForm(BudgetForm):
    post = PostField(_("Post"))
    amount = KronerField(label=_("Overført fra i fjor"))
    decided_on = forms.DateField(label=_("Dato for overføringen"), widget=NearDate)
    document = document_field(_("Brevet om overføring"))
    why = forms.CharField(label=_("Begrunnelse"), widget=long_text(), max_length=2000, required=False)


class ChargeForm(BudgetForm):
    direction = forms.ChoiceField(label=_("Retning"), choices=Direction.choices, widget=forms.RadioSelect)
    counterpart = forms.CharField(label=_("Virksomheten på den andre siden"), max_length=200)
    post = PostField(
        _("Post"), required=False, help_text=_("For en mottatt fullmakt: la stå tom når posten er en annens.")
    )
    chapter_number = forms.CharField(label=_("Den andres kapittel"), max_length=4, required=False)
    post_number = forms.CharField(label=_("Den andres post"), max_length=2, required=False)
    post_name = forms.CharField(label=_("Navnet på den andres post"), max_length=300, required=False)
    amount = KronerField(label=_("Beløp"))
    decided_on = forms.DateField(label=_("Gitt"), widget=NearDate)
    document = document_field(_("Fullmakten"))
    text = forms.CharField(label=_("Formål"), widget=long_text(), max_length=2000, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("post") is None and "post" not in self.errors:
            if values.get("direction") == Direction.GIVEN:
                self.add_error("post", _("Velg posten som andre kan belaste."))
            elif not values.get("chapter_number") or not values.get("post_number"):
                self.add_error("post", _("Velg posten, eller skriv den andres kapittel og post."))
        return values


class AuthorisationForm(BudgetForm):
    kind = forms.ChoiceField(label=_("Fullmakt"), choices=AuthorisationKind.choices)
    post = PostField(_("Utgiftspost"))
    income_post = PostField(
        _("Inntektspost"), required=False, help_text=_("Bare for merinntektsfullmakt: posten der merinntekten kommer.")
    )
    amount = KronerField(
        label=_("Beløp"), required=False, help_text=_("Kan stå tomt for merinntekt, og for leie og kjøp utover året.")
    )
    legal_basis = forms.CharField(label=_("Hjemmel"), max_length=300)
    delegated = forms.BooleanField(label=_("Delegert til virksomheten"), required=False, initial=True)
    decided_on = forms.DateField(label=_("Gjelder fra"), widget=NearDate)
    document = document_field(_("Brevet den står i"))


class WithdrawForm(BudgetForm):
    on = forms.DateField(label=_("Trekkes fra"), widget=NearDate)
    why = forms.CharField(label=_("Hvorfor den trekkes"), widget=long_text(), max_length=2000)


class CommitForm(BudgetForm):
    post = PostField(_("Post"))
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Avdeling"), required=False, empty_label=_("Ingen: virksomheten samlet")
    )
    kind = forms.ChoiceField(label=_("Hva som binder pengene"), choices=CommitmentKind.choices)
    text = forms.CharField(label=_("Formål"), max_length=300)
    counterpart = forms.CharField(label=_("Mottaker eller leverandør"), max_length=200, required=False)
    amount = KronerField(label=_("Beløp i budsjettåret"))
    later_amount = KronerField(
        label=_("Beløp i senere år"),
        required=False,
        help_text=_("Trenger bestillings- eller tilsagnsfullmakt på posten."),
    )
    last_year = forms.IntegerField(label=_("Siste år"), required=False)
    binding = forms.ModelChoiceField(
        Binding.objects.none(), label=_("Under binding i brevet"), required=False, empty_label=_("Ingen")
    )
    decided_on = forms.DateField(label=_("Dato"), widget=NearDate)
    decided_by = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Besluttet av"),
        required=False,
        empty_label=_("Meg selv"),
        help_text=_("Den som har budsjettdisponeringsmyndighet, når du fører for en annen."),
    )
    document = document_field(_("Vedtaket eller avtalen"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        budget, user = self.budget, self.user
        bindings = Binding.objects.counted().filter(
            post__chapter__agency=budget.agency, post__chapter__year=budget.year
        )
        self.fields["binding"].queryset = bindings.select_related("post__chapter")  # type: ignore[attr-defined]
        self.fields["binding"].label_from_instance = _binding_name  # type: ignore[attr-defined]
        if queries.may_commit_for_all(user, budget.agency):
            people = User.objects.filter(is_active=True, roles__organisation=budget.agency).distinct()
            self.fields["decided_by"].queryset = people.exclude(pk=user.pk).order_by("name")  # type: ignore[attr-defined]
        else:
            own = [held.department_id for held in user.current_roles if held.organisation_id == budget.agency.pk]
            del self.fields["decided_by"]
            self.fields["department"].queryset = Department.objects.filter(pk__in=[one for one in own if one])  # type: ignore[attr-defined]
            self.fields["department"].empty_label = None  # type: ignore[attr-defined]
            self.fields["department"].required = True


def _binding_name(binding: Binding) -> str:
    return f"{binding.post.chapter.number}.{binding.post.number} {binding.text[:90]}"


class ReleaseForm(BudgetForm):
    kind = forms.ChoiceField(label=_("Hva som skjer"), choices=ReleaseKind.choices)
    amount = KronerField(
        label=_("Beløp i budsjettåret"),
        required=False,
        help_text=_("Bare når en del frigis. Ellers frigis alt som er igjen."),
    )
    later_amount = KronerField(label=_("Beløp i senere år"), required=False)
    on = forms.DateField(label=_("Dato"), widget=NearDate)
    why = forms.CharField(label=_("Begrunnelse"), widget=long_text(), max_length=2000)

    def __init__(self, *args: Any, commitment: Commitment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not commitment.later_amount:
            del self.fields["later_amount"]


class HolderForm(BudgetForm):
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Avdeling"), empty_label=_("Velg avdeling"))


class ShareForm(BudgetForm):
    post = PostField(_("Post"))
    amount = KronerField(label=_("Beløp"), help_text=_("Skriv minus foran for å ta tilbake."))
    on = forms.DateField(label=_("Fra"), widget=NearDate)
    why = forms.CharField(label=_("Begrunnelse"), widget=long_text(2), max_length=2000, required=False)


class StateForm(BudgetForm):
    state = forms.ChoiceField(label=_("Tilstand"), choices=HolderState.choices, widget=forms.RadioSelect)
    locked_from = forms.DateField(
        label=_("Låst fra"),
        widget=NearDate,
        required=False,
        help_text=_("Fra og med denne dagen kan ingenting disponeres. La stå tom når budsjettet ikke skal låses."),
    )
    why = forms.CharField(label=_("Begrunnelse"), widget=long_text(2), max_length=2000)
