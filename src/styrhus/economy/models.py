"""The year's money: chapters and posts, what is appropriated, what the agency has at its disposal, what is bound.

Amounts are whole kroner. A post's amounts are the sum of its appropriations: the letter's first, then each change
in order, so that the past is never rewritten.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.archive.search import searchable
from styrhus.archive.sourced import Sourced
from styrhus.economy.access import Permission
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
        """Each post with ``appropriated``, ``disposable``, ``bound`` and ``undisposed``, in kroner."""
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
    CORRECTION = "correction", _("Retting")


class Appropriation(Sourced):
    """An amount given to a post, or a change of it (which may be negative). Append-only."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="appropriations", verbose_name=_("post"))
    kind = models.CharField(_("grunnlag"), max_length=20, choices=AppropriationKind)
    appropriated = models.BigIntegerField(_("bevilgning i kroner"))
    at_disposal = models.BigIntegerField(_("til disposisjon i kroner"))
    decided_on = models.DateField(_("dato"), default=timezone.localdate)
    why = models.TextField(_("begrunnelse"), blank=True)

    class Meta:
        verbose_name = _("bevilgning")
        verbose_name_plural = _("bevilgninger")
        ordering = ("decided_on", "pk")

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
