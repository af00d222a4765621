"""Where agency and ministry meet outside the meetings: claims for damages, the Storting, and joint routines."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.obligations.access import Permission

from .base import JointQuerySet, Row


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, user: User) -> Self:
        """Claims against the user's own agencies; the ministry sees those that are sent to it, the auditor all."""
        if user.may(Permission.SEE_ALL_REGISTERS):
            return self
        own = user.organisations_with(Permission.SEE_CLAIMS)
        return self.filter(Q(agency__in=own) | Q(agency__parent__in=own, sent_at__isnull=False))


class Decision(models.TextChoices):
    ACCEPTED = "accepted", _("Kravet tas til følge")
    PARTLY = "partly", _("Kravet tas delvis til følge")
    REJECTED = "rejected", _("Kravet avslås")
    RETURNED = "returned", _("Sendt tilbake til virksomheten")


class Claim(Row):
    """A claim for damages against the state. The claimant stands as a reference to the case alone, never by name."""

    reference = models.CharField(_("saksnummer"), max_length=40)
    subject = models.CharField(_("hva kravet gjelder"), max_length=300)
    amount = models.BigIntegerField(_("krevd beløp i kroner"), null=True, blank=True)
    received_on = models.DateField(_("mottatt"))
    assessment = models.TextField(_("juridisk vurdering"), blank=True)
    recommendation = models.TextField(_("tilråding"), blank=True)
    assessed_on = models.DateField(_("vurdert"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sendt departementet"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sendt av")
    )
    entry = models.ForeignKey(
        "archive.JournalEntry", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("journalpost")
    )
    decision = models.CharField(_("departementets avgjørelse"), max_length=20, choices=Decision, blank=True)
    decision_text = models.TextField(_("begrunnelse fra departementet"), blank=True)
    decided_at = models.DateTimeField(_("avgjort"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("avgjort av")
    )
    closed_on = models.DateField(_("avsluttet"), null=True, blank=True)
    closed_note = models.CharField(_("hvordan saken ble avsluttet"), max_length=500, blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = ("reference", "subject", "amount", "received_on")
    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("erstatningskrav")
        verbose_name_plural = _("erstatningskrav")
        ordering = ("-received_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("agency", "reference"), name="claim_reference_once"),
            models.CheckConstraint(
                condition=Q(sent_at=None) | (~Q(assessment="") & ~Q(recommendation="") & Q(assessed_on__isnull=False)),
                name="claim_sent_with_assessment",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decision="")
                | (Q(sent_at__isnull=False) & Q(decision__in=Decision.values)),
                name="claim_decided_after_it_was_sent",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | (~Q(closed_note="") & Q(closed_on__gte=F("received_on"))),
                name="claim_closed_with_note",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.subject}"


class StortingContact(Row):
    """An enquiry from the Storting or its bodies, and the minister's clearance before anybody answers."""

    received_on = models.DateField(_("mottatt"))
    body = models.CharField(_("fra hvilket organ"), max_length=200)
    subject = models.CharField(_("hva det gjelder"), max_length=500)
    cleared = models.BooleanField(_("avklart med statsråden"), null=True, blank=True)
    frame = models.TextField(_("rammer for kontakten"), blank=True)
    cleared_at = models.DateTimeField(_("avklart"), null=True, blank=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("avklart av")
    )
    answered_on = models.DateField(_("besvart"), null=True, blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = ("received_on", "body", "subject")
    objects = JointQuerySet.as_manager()

    class Meta:
        verbose_name = _("henvendelse fra Stortinget")
        verbose_name_plural = _("henvendelser fra Stortinget")
        ordering = ("-received_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(cleared=None, cleared_at=None) | Q(cleared__isnull=False, cleared_at__isnull=False),
                name="storting_contact_cleared_when",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(cleared=True), name="storting_contact_answered_when_cleared"
            ),
        )

    def __str__(self) -> str:
        return self.subject


class JointRoutine(Row):
    """A routine that agency and ministry share. It holds once leaders on both sides have anchored it; then it stands.

    A new version replaces it.
    """

    title = models.CharField(_("rutine"), max_length=300)
    text = models.TextField(_("hva som er avtalt"))
    document = models.ForeignKey(
        "archive.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dokument")
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("erstatter")
    )
    agency_at = models.DateTimeField(_("forankret i virksomheten"), null=True, blank=True)
    agency_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("av")
    )
    ministry_at = models.DateTimeField(_("forankret i departementet"), null=True, blank=True)
    ministry_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("av")
    )
    made_known_on = models.DateField(_("gjort kjent for de ansatte"), null=True, blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = ("title", "text", "document")
    objects = JointQuerySet.as_manager()

    class Meta:
        verbose_name = _("felles rutine")
        verbose_name_plural = _("felles rutiner")
        ordering = ("title", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def holds(self) -> bool:
        return self.agency_at is not None and self.ministry_at is not None
