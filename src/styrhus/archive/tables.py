from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from styrhus.ui.tables import ChoiceFilter, Column, DateColumn, DateRangeFilter, Table, TextFilter

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
