from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from styrhus.control import queries
from styrhus.control.models import Delegation
from styrhus.economy.models import Post
from styrhus.identity import clock
from styrhus.ui.forms import KronerField, NearDate

from .parts import AgencyForm, WithDocument, department, long_text, person


class DelegationForm(WithDocument):
    DEMANDED = True
    PEOPLE = ("giver", "receiver")
    DEPARTMENTS = ("department",)
    giver = person(_("Fra"))
    parent = forms.ModelChoiceField(
        Delegation.objects.none(),
        label=_("Gis fra fullmakten"),
        required=False,
        empty_label=_("Ingen: giveren er direktør"),
        help_text=_("Direktøren har hele myndigheten. Andre gir fra sin egen fullmakt."),
    )
    receiver = person(_("Til"))
    department = department(_("Avdeling"))
    posts = forms.MultipleChoiceField(
        label=_("Kapitler og poster"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ingen valgt betyr alle postene virksomheten disponerer."),
    )
    per_commitment = KronerField(label=_("Grense per disponering"), required=False)
    per_year = KronerField(label=_("Grense per år"), required=False)
    valid_from = forms.DateField(label=_("Gjelder fra"), widget=NearDate)
    valid_to = forms.DateField(label=_("Gjelder til og med"), widget=NearDate, required=False)
    may_delegate = forms.BooleanField(label=_("Mottakeren kan delegere videre"), required=False)
    conditions = forms.CharField(label=_("Vilkår"), widget=long_text(3), max_length=5000, required=False)
    field_order = ("giver", "parent", "receiver", "department", "posts", "per_commitment", "per_year", "valid_from")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = clock.today().year
        self.fields["posts"].choices = queries.post_choices(self.agency, year)  # type: ignore[attr-defined]
        giving = Delegation.objects.filter(agency=self.agency, may_delegate=True).holding_on(clock.today())
        self.fields["parent"].queryset = giving.select_related("giver", "receiver").order_by("receiver__name", "pk")  # type: ignore[attr-defined]
        self.fields["document"].label = _("Det skriftlige vedtaket, i arkivet")


class DayForm(forms.Form):
    """Which day a list is shown for. Asked with GET."""

    hide_optional = True
    dato = forms.DateField(label=_("Vis fullmakter som gjelder"), widget=NearDate)


class SubstituteForm(AgencyForm):
    PEOPLE = ("substitute",)
    substitute = person(_("Vikar"))
    begin = forms.DateField(label=_("Fra"), widget=NearDate)
    end = forms.DateField(label=_("Til og med"), widget=NearDate)


class WithdrawForm(AgencyForm):
    from_day = forms.DateField(label=_("Trekkes fra"), widget=NearDate)
    why = forms.CharField(label=_("Hvorfor fullmakten trekkes"), widget=long_text(), max_length=2000)


class CheckForm(AgencyForm):
    """Asked with GET: it writes nothing."""

    post = forms.ModelChoiceField(Post.objects.none(), label=_("Kapittel og post"), empty_label=_("Velg post"))
    amount = KronerField(label=_("Beløp"))
    on = forms.DateField(label=_("Dato"), widget=NearDate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = queries.posts_to_check(self.agency, clock.today().year)  # type: ignore[attr-defined]


class UseForm(CheckForm):
    purpose = forms.CharField(
        label=_("Hva pengene skal brukes til"), max_length=300, help_text=_("For eksempel avtalen eller vedtaket.")
    )
