"""The ledger: entries and their postings, double and append-only, in kroner and øre.

What holds the ledger true stands in the database (migration 0002): an entry says how many lines it has, each line has
its own number from 1, and at commit all of them are there and sum to zero in both views. A posted entry is therefore
full: nothing can be added to it later either.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.ledger.access import Permission


class Basis(models.TextChoices):
    """Which view of the ledger a posting counts in."""

    CASH = "cash", _("Kontantprinsippet")
    ACCRUAL = "accrual", _("SRS")
    BOTH = "both", _("Begge")


class EntryKind(models.TextChoices):
    MANUAL = "manual", _("Manuelt bilag")
    PAYMENT = "payment", _("Utbetaling")
    INVOICE = "invoice", _("Mottatt faktura")
    INVOICE_PAID = "invoice_paid", _("Betalt faktura")
    SALARY = "salary", _("Lønn")
    DEPRECIATION = "depreciation", _("Avskrivning")
    GRANT = "grant", _("Utbetalt tilskudd")
    INCOME = "income", _("Innbetaling")
    IMPORT = "import", _("Importert")
    REVERSAL = "reversal", _("Reversering")


class CauseKind(models.TextChoices):
    """What an entry follows from."""

    DECISION = "decision", _("Vedtak")
    CONTRACT = "contract", _("Avtale")
    INVOICE = "invoice", _("Faktura")
    PAYMENT = "payment", _("Betaling")
    SALARY = "salary", _("Lønnskjøring")
    IMPORT = "import", _("Import")
    DOCUMENT = "document", _("Annet dokument")
    CORRECTION = "correction", _("Retting")


class OfLedger(models.QuerySet[Any]):
    """What a user may see of the entries: the controller and the director all in the agency, a department head those
    with a line on the own department, the auditor all. The ministry sees sums (``queries.used``) and no entry.
    """

    agency = "agency"
    department = "sums__department"

    def visible_to(self, user: User) -> Any:
        if user.may(Permission.SEE_ALL_LEDGERS):
            return self
        whole = Q(**{f"{self.agency}__in": user.organisations_with(Permission.SEE_ENTRIES)})
        return self.filter(whole | self._own(user))

    def _own(self, user: User) -> Q:
        departments = departments_seen(user)
        if not departments:
            return Q(pk__in=())
        if self.department == "department":
            return Q(department__in=departments)
        return Q(pk__in=EntrySum.objects.filter(department__in=departments).values("entry"))


def departments_seen(user: User) -> set[int]:
    """The departments of which the user sees the entries, without seeing the whole agency's."""
    leading = user.organisations_with(Permission.SEE_OWN_ENTRIES)
    return {held.department_id for held in user.current_roles if held.department_id and held.organisation_id in leading}


class OfPosting(OfLedger):
    agency = "entry__agency"
    department = "department"


class Entry(models.Model):
    """A voucher (bilag). ``number`` runs without holes through the agency's year; the database gives it."""

    agency = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+", verbose_name=_("virksomhet"))
    number = models.PositiveIntegerField(_("bilagsnummer"))
    kind = models.CharField(_("bilagstype"), max_length=20, choices=EntryKind)
    on = models.DateField(_("bilagsdato"))
    year = models.GeneratedField(
        expression=ExtractYear("on"), output_field=models.PositiveSmallIntegerField(_("regnskapsår")), db_persist=True
    )
    entered_at = models.DateTimeField(_("ført"))
    text = models.CharField(_("tekst"), max_length=300)
    lines = models.PositiveIntegerField(_("antall linjer"))
    cause_kind = models.CharField(_("årsak"), max_length=20, choices=CauseKind)
    cause_ref = models.CharField(_("årsakens nøkkel"), max_length=200, blank=True)
    cause_label = models.CharField(_("bygger på"), max_length=300)
    cause_url = models.CharField(_("årsakens adresse"), max_length=300, blank=True)
    key = models.CharField(_("nøkkel mot dobbeltføring"), max_length=200)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("reverserer")
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfLedger.as_manager()

    class Meta:
        verbose_name = _("bilag")
        verbose_name_plural = _("bilag")
        ordering = ("-year", "-number")
        constraints = (
            models.UniqueConstraint(fields=("agency", "year", "number"), name="entry_number_once_a_year"),
            models.UniqueConstraint(fields=("agency", "key"), name="entry_key_once"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="entry_kind_known"),
            models.CheckConstraint(condition=Q(cause_kind__in=CauseKind.values), name="entry_cause_known"),
            models.CheckConstraint(
                condition=Q(lines__gte=2) & ~Q(key="") & ~Q(text="") & ~Q(cause_label=""), name="entry_is_stated"
            ),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False) | (~Q(kind="reversal") & Q(reverses=None)),
                name="entry_reversal_names_what",
            ),
            models.CheckConstraint(condition=~Q(reverses=F("id")), name="entry_not_its_own_reversal"),
        )
        indexes = (models.Index(fields=("agency", "on"), name="entry_by_day"),)

    def __str__(self) -> str:
        return f"{self.year}-{self.number}: {self.text}"[:300]

    def get_absolute_url(self) -> str:
        return reverse("ledger:entry", args=[self.pk])

    @property
    def label(self) -> str:
        """The number that people say: the year and the running number."""
        return f"{self.year}-{self.number}"


class Posting(models.Model):
    """A line of an entry: debit +, credit −, in kroner and øre.

    A year has a million of them, so the relations are not held row by row: they are held by ``EntrySum``, into which
    the database sums every posting as it comes.
    """

    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="postings", db_constraint=False, db_index=False, verbose_name=_("bilag")
    )
    line = models.PositiveIntegerField(_("linje"))
    account = models.CharField(_("konto"), max_length=4)
    post = models.ForeignKey(
        "economy.Post", models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False, db_index=False,
        verbose_name=_("post"),
    )  # fmt: skip
    department = models.ForeignKey(
        "identity.Department", models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False,
        db_index=False, verbose_name=_("avdeling"),
    )  # fmt: skip
    amount = models.DecimalField(_("beløp i kroner"), max_digits=18, decimal_places=2)
    basis = models.CharField(_("regnskapsprinsipp"), max_length=7, choices=Basis)
    text = models.CharField(_("linjetekst"), max_length=300, blank=True)

    objects = OfPosting.as_manager()

    class Meta:
        verbose_name = _("postering")
        verbose_name_plural = _("posteringer")
        ordering = ("entry", "line")
        constraints = (
            models.UniqueConstraint(fields=("entry", "line"), name="posting_line_once"),
            models.CheckConstraint(condition=Q(line__gte=1), name="posting_line_from_one"),
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="posting_basis_known"),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"

    @property
    def debit(self) -> Any:
        return self.amount if self.amount > 0 else None

    @property
    def credit(self) -> Any:
        return -self.amount if self.amount < 0 else None


class EntrySum(models.Model):
    """The postings of an entry summed by account, post, department and basis. Written by the database alone.

    An import's entry may have a hundred thousand lines; every figure is read from these few rows instead.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="sums", verbose_name=_("bilag"))
    account = models.CharField(_("konto"), max_length=4)
    post = models.ForeignKey("economy.Post", models.PROTECT, null=True, related_name="+", verbose_name=_("post"))
    department = models.ForeignKey(
        "identity.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("avdeling")
    )
    basis = models.CharField(_("regnskapsprinsipp"), max_length=7, choices=Basis)
    debit = models.DecimalField(_("debet"), max_digits=20, decimal_places=2)
    credit = models.DecimalField(_("kredit"), max_digits=20, decimal_places=2)  # 0 or below
    amount = models.DecimalField(_("beløp i kroner"), max_digits=20, decimal_places=2)
    rows = models.PositiveIntegerField(_("antall linjer"))

    class Meta:
        verbose_name = _("bilagssum")
        verbose_name_plural = _("bilagssummer")
        ordering = ("entry", "account", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(account__regex=r"^[1-9][0-9]{2,3}$"), name="entry_sum_account_shape"),
            models.CheckConstraint(condition=Q(amount=F("debit") + F("credit")), name="entry_sum_adds_up"),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"


VIEWS: dict[str, tuple[str, ...]] = {
    "cash": (Basis.CASH.value, Basis.BOTH.value),
    "accrual": (Basis.ACCRUAL.value, Basis.BOTH.value),
}


def counted_in(view: str) -> Iterable[str]:
    """The values of ``basis`` that count in the cash or in the accrual view."""
    return VIEWS[view]
