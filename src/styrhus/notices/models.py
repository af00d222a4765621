"""What users are told: notices in the program, and the mail that carries them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One thing told to one user, in the user's language. ``key`` keeps the same thing from being told twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices", verbose_name=_("til"))
    kind = models.CharField(_("type"), max_length=60)
    text = models.CharField(_("tekst"), max_length=500)
    url = models.CharField(_("adresse"), max_length=300)
    key = models.CharField(max_length=200)
    urgent = models.BooleanField(_("haster"), default=False)
    made_at = models.DateTimeField(_("tidspunkt"))
    read_at = models.DateTimeField(_("lest"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("sendt på e-post"), null=True, blank=True)

    class Meta:
        verbose_name = _("varsel")
        verbose_name_plural = _("varsler")
        ordering = ("-made_at", "-pk")
        indexes = (models.Index(fields=("user", "-made_at"), name="notice_of_user"),)
        constraints = (models.UniqueConstraint(fields=("user", "key"), name="notice_told_once"),)

    def __str__(self) -> str:
        return self.text
