"""The event log: who did what, when, to what, from what, to what, and why. Append-only and hash-chained.

A trigger in the database numbers each event, sets its time and chains its hash, so that no path around the
code can write an unchained event; another refuses every change, deletion and truncation. `styrhus verify`
computes the chain again.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One act. ``old`` and ``new`` hold the changed fields alone; never personal text of protected persons."""

    number = models.BigIntegerField(_("nummer"), unique=True, editable=False, db_default=0)
    at = models.DateTimeField(_("tidspunkt"), editable=False, db_default=models.functions.Now())
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("hvem")
    )
    actor_name = models.CharField(_("navn"), max_length=200)
    acting_for = models.CharField(_("på vegne av"), max_length=300, blank=True)
    act = models.CharField(_("handling"), max_length=80)
    subject_type = models.CharField(_("type"), max_length=60)
    subject_id = models.BigIntegerField(_("id"), null=True)
    subject_label = models.CharField(_("gjelder"), max_length=300)
    old = models.JSONField(_("før"), null=True)
    new = models.JSONField(_("etter"), null=True)
    why = models.TextField(_("begrunnelse"), blank=True)
    previous_hash = models.CharField(max_length=64, editable=False, db_default="")
    hash = models.CharField(max_length=64, editable=False, db_default="")

    class Meta:
        verbose_name = _("hendelse")
        verbose_name_plural = _("hendelser")
        ordering = ("-number",)
        indexes = (
            models.Index(fields=("subject_type", "subject_id", "-number"), name="audit_event_subject"),
            models.Index(fields=("actor", "-number"), name="audit_event_actor"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.act} {self.subject_label}"
