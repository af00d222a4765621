"""The year's money: chapters and posts, what is appropriated, what the agency has at its disposal, what the letter binds.

Amounts are whole kroner. A post's amounts are the sum of its appropriations: the letter's first, then each change
in order, so that the past is never rewritten.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.archive.search import searchable
from styrhus.archive.sourced import Sourced
from styrhus.economy.access import Permission
from styrhus.identity import clock
from styrhus.identity.models import User


class ChapterQuerySet(models.QuerySet["Chapter"]):
    def visible_to(self, user: User) -> "ChapterQuerySet":
        """Chapters of the agencies, and of those under the ministries, where a role of ``user`` lets them see money."""
        if user.may(Permission.SEE_ALL_MONEY):
            return self
        organisations = user.organisations_with(Permission.SEE_MONEY)
        return self.filter(Q(agency__in=organisations) | Q(agency__parent__in=organisations))


class Chapter(Sourced):
    """A chapter (kapittel) of the state budget in one agency's letter of one year."""

    agency = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="chapters")
    year = models.PositiveSmallIntegerField(_("budsjettår"))
    number = models.CharField(_("kapittel"), max_length=4)
    name = models.CharField(_("navn"), max_length=300)
    stated_sum = models.BigIntegerField(_("oppgitt sum i kroner"), null=True, blank=True)
    # another's chapter, which the agency may charge by a received authorisation: whose it is
    belongs_to = models.CharField(_("hører til"), max_length=200, blank=True)

    objects = ChapterQuerySet.as_manager()

    class Meta:
        verbose_name = _("kapittel")
        verbose_name_plural = _("kapitler")
        ordering = ("year", "number")
        constraints = (
            models.UniqueConstraint(fields=("agency", "year", "number"), name="chapter_once_a_year"),
            models.CheckConstraint(condition=Q(number__regex=r"^\d{3,4}$"), name="chapter_number_shape"),
        )

    def __str__(self) -> str:
        return gettext("Kap. %(chapter)s") % {"chapter": self.number} + f" {self.name}"


class PostQuerySet(models.QuerySet["Post"]):
    def with_amounts(self) -> "PostQuerySet":
        """Each post with ``appropriated``, ``disposable``, ``bound`` and ``undisposed``, in kroner, all changes counted.

        ``bound`` is what the letter binds; what the agency has committed besides, and the sums at a day, are
        `queries.budget_at`'s.
        """
        appropriations = Appropriation.objects.filter(post=models.OuterRef("pk")).order_by().values("post")
        bindings = Binding.objects.counted().filter(post=models.OuterRef("pk")).order_by().values("post")
        zero = models.Value(0, models.BigIntegerField())
        return self.annotate(
            appropriated=Coalesce(models.Subquery(appropriations.annotate(s=Sum("appropriated")).values("s")), zero),
            disposable=Coalesce(models.Subquery(appropriations.annotate(s=Sum("at_disposal")).values("s")), zero),
            bound=Coalesce(models.Subquery(bindings.annotate(s=Sum("amount")).values("s")), zero),
        ).annotate(undisposed=models.F("disposable") - models.F("bound"))


class Post(Sourced):
    """A post under a chapter, with the keywords that the Storting gave it."""

    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="posts", verbose_name=_("kapittel"))
    number = models.CharField(_("post"), max_length=2)
    name = models.CharField(_("navn"), max_length=300)
    carry_over = models.BooleanField(_("kan overføres"), default=False)
    estimate = models.BooleanField(_("overslagsbevilgning"), default=False)
    search = searchable(("name", "A"))

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("poster")
        ordering = ("chapter__number", "number")
        indexes = (GinIndex(fields=("search",), name="post_search"),)
        constraints = (
            models.UniqueConstraint(fields=("chapter", "number"), name="post_once_a_chapter"),
            models.CheckConstraint(condition=Q(number__regex=r"^\d{2}$"), name="post_number_shape"),
        )

    def __str__(self) -> str:
        place = gettext("Kap. %(chapter)s post %(post)s") % {"chapter": self.chapter.number, "post": self.number}
        return f"{place} {self.name}"


class AppropriationKind(models.TextChoices):
    LETTER = "letter", _("Tildelingsbrev")
    SUPPLEMENT = "supplement", _("Supplerende tildelingsbrev")
    REVISED = "revised", _("Revidert nasjonalbudsjett")
    BALANCED = "balanced", _("Nysaldering")
    MOVE = "move", _("Omdisponering mellom poster")
    CARRIED_OVER = "carried_over", _("Overført fra i fjor")
    CORRECTION = "correction", _("Retting")


class Appropriation(Sourced):
    """An amount given to a post, or a change of it (which may be negative). Append-only.

    ``act`` gathers the rows of one act: a revised budget changes several posts at once, a move is a pair whose sums
    are 0 (held by the database). What is carried over from last year is at disposal and not appropriated.
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="appropriations", verbose_name=_("post"))
    kind = models.CharField(_("grunnlag"), max_length=20, choices=AppropriationKind)
    appropriated = models.BigIntegerField(_("bevilgning i kroner"))
    at_disposal = models.BigIntegerField(_("til disposisjon i kroner"))
    decided_on = models.DateField(_("dato"), default=clock.today)
    why = models.TextField(_("begrunnelse"), blank=True)
    act = models.UUIDField(_("vedtak"), default=uuid.uuid4, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ført av")
    )
    entered_at = models.DateTimeField(_("ført inn"), default=clock.now)

    class Meta:
        verbose_name = _("bevilgning")
        verbose_name_plural = _("bevilgninger")
        ordering = ("decided_on", "pk")
        indexes = (models.Index(fields=("act",), name="appropriation_act"),)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=AppropriationKind.values), name="appropriation_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind=AppropriationKind.CARRIED_OVER) | Q(appropriated=0, at_disposal__gt=0),
                name="carried_over_is_at_disposal_alone",
            ),
        )

    def __str__(self) -> str:
        return f"{self.post} {self.get_kind_display()} {self.decided_on}"


class BindingQuerySet(models.QuerySet["Binding"]):
    def counted(self) -> "BindingQuerySet":
        """Those that add up to what is bound: never a nested "hvorav", never a withdrawn one."""
        return self.filter(depth=0, withdrawn=False, amount__isnull=False)


class Binding(Sourced):
    """An amount under a post that the letter sets aside for a purpose."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="bindings", verbose_name=_("post"))
    text = models.TextField(_("formål"))
    amount = models.BigIntegerField(_("beløp i kroner"), null=True, blank=True)
    group = models.CharField(_("gruppe"), max_length=300, blank=True)
    depth = models.PositiveSmallIntegerField(_("nivå"), default=0)
    withdrawn = models.BooleanField(_("trukket"), default=False)
    search = searchable(("text", "A"), ("group", "C"))

    objects = BindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("budsjettbinding")
        verbose_name_plural = _("budsjettbindinger")
        ordering = ("post", "pk")
        indexes = (GinIndex(fields=("search",), name="binding_search"),)

    def __str__(self) -> str:
        return self.text[:80]


class BindingVersion(models.Model):
    """What a binding was from a day on. Append-only: the last one is the binding as it stands."""

    binding = models.ForeignKey(Binding, models.PROTECT, related_name="versions", verbose_name=_("binding"))
    amount = models.BigIntegerField(_("beløp i kroner"), null=True, blank=True)
    withdrawn = models.BooleanField(_("trukket"), default=False)
    on = models.DateField(_("dato"))
    entered_at = models.DateTimeField(_("ført inn"), default=clock.now)

    class Meta:
        verbose_name = _("binding fra en dag")
        verbose_name_plural = _("bindinger fra en dag")
        ordering = ("binding", "on", "pk")

    def __str__(self) -> str:
        return f"{self.binding} {self.on}"


class NamedGrant(Sourced):
    """A grant to a recipient whom the letter names."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="named_grants", verbose_name=_("post"))
    recipient = models.CharField(_("mottaker"), max_length=300)
    amount = models.BigIntegerField(_("beløp i kroner"))
    search = searchable(("recipient", "A"))

    class Meta:
        verbose_name = _("navngitt tilskudd")
        verbose_name_plural = _("navngitte tilskudd")
        ordering = ("post", "pk")
        indexes = (GinIndex(fields=("search",), name="named_grant_search"),)
        constraints = (models.CheckConstraint(condition=Q(amount__gte=0), name="named_grant_not_negative"),)

    def __str__(self) -> str:
        return self.recipient
