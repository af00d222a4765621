"""Accounts that are brought in from a file: the upload, its check, the difference it makes, and its lines.

A file is staged and checked without touching the ledger. Its lines count only from the moment it is confirmed, when
each of its months becomes an entry. From then on nothing of it can be changed (migration 0003).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.ledger.access import Permission

from .entries import Basis


class ImportState(models.TextChoices):
    CHECKING = "checking", _("Kontrolleres")
    FAILED = "failed", _("Kan ikke leses")
    CHECKED = "checked", _("Kontrollert")
    CONFIRMING = "confirming", _("Føres")
    CONFIRMED = "confirmed", _("Ført")
    DISCARDED = "discarded", _("Forkastet")


RUNNING = (ImportState.CHECKING, ImportState.CONFIRMING)


class ImportQuerySet(models.QuerySet[Any]):
    agency = "agency"

    def visible_to(self, user: User) -> Any:
        """The agency's own imports for those who see all its entries, every import for the auditor.

        The ministry sees what is in the ledger as sums, never the agency's files.
        """
        if user.may(Permission.SEE_ALL_LEDGERS):
            return self
        return self.filter(**{f"{self.agency}__in": user.organisations_with(Permission.SEE_ENTRIES)})


class MappingQuerySet(ImportQuerySet):
    def in_use(self) -> Any:
        return self.filter(retired_at=None)


class ImportMapping(models.Model):
    """Which column of a sheet is which of our fields. Saved once, used for every sheet of the same shape."""

    agency = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+", verbose_name=_("virksomhet"))
    name = models.CharField(_("navn"), max_length=100)
    sheet = models.CharField(_("ark"), max_length=31, blank=True)
    heading_row = models.PositiveSmallIntegerField(_("raden med overskrifter"), default=1)
    columns = models.JSONField(_("kolonner"))  # our field → the heading in the sheet
    made_at = models.DateTimeField(_("laget"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(_("tatt ut av bruk"), null=True, blank=True)

    objects = MappingQuerySet.as_manager()

    class Meta:
        verbose_name = _("kolonneoppsett")
        verbose_name_plural = _("kolonneoppsett")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "name"), condition=Q(retired_at=None), name="import_mapping_name_once"
            ),
            models.CheckConstraint(condition=Q(heading_row__gte=1), name="import_mapping_heading_row"),
        )

    def __str__(self) -> str:
        return self.name


class AccountsImport(models.Model):
    """One upload of accounts of one year, from the file to the entries that it became."""

    agency = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+", verbose_name=_("virksomhet"))
    year = models.PositiveSmallIntegerField(_("regnskapsår"))
    basis = models.CharField(
        _("regnskapsprinsipp"), max_length=7, choices=[c for c in Basis.choices if c[0] != "both"], default=Basis.CASH
    )
    only_own = models.BooleanField(_("ta bare med virksomhetens egne linjer"), default=False)
    mapping = models.ForeignKey(
        ImportMapping, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kolonneoppsett")
    )
    state = models.CharField(_("status"), max_length=12, choices=ImportState, default=ImportState.CHECKING)
    progress = models.PositiveSmallIntegerField(_("fremdrift i prosent"), default=0)
    uploaded_at = models.DateTimeField(_("lastet opp"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # what the check found
    refusal = models.CharField(_("hvorfor filen ikke kan leses"), max_length=40, blank=True)
    refusal_values = models.JSONField(default=dict, blank=True)
    lines = models.PositiveIntegerField(_("antall linjer"), default=0)
    wrong_lines = models.PositiveIntegerField(_("linjer med feil"), default=0)
    locked_lines = models.PositiveIntegerField(_("linjer i låste måneder"), default=0)
    skipped_lines = models.PositiveIntegerField(_("linjer for andre virksomheter"), default=0)
    checked_at = models.DateTimeField(_("kontrollert"), null=True, blank=True)
    # what became of it
    confirmed_at = models.DateTimeField(_("ført"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ført av")
    )
    discarded_at = models.DateTimeField(_("forkastet"), null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("regnskapsimport")
        verbose_name_plural = _("regnskapsimporter")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_state_known"),
            models.CheckConstraint(condition=Q(basis__in=("cash", "accrual")), name="import_basis_known"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="import_progress_percent"),
            models.CheckConstraint(
                condition=Q(state="confirmed", confirmed_at__isnull=False)
                | (~Q(state="confirmed") & Q(confirmed_at=None)),
                name="import_confirmed_when",
            ),
            models.CheckConstraint(
                condition=Q(state="failed") & ~Q(refusal="") | ~Q(state="failed"), name="import_failed_why"
            ),
            models.CheckConstraint(condition=~Q(state="confirmed") | Q(wrong_lines=0), name="import_confirmed_right"),
        )
        indexes = (models.Index(fields=("agency", "year"), name="import_by_year"),)

    def __str__(self) -> str:
        return f"{self._meta.verbose_name.capitalize()} {self.year} ({self.pk})"  # type: ignore[union-attr]

    def get_absolute_url(self) -> str:
        return reverse("ledger:import", args=[self.pk])

    @property
    def running(self) -> bool:
        return self.state in RUNNING

    @property
    def first_file(self) -> ImportFile:
        return self.files.order_by("sequence")[0]  # type: ignore[attr-defined,no-any-return]


def import_path(file: ImportFile, filename: str) -> str:
    """By hash and import: the name that a file came with decides nothing."""
    return f"regnskap/{file.sha256[:2]}/{file.sha256}"


class ImportFile(models.Model):
    """The bytes as they came: the file itself (sequence 1), and files of mended lines that came after it."""

    accounts = models.ForeignKey(AccountsImport, models.CASCADE, related_name="files", verbose_name=_("import"))
    sequence = models.PositiveSmallIntegerField(_("nummer"))
    filename = models.CharField(_("filnavn"), max_length=200)
    size = models.BigIntegerField(_("størrelse i byte"))
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.FileField(_("fil"), upload_to=import_path)
    uploaded_at = models.DateTimeField(_("lastet opp"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("importfil")
        verbose_name_plural = _("importfiler")
        ordering = ("accounts", "sequence")
        constraints = (
            models.UniqueConstraint(fields=("accounts", "sequence"), name="import_file_once"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="import_file_hash_shape"),
            models.CheckConstraint(condition=Q(size__gte=1), name="import_file_not_empty"),
        )

    def __str__(self) -> str:
        return self.filename


class ImportFault(models.Model):
    """One thing that is wrong with one line of the file. The words for ``code`` stand in ``import_texts``."""

    accounts = models.ForeignKey(AccountsImport, models.CASCADE, related_name="faults", verbose_name=_("import"))
    line = models.PositiveIntegerField(_("linje"))
    code = models.CharField(_("feil"), max_length=12)
    value = models.CharField(_("verdi"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("feil i linje")
        verbose_name_plural = _("feil i linjer")
        ordering = ("accounts", "line", "pk")
        indexes = (models.Index(fields=("accounts", "line"), name="import_fault_by_line"),)

    def __str__(self) -> str:
        return f"{self.line}: {self.code}"


class MonthState(models.TextChoices):
    NEW = "new", _("Ny")
    CHANGED = "changed", _("Endret")
    SAME = "same", _("Uendret")
    LOCKED = "locked", _("Låst")


class ImportedMonth(models.Model):
    """A month of the file held against the ledger, and the entry that it became."""

    accounts = models.ForeignKey(AccountsImport, models.CASCADE, related_name="months", verbose_name=_("import"))
    month = models.PositiveSmallIntegerField(_("måned"))
    state = models.CharField(_("mot regnskapet"), max_length=8, choices=MonthState)
    lines = models.PositiveIntegerField(_("antall linjer"))
    amount = models.DecimalField(_("sum i kroner"), max_digits=20, decimal_places=2)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("erstatter")
    )
    entry = models.OneToOneField(
        "ledger.Entry", models.PROTECT, null=True, blank=True, related_name="imported", verbose_name=_("bilag")
    )

    class Meta:
        verbose_name = _("importert måned")
        verbose_name_plural = _("importerte måneder")
        ordering = ("accounts", "month")
        constraints = (
            models.UniqueConstraint(fields=("accounts", "month"), name="imported_month_once"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="imported_month_of_a_year"),
            models.CheckConstraint(condition=Q(state__in=MonthState.values), name="imported_month_state_known"),
            models.CheckConstraint(
                condition=Q(entry=None) | Q(state__in=("new", "changed")), name="imported_month_entry_when_posted"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return date_format(date(2000, self.month, 1), "F").capitalize()


class ImportSum(models.Model):
    """The lines of one month summed by post, account and department: what the entry of the month posts."""

    accounts = models.ForeignKey(AccountsImport, models.CASCADE, related_name="sums", verbose_name=_("import"))
    month = models.PositiveSmallIntegerField(_("måned"))
    post = models.ForeignKey("economy.Post", models.PROTECT, related_name="+", verbose_name=_("post"))
    account = models.CharField(_("konto"), max_length=4)
    department = models.ForeignKey(
        "identity.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("avdeling")
    )
    amount = models.DecimalField(_("beløp i kroner"), max_digits=20, decimal_places=2)
    lines = models.PositiveIntegerField(_("antall linjer"))

    class Meta:
        verbose_name = _("importert sum")
        verbose_name_plural = _("importerte summer")
        ordering = ("accounts", "month", "pk")
        indexes = (models.Index(fields=("accounts", "month"), name="import_sum_by_month"),)

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"


class ImportedLine(models.Model):
    """A line of the file: the specification of the entry of its month. A year of a large agency has a million.

    So the relations are not held row by row: a trigger holds each statement to an import that is being checked, and
    ``ImportSum`` holds the same posts and departments. What is not taken out here stands in the kept file, by its line.
    """

    pk = models.CompositePrimaryKey("accounts_id", "line")
    accounts = models.ForeignKey(
        AccountsImport, models.PROTECT, related_name="imported_lines", db_constraint=False, db_index=False,
        verbose_name=_("import"),
    )  # fmt: skip
    line = models.PositiveIntegerField(_("linje i filen"))
    month = models.PositiveSmallIntegerField(_("måned"))
    post = models.ForeignKey(
        "economy.Post", models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name=_("post")
    )
    department = models.ForeignKey(
        "identity.Department", models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False,
        verbose_name=_("avdeling"),
    )  # fmt: skip
    account = models.CharField(_("konto"), max_length=4)
    number = models.CharField(_("kontonummer i filen"), max_length=40, blank=True)
    amount = models.DecimalField(_("beløp i kroner"), max_digits=18, decimal_places=2)

    class Meta:
        verbose_name = _("importert linje")
        verbose_name_plural = _("importerte linjer")
        ordering = ("accounts", "line")

    def __str__(self) -> str:
        return f"{self.line}: {self.amount}"
