from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from styrhus.ui.tables import (
    BooleanFilter,
    ChoiceFilter,
    Column,
    DateColumn,
    DateRangeFilter,
    NumberColumn,
    Table,
    TagColumn,
    TextFilter,
)

from .models import Direction


class DocumentTable(Table):
    caption = _("Dokumenter")
    title = Column(
        _("Tittel"), sort=True, header=True, wide=True, link=lambda row: reverse("archive:document", args=[row.pk])
    )
    direction = Column(_("Retning"), value=lambda row: row.get_direction_display(), sort="direction")
    sender = Column(_("Avsender"), sort=True, wide=True)
    recipient = Column(_("Mottaker"), sort=True, wide=True)
    document_date = DateColumn(_("Dokumentdato"), sort=True)
    journal_date = DateColumn(_("Journaldato"), sort=True, only_export=True)
    case_number = Column(_("Saksnummer"), sort=True)
    organisation = Column(_("Eier"), value="organisation.label", only_export=True)
    exemption = Column(_("Unntatt offentlighet etter"), only_export=True)
    filename = Column(_("Filnavn"), only_export=True)
    sha256 = Column("SHA-256", only_export=True)
    filters = {
        "q": TextFilter(_("Søk"), fields=("title", "sender", "recipient", "case_number")),
        "direction": ChoiceFilter(_("Retning"), field="direction", choices=Direction.choices),
        "date": DateRangeFilter(_("Dokumentdato"), field="document_date"),
    }
    default_sort = "-journal_date"
    empty_title = _("Ingen dokumenter ennå")
    empty_text = _("Brev som leses inn, og dokumenter som registreres, blir liggende her.")


class JournalTable(Table):
    caption = _("Journal")
    number = Column(
        _("Nummer"),
        value=lambda row: f"{row.case_file.number}-{row.number}",
        header=True,
        link=lambda row: reverse("archive:entry", args=[row.pk]),
    )
    shown_title = Column(_("Tittel"), sort=True, wide=True)
    direction = Column(_("Retning"), value=lambda row: row.get_direction_display(), sort="direction")
    sender = Column(_("Avsender"), sort=True)
    recipient = Column(_("Mottaker"), sort=True)
    journal_date = DateColumn(_("Journaldato"), sort=True)
    document_date = DateColumn(_("Dokumentdato"), sort=True, only_export=True)
    exemption = Column(_("Unntatt offentlighet etter"), sort=True)
    case_title = Column(_("Sak"), only_export=True, wide=True)
    sequence = Column(_("Journalsekvensnummer"), value=lambda row: f"{row.sequence}/{row.year}", only_export=True)
    owner = Column(_("Arkivskaper"), value="case_file.organisation.label", only_export=True)
    filters = {
        "q": TextFilter(_("Søk"), fields=("shown_title", "sender", "recipient", "case_title")),
        "direction": ChoiceFilter(_("Retning"), field="direction", choices=Direction.choices),
        "date": DateRangeFilter(_("Journaldato"), field="journal_date"),
    }
    default_sort = "-journal_date"
    empty_title = _("Ingenting i journalen ennå")
    empty_text = _(
        "Det som går mellom virksomheten og departementet, føres her når det sendes. Andre dokumenter føres fra saken."
    )


class EntriesOfCaseTable(JournalTable):
    caption = _("Journalposter i saken")
    case_title = None  # type: ignore[assignment]  # the base class leaves out what is not there
    owner = None  # type: ignore[assignment]
    filters = {
        "q": TextFilter(_("Søk"), fields=("shown_title", "sender", "recipient")),
        "direction": ChoiceFilter(_("Retning"), field="direction", choices=Direction.choices),
    }
    empty_title = _("Ingen journalposter i saken ennå")
    empty_text = _("Før et dokument fra arkivet inn i saken.")


class PublicJournalTable(Table):
    """What everyone may read: the public titles, and that there is an exemption with its paragraph."""

    caption = _("Offentlig journal")
    number = Column(_("Nummer"), value=lambda row: f"{row.case_file.number}-{row.number}", header=True)
    journal_date = DateColumn(_("Journaldato"), sort=True)
    shown_title = Column(_("Tittel"), sort=True, wide=True)
    shown_case = Column(_("Sak"), sort=True, wide=True)
    direction = Column(_("Retning"), value=lambda row: row.get_direction_display(), sort="direction")
    sender = Column(_("Avsender"), sort=True)
    recipient = Column(_("Mottaker"), sort=True)
    document_date = DateColumn(_("Dokumentdato"), sort=True)
    exemption = Column(_("Unntatt offentlighet etter"))
    filters = {
        "q": TextFilter(_("Søk"), fields=("shown_title", "shown_case", "sender", "recipient")),
        "direction": ChoiceFilter(_("Retning"), field="direction", choices=Direction.choices),
        "date": DateRangeFilter(_("Journaldato"), field="journal_date"),
    }
    default_sort = "-journal_date"
    empty_title = _("Ingenting i offentlig journal ennå")
    empty_text = _("Det som er ført i journalen, vises her med offentlig tittel.")


class CaseTable(Table):
    caption = _("Saker")
    number = Column(
        _("Saksnummer"), value="number", header=True, link=lambda row: reverse("archive:case", args=[row.pk])
    )
    shown_title = Column(_("Tittel"), sort=True, wide=True)
    entry_count = NumberColumn(_("Journalposter"), sort=True)
    last_entry = DateColumn(_("Sist ført"), sort=True)
    opened_on = DateColumn(_("Opprettet"), sort=True)
    closed_on = DateColumn(_("Avsluttet"), sort=True, only_export=True)
    state = TagColumn(
        _("Tilstand"),
        value=lambda row: _("Avsluttet") if row.closed_on else _("Åpen"),
        kinds={},
    )
    exemption = Column(_("Unntatt offentlighet etter"), only_export=True)
    owner = Column(_("Arkivskaper"), value="organisation.label")
    filters = {
        "q": TextFilter(_("Søk"), fields=("shown_title",)),
        "open": BooleanFilter(_("Bare åpne saker"), q=Q(closed_on=None), test=lambda row: row.closed_on is None),
    }
    default_sort = "-opened_on"
    empty_title = _("Ingen saker ennå")
    empty_text = _("En sak opprettes når det første dokumentet i den føres, eller her.")
