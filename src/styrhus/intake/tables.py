from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from styrhus.ui.tables import ChoiceFilter, Column, DateColumn, Table, TagColumn, TextFilter

from .models import LetterKind, ReadingState
from .presentation import STATE_TAGS, title_of_reading


class YearColumn(Column):
    """A year is a number without a space between its thousands."""

    text = False


class ReadingTable(Table):
    caption = _("Brev")
    title = Column(
        _("Brev"),
        value=title_of_reading,
        sort="document__title",
        header=True,
        wide=True,
        link=lambda row: reverse("intake:letter", args=(row.pk,)),
    )
    agency = Column(_("Virksomhet"), value="agency.label", sort="agency__name")
    kind = Column(_("Type"), value=lambda row: row.get_kind_display() if row.read_at else "", sort="kind")
    year = YearColumn(_("Budsjettår"), sort=True)
    letter_date = DateColumn(_("Dato"), sort="letter_date")
    state = TagColumn(_("Tilstand"), sort=True, kinds={state: kind for state, (_words, kind) in STATE_TAGS.items()})
    filters = {
        "q": TextFilter(_("Søk"), fields=("document__title", "document__filename", "reference")),
        "kind": ChoiceFilter(_("Type"), field="kind", choices=LetterKind.choices),
        "state": ChoiceFilter(_("Tilstand"), field="state", choices=ReadingState.choices),
    }
    default_sort = "-letter_date"
