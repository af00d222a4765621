"""Documents: the original bytes with their SHA-256, the text in them, and the journal's data (Noark 5)."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User

from .access import Permission

# A full-text column holds at most 1 MB. What lies further into a longer document is kept and shown, but not searched.
SEARCHED_CHARACTERS = 200_000


class Direction(models.TextChoices):
    """Noark 5 journal post type: in, out, or within the body."""

    IN = "I", _("Inngående")
    OUT = "U", _("Utgående")
    WITHIN = "X", _("Internt")


def storage_path(document: "Document", filename: str) -> str:
    """By hash, outside the web root: the name a file came with decides nothing."""
    return f"{document.sha256[:2]}/{document.sha256}"


class Document(models.Model):
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, related_name="documents", verbose_name=_("eier")
    )
    shared_with = models.ManyToManyField(
        "identity.Organisation", related_name="+", blank=True, verbose_name=_("også synlig for")
    )
    title = models.CharField(_("tittel"), max_length=300)
    public_title = models.CharField(_("offentlig tittel"), max_length=300, blank=True)
    filename = models.CharField(_("filnavn"), max_length=200)
    media_type = models.CharField(_("filtype"), max_length=100)
    size = models.BigIntegerField(_("størrelse i byte"))
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.FileField(upload_to=storage_path)
    text = models.TextField(_("tekst"), blank=True)
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="norwegian")
        + SearchVector(Left("text", SEARCHED_CHARACTERS), weight="C", config="norwegian"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    # the journal's data
    direction = models.CharField(_("retning"), max_length=1, choices=Direction, default=Direction.WITHIN)
    case_number = models.CharField(_("saksnummer"), max_length=40, blank=True)
    sender = models.CharField(_("avsender"), max_length=200, blank=True)
    recipient = models.CharField(_("mottaker"), max_length=200, blank=True)
    document_date = models.DateField(_("dokumentdato"), null=True, blank=True)
    journal_date = models.DateField(_("journaldato"), default=timezone.localdate)
    exemption = models.CharField(
        _("unntatt offentlighet etter"),
        max_length=100,
        blank=True,
        help_text=_("Paragrafen, for eksempel «offl. § 14»."),
    )
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField(_("registrert"), auto_now_add=True)

    class Meta:
        verbose_name = _("dokument")
        verbose_name_plural = _("dokumenter")
        ordering = ("-journal_date", "-pk")
        indexes = (GinIndex(fields=("search",), name="document_search"),)
        constraints = (
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="document_hash_shape"),
            models.CheckConstraint(condition=Q(size__gte=1), name="document_not_empty"),
            models.UniqueConstraint(fields=("organisation", "sha256"), name="document_stored_once"),
        )

    def __str__(self) -> str:
        return self.title


class CaseFileQuerySet(models.QuerySet["CaseFile"]):
    def visible_to(self, user: User) -> "CaseFileQuerySet":
        """An organisation's own cases, and those of others that hold an entry which they may see."""
        if user.may(Permission.SEE_ALL_DOCUMENTS):
            return self
        own = user.organisations_with(Permission.SEE_DOCUMENTS)
        return self.filter(Q(organisation__in=own) | Q(pk__in=_entries_shared_with(own).values("case_file")))


class CaseFile(models.Model):
    """A case (saksmappe) of the archive. ``key`` is the program's own name for it: the same matter, the same case.

    A closed case takes no more entries. Its key is free again: the matter goes on in a new case.
    """

    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, related_name="case_files", verbose_name=_("arkivskaper")
    )
    key = models.CharField(max_length=100)
    year = models.PositiveSmallIntegerField(_("saksår"))
    sequence = models.PositiveIntegerField(_("sakssekvensnummer"))
    title = models.CharField(_("sakstittel"), max_length=300)
    public_title = models.CharField(_("offentlig tittel"), max_length=300, blank=True)
    exemption = models.CharField(_("unntatt offentlighet etter"), max_length=100, blank=True)
    class_code = models.CharField(_("arkivkode"), max_length=40, blank=True)
    opened_on = models.DateField(_("opprettet"))
    closed_on = models.DateField(_("avsluttet"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("avsluttet av"),
    )

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("sak")
        verbose_name_plural = _("saker")
        ordering = ("-year", "-sequence")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "key"), condition=Q(closed_on=None), name="case_file_key_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")), name="case_file_closed_after_opened"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_by=None) | Q(closed_on__isnull=False, closed_by__isnull=False),
                name="case_file_closed_by_and_on",
            ),
            models.UniqueConstraint(fields=("organisation", "year", "sequence"), name="case_file_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """The case number as archives write it: "23/17"."""
        return f"{self.year % 100:02}/{self.sequence}"


def _entries_shared_with(own: set[int]) -> "JournalEntryQuerySet":
    """Entries whose document one of the organisations ``own`` has or was let see."""
    shared = Document.shared_with.through.objects.filter(organisation__in=own).values("document")
    return JournalEntry.objects.filter(Q(document__organisation__in=own) | Q(document__in=shared))


class JournalEntryQuerySet(models.QuerySet["JournalEntry"]):
    def visible_to(self, user: User) -> "JournalEntryQuerySet":
        """The journal of a user's organisations, and of others the entries whose document is shared with them."""
        if user.may(Permission.SEE_ALL_DOCUMENTS):
            return self
        own = user.organisations_with(Permission.SEE_DOCUMENTS)
        return self.filter(Q(case_file__organisation__in=own) | Q(pk__in=_entries_shared_with(own).values("pk")))


class JournalEntry(models.Model):
    """A journal entry (journalpost): a formal document in its case, from, to, with the ground of any exemption.

    The titles and the exemption may be corrected, with a reason; all else stays as it was entered.
    """

    case_file = models.ForeignKey(CaseFile, models.PROTECT, related_name="entries", verbose_name=_("sak"))
    number = models.PositiveIntegerField(_("dokumentnummer i saken"))
    year = models.PositiveSmallIntegerField(_("journalår"))
    sequence = models.PositiveIntegerField(_("journalsekvensnummer"))
    direction = models.CharField(_("type"), max_length=1, choices=Direction)
    document = models.ForeignKey(Document, models.PROTECT, related_name="journal_entries", verbose_name=_("dokument"))
    attachments = models.ManyToManyField(Document, related_name="+", blank=True, verbose_name=_("vedlegg"))
    title = models.CharField(_("tittel"), max_length=300)
    public_title = models.CharField(_("offentlig tittel"), max_length=300, blank=True)
    sender = models.CharField(_("avsender"), max_length=200, blank=True)
    recipient = models.CharField(_("mottaker"), max_length=200, blank=True)
    document_date = models.DateField(_("dokumentdato"))
    journal_date = models.DateField(_("journaldato"))
    exemption = models.CharField(_("unntatt offentlighet etter"), max_length=100, blank=True)
    journaled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("registrert"))

    objects = JournalEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("journalpost")
        verbose_name_plural = _("journalposter")
        ordering = ("-year", "-sequence", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="journal_direction_known"),
            models.UniqueConstraint(fields=("case_file", "number"), name="journal_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.case_file.number}-{self.number} {self.title}"
