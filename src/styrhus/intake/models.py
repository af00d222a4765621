"""Reading a letter: the run itself, what was read out of it, what the checks found, and what was decided.

Nothing here is the plan. An item becomes part of the plan when a person adopts the reading; until then it can be
corrected, added, merged and rejected, and the letter's own words stay beside it in ``original``.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class LetterKind(models.TextChoices):
    ALLOCATION = "allocation", _("Tildelingsbrev")
    SUPPLEMENTARY = "supplementary", _("Supplerende tildelingsbrev")
    ASSIGNMENT = "assignment", _("Oppdragsbrev")
    TRANSFER = "transfer", _("Overføringsbrev")
    INSTRUCTION = "instruction", _("Instruks")


class ReadingState(models.TextChoices):
    QUEUED = "queued", _("Venter på å bli lest")
    RUNNING = "running", _("Leses nå")
    READ = "read", _("Klar til gjennomgang")
    FAILED = "failed", _("Kunne ikke leses")
    ADOPTING = "adopting", _("Vedtas nå")
    ADOPTED = "adopted", _("Vedtatt")
    DISCARDED = "discarded", _("Forkastet")


class Step(models.TextChoices):
    """The steps of a reading, in order, as the progress page names them."""

    WAITING = "waiting", _("Venter på tur")
    TEXT = "text", _("Henter teksten ut av filen")
    ITEMS = "items", _("Finner mål, oppdrag, frister og penger")
    CHECKS = "checks", _("Kontrollerer tall og henvisninger")
    SAVING = "saving", _("Lagrer det som er funnet")
    DONE = "done", _("Ferdig")


class Reading(models.Model):
    """One letter being read. ``document`` belongs to the body that uploaded it, ``agency`` is whom it steers."""

    document = models.ForeignKey("archive.Document", models.PROTECT, related_name="readings", verbose_name=_("brev"))
    agency = models.ForeignKey(
        "identity.Organisation", models.PROTECT, related_name="letter_readings", verbose_name=_("virksomhet")
    )
    ministry = models.ForeignKey(
        "identity.Organisation", models.PROTECT, related_name="sent_letter_readings", verbose_name=_("departement")
    )
    year = models.PositiveSmallIntegerField(_("budsjettår"), null=True, blank=True)
    kind = models.CharField(_("type brev"), max_length=20, choices=LetterKind, default=LetterKind.ALLOCATION)
    letter_date = models.DateField(_("brevets dato"), null=True, blank=True)
    reference = models.CharField(_("departementets referanse"), max_length=100, blank=True)
    head = models.JSONField(_("brevhode"), default=dict)
    sections = models.JSONField(_("avsnitt"), default=list)  # [{number, title, level, line}], for finding one's way
    page_starts = ArrayField(models.PositiveIntegerField(), default=list, verbose_name=_("første linje på hver side"))
    line_count = models.PositiveIntegerField(_("antall linjer"), default=0)
    state = models.CharField(_("tilstand"), max_length=10, choices=ReadingState, default=ReadingState.QUEUED)
    step = models.CharField(_("steg"), max_length=10, choices=Step, default=Step.WAITING)
    progress = models.PositiveSmallIntegerField(_("framdrift i prosent"), default=0)
    error_code = models.CharField(_("feilkode"), max_length=60, blank=True)
    error_values = models.JSONField(_("feilverdier"), default=dict)
    notice = models.TextField(_("hvorfor vedtaket stoppet"), blank=True)  # of an adoption in the background
    plan = models.ForeignKey(
        "steering.Plan", models.PROTECT, null=True, blank=True, related_name="readings", verbose_name=_("plan")
    )
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(_("lastet opp"), auto_now_add=True)
    read_at = models.DateTimeField(_("lest"), null=True, blank=True)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(_("vedtatt"), null=True, blank=True)

    class Meta:
        verbose_name = _("lest brev")
        verbose_name_plural = _("leste brev")
        ordering = ("-started_at", "-pk")
        indexes = (models.Index(fields=("agency", "-started_at"), name="reading_agency"),)
        constraints = (
            models.UniqueConstraint(
                fields=("document", "agency"), condition=~Q(state="discarded"), name="reading_once_a_letter"
            ),
            models.CheckConstraint(condition=Q(state__in=ReadingState.values), name="reading_state_known"),
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="reading_kind_known"),
            models.CheckConstraint(condition=Q(step__in=Step.values), name="reading_step_known"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="reading_progress_percent"),
            models.CheckConstraint(
                condition=(Q(state="failed") & ~Q(error_code="")) | (~Q(state="failed") & Q(error_code="")),
                name="reading_failed_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="adopted") | Q(plan__isnull=False, adopted_at__isnull=False),
                name="reading_adopted_has_plan",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("read", "adopting", "adopted")) | Q(read_at__isnull=False),
                name="reading_read_when",
            ),
        )

    def __str__(self) -> str:
        return self.document.title

    @property
    def running(self) -> bool:
        """Something is done with it in the background."""
        return self.state in {ReadingState.QUEUED, ReadingState.RUNNING, ReadingState.ADOPTING}

    @property
    def open_for_review(self) -> bool:
        return self.state == ReadingState.READ


class ItemKind(models.TextChoices):
    """In the order in which a letter is gone through."""

    GOAL = "goal", _("Mål")
    PARAMETER = "parameter", _("Styringsparametere")
    ASSIGNMENT = "assignment", _("Oppdrag")
    CHAPTER = "chapter", _("Kapitler")
    POST = "post", _("Poster")
    BUDGET_LINE = "budget_line", _("Budsjettbindinger")
    GRANT = "grant", _("Navngitte tilskudd")
    REPORTING = "reporting", _("Rapportering")
    MEETING = "meeting", _("Møter")
    DIRECTIVE = "directive", _("Fellesføringer")
    ATTACHMENT = "attachment", _("Vedlegg")
    DUTY = "duty", _("Faste plikter")


class ItemState(models.TextChoices):
    READ = "read", _("Lest")
    EDITED = "edited", _("Rettet")
    ADDED = "added", _("Lagt til")
    REJECTED = "rejected", _("Avvist")
    MERGED = "merged", _("Slått sammen")


# An item that the reader was less sure of than this wants a person's eye (docs/letter-format.md).
SURE_FROM = 0.6


class ItemQuerySet(models.QuerySet["Item"]):
    def standing(self) -> ItemQuerySet:
        """Those that the plan will be made of: neither rejected nor merged into another."""
        return self.exclude(state__in=(ItemState.REJECTED, ItemState.MERGED))

    def unsure(self) -> ItemQuerySet:
        """Those that the reader was unsure of and nobody has touched."""
        return self.filter(confidence__lt=SURE_FROM, state=ItemState.READ)


class Item(models.Model):
    """One thing that the letter asks for or gives. ``values`` has the shape of docs/letter-format.md."""

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="items")
    kind = models.CharField(_("type"), max_length=20, choices=ItemKind)
    sequence = models.PositiveIntegerField(_("rekkefølge"))
    key = models.CharField(_("nummer"), max_length=200, blank=True)
    title = models.CharField(_("tittel"), max_length=1000)
    values = models.JSONField(_("innhold"))
    original = models.JSONField(_("slik brevet ble lest"), null=True)
    lines = ArrayField(models.PositiveIntegerField(), default=list, blank=True, verbose_name=_("linjer"))
    confidence = models.FloatField(_("sikkerhet"), default=1.0)
    state = models.CharField(_("tilstand"), max_length=10, choices=ItemState, default=ItemState.READ)
    why = models.TextField(_("begrunnelse"), blank=True)
    merged_into = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="merged")
    version = models.PositiveIntegerField(default=0)  # rises with each change: a second writer is told, not overwritten
    adopted_model = models.CharField(_("ble til"), max_length=60, blank=True)
    adopted_id = models.BigIntegerField(null=True, blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("punkt i brevet")
        verbose_name_plural = _("punkter i brevet")
        ordering = ("reading", "kind", "sequence")
        indexes = (
            GinIndex(fields=("lines",), name="intake_item_lines"),
            models.Index(fields=("reading", "kind", "key"), name="intake_item_key"),
        )
        constraints = (
            models.UniqueConstraint(fields=("reading", "kind", "sequence"), name="intake_item_order"),
            models.CheckConstraint(condition=Q(kind__in=ItemKind.values), name="intake_item_kind_known"),
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="intake_item_state_known"),
            models.CheckConstraint(condition=Q(confidence__range=(0, 1)), name="intake_item_confidence"),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False) | (~Q(state="merged") & Q(merged_into=None)),
                name="intake_item_merged_into",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="intake_item_not_into_itself"),
            models.CheckConstraint(condition=~Q(state="rejected") | ~Q(why=""), name="intake_item_rejected_why"),
            models.CheckConstraint(
                condition=Q(adopted_model="", adopted_id=None) | (~Q(adopted_model="") & Q(adopted_id__isnull=False)),
                name="intake_item_adopted_pair",
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.title}".strip()

    @property
    def unsure(self) -> bool:
        return self.confidence < SURE_FROM and self.state == ItemState.READ

    @property
    def standing(self) -> bool:
        return self.state not in {ItemState.REJECTED, ItemState.MERGED}


class FindingState(models.TextChoices):
    OPEN = "open", _("Ikke vurdert")
    TAKEN = "taken", _("Forslaget er brukt")
    TELL_MINISTRY = "tell_ministry", _("Tas opp med departementet")
    DISMISSED = "dismissed", _("Lagt bort")


class Severity(models.TextChoices):
    ERROR = "error", _("Feil")
    WARNING = "warning", _("Advarsel")
    INFO = "info", _("Merknad")


class Finding(models.Model):
    """What a check found in the letter, and what a person decided about it. The code's sentence is in letters/texts."""

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="findings")
    sequence = models.PositiveIntegerField(_("rekkefølge"))
    code = models.CharField(_("kode"), max_length=80)
    severity = models.CharField(_("alvor"), max_length=10, choices=Severity)
    lines = ArrayField(models.PositiveIntegerField(), default=list, blank=True, verbose_name=_("linjer"))
    values = models.JSONField(_("verdier"), default=dict)
    expected = models.TextField(_("forslag"), blank=True)
    state = models.CharField(_("tilstand"), max_length=15, choices=FindingState, default=FindingState.OPEN)
    note = models.TextField(_("merknad"), blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("vurdert"), null=True, blank=True)

    class Meta:
        verbose_name = _("funn i brevet")
        verbose_name_plural = _("funn i brevet")
        ordering = ("reading", "sequence")
        indexes = (GinIndex(fields=("lines",), name="intake_finding_lines"),)
        constraints = (
            models.UniqueConstraint(fields=("reading", "sequence"), name="intake_finding_order"),
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="intake_finding_severity_known"),
            models.CheckConstraint(condition=Q(state__in=FindingState.values), name="intake_finding_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None) | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="intake_finding_decided_when",
            ),
            models.CheckConstraint(condition=~Q(state="dismissed") | ~Q(note=""), name="intake_finding_dismissed_why"),
        )

    def __str__(self) -> str:
        return self.code


class Verdict(models.TextChoices):
    ADOPTED = "adopted", _("Tatt inn i planen")
    REJECTED = "rejected", _("Ikke tatt inn")


class Decision(models.Model):
    """What was decided about one difference between a supplementary letter and the plan.

    ``key`` names the difference ("deadline:2023-06:"); the differences themselves are computed, never stored.
    """

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="decisions")
    key = models.CharField(max_length=300)
    kind = models.CharField(_("type endring"), max_length=40)
    item = models.ForeignKey(Item, models.CASCADE, null=True, blank=True, related_name="decisions")
    title = models.CharField(_("gjelder"), max_length=1000)
    old = models.JSONField(_("før"), null=True)  # kroner as a number, anything else as the text that was shown
    new = models.JSONField(_("nå"), null=True)
    verdict = models.CharField(_("avgjørelse"), max_length=10, choices=Verdict)
    why = models.TextField(_("begrunnelse"), blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("avgjort"), auto_now_add=True)

    class Meta:
        verbose_name = _("avgjort endring")
        verbose_name_plural = _("avgjorte endringer")
        ordering = ("reading", "pk")
        constraints = (
            models.UniqueConstraint(fields=("reading", "key"), name="intake_decision_once"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="intake_decision_known"),
            models.CheckConstraint(condition=~Q(verdict="rejected") | ~Q(why=""), name="intake_decision_rejected_why"),
        )

    def __str__(self) -> str:
        return f"{self.key}: {self.verdict}"
