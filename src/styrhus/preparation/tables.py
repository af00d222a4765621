from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from styrhus.ui.tables import (
    BooleanFilter,
    Column,
    DateColumn,
    DateTimeColumn,
    NumberColumn,
    Table,
    TagColumn,
    TextFilter,
)


class NoteTable(Table):
    caption = _("Forberedelsesnotater")
    title = Column(
        _("Notat"), sort=True, header=True, wide=True, link=lambda row: reverse("preparation:note", args=[row.pk])
    )
    agency = Column(_("Virksomhet"), value="plan.agency.label", sort="plan__agency__name")
    year = NumberColumn(_("År"), value="plan.year", sort="plan__year", only_export=True)
    meeting_date = DateColumn(_("Møtedato"), sort=True)
    point_count = NumberColumn(_("Punkter"), sort=True)
    without_words = NumberColumn(_("Uten virksomhetens ord"), sort=True)
    raised = NumberColumn(_("Tas opp i møtet"), sort=True)
    state = TagColumn(
        _("Tilstand"),
        value=lambda row: _("Ferdigstilt") if row.finished_at else _("Under arbeid"),
        kinds=lambda row: "success" if row.finished_at else "info",
    )
    made_by = Column(_("Opprettet av"), value="made_by.name", only_export=True)
    made_at = DateTimeColumn(_("Opprettet"), sort=True, only_export=True)
    filters = {
        "q": TextFilter(_("Søk"), fields=("title", "plan__agency__name", "plan__agency__short_name")),
        "open": BooleanFilter(_("Bare under arbeid"), q=Q(finished_at=None), test=lambda row: row.finished_at is None),
    }
    default_sort = "-meeting_date"
    empty_title = _("Ingen forberedelsesnotater ennå")
    empty_text = _("Lag et notat før et møte: punktene fra brevet ved siden av virksomhetens egne ord.")


class PointTable(Table):
    """The note as rows, for those who want it in a spreadsheet."""

    caption = _("Punkter i notatet")
    heading = Column(_("Under"), value="point.heading", wide=True)
    kind = Column(_("Type"), value=lambda row: row.point.get_kind_display())
    label = Column(_("Nummer"), value="point.label")
    title = Column(_("Punkt"), value="point.title", wide=True)
    words = Column(_("Virksomhetens ord"), value=lambda row: "\n\n".join(one.text for one in row.words), wide=True)
    cited = Column(_("Kilde"), value=lambda row: "; ".join(one.source for one in row.words), wide=True)
    comment = Column(_("Departementets kommentar"), value="point.comment", wide=True)
    question = Column(_("Spørsmål til virksomheten"), value="point.question", wide=True)
    assessment = Column(_("Vurdering"), value=lambda row: row.point.get_assessment_display())
