"""Reads of cases and the journal: whose they are, what others may read of them, and what is public."""

from __future__ import annotations

from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from styrhus.audit.models import Event
from styrhus.audit.queries import history_of
from styrhus.identity.models import User

from .access import Permission
from .models import CaseFile, Document, JournalEntry


def cases_for(user: User) -> QuerySet[CaseFile]:
    """Cases that ``user`` may see, with ``entry_count`` (entries they may see), ``last_entry`` and ``shown_title``."""
    seen = JournalEntry.objects.visible_to(user).filter(case_file=OuterRef("pk")).order_by().values("case_file")
    newest = JournalEntry.objects.visible_to(user).filter(case_file=OuterRef("pk")).order_by("-journal_date", "-pk")
    return (
        CaseFile.objects.visible_to(user)
        .select_related("organisation", "closed_by")
        .annotate(
            entry_count=Subquery(seen.annotate(n=Count("pk")).values("n")),
            last_entry=Subquery(newest.values("journal_date")[:1]),
            shown_title=_title_for(user, ""),
        )
    )


def entries_for(user: User) -> QuerySet[JournalEntry]:
    """Journal entries that ``user`` may see, with ``shown_title`` and ``case_title``: as an outsider may read them."""
    return (
        JournalEntry.objects.visible_to(user)
        .select_related("case_file__organisation", "document")
        .defer("document__text", "document__search")
        .annotate(shown_title=F("title"), case_title=_title_for(user, "case_file__"))
    )


def _title_for(user: User, prefix: str) -> Case:
    """The title of a case as ``user`` may read it: another organisation reads the public title."""
    if user.may(Permission.SEE_ALL_DOCUMENTS):
        return Case(default=F(f"{prefix}title"), output_field=CharField())
    own = user.organisations_with(Permission.SEE_DOCUMENTS)
    return Case(
        When(**{f"{prefix}organisation__in": own, "then": F(f"{prefix}title")}),
        default=_public_title(prefix),
        output_field=CharField(),
    )


def _public_title(prefix: str = "") -> Case:
    """The public title; the title where nothing is exempt; else that it is hidden."""
    return Case(
        When(~Q(**{f"{prefix}public_title": ""}), then=F(f"{prefix}public_title")),
        When(**{f"{prefix}exemption": "", "then": F(f"{prefix}title")}),
        default=Value(_("Tittelen er unntatt offentlighet")),
        output_field=CharField(),
    )


def public_journal(user: User) -> QuerySet[JournalEntry]:
    """The public journal of the user's own organisations: what offentleglova § 10 lets everyone read, and no more.

    ``shown_title`` and ``shown_case`` are the titles as everyone may read them; the others are not fetched.
    """
    rows = JournalEntry.objects.all()
    if not user.may(Permission.SEE_ALL_DOCUMENTS):
        rows = rows.filter(case_file__organisation__in=user.organisations_with(Permission.SEE_DOCUMENTS))
    return (
        rows.select_related("case_file__organisation")
        .defer("title", "case_file__title")
        .annotate(shown_title=_public_title(), shown_case=_public_title("case_file__"))
    )


def documents_to_journal(user: User, case: CaseFile) -> QuerySet[Document]:
    """Documents that ``user`` may see and that stand in no entry of ``case`` yet, newest first."""
    from_here = Q(organisation=case.organisation_id) | Q(shared_with=case.organisation_id)
    rows = Document.objects.defer("text", "search").filter(from_here).exclude(journal_entries__case_file=case)
    if not user.may(Permission.SEE_ALL_DOCUMENTS):
        own = user.organisations_with(Permission.SEE_DOCUMENTS)
        rows = rows.filter(Q(organisation__in=own) | Q(shared_with__in=own))
    return rows.distinct().order_by("-journal_date", "-pk")


def history_of_case(case: CaseFile) -> QuerySet[Event]:
    return history_of(case).order_by("-number")[:100]
