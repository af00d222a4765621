"""Who may commit the state's money, by which delegation, and what has been committed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from styrhus.control.models import Delegation, DelegationUse, Substitution
from styrhus.control.rules import Holding, Refusal, covers, refusal
from styrhus.control.texts import REFUSALS
from styrhus.economy.models import Chapter, Post
from styrhus.identity.models import Organisation, RoleAssignment, User
from styrhus.identity.roles import Role
from styrhus.ui.formats import kroner


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether ``user`` may commit it; ``delegation`` is the one that decides, None for the director's own authority.

    ``why`` is a sentence in the reader's language.
    """

    allowed: bool
    delegation: Delegation | None
    why: str
    as_substitute: bool = False


def code_of(post: Post) -> str:
    """A post as delegations name it: "671.21"."""
    return f"{post.chapter.number}.{post.number}"


def is_director(user: User, agency: int, on: date) -> bool:
    """Whether ``user`` heads the agency that day: the head holds the whole authority."""
    held = RoleAssignment.objects.overlapping(on, on).filter(user=user, organisation=agency, role=Role.DIRECTOR)
    return user.is_active and held.exists()


def works_there(user: User, agency: int, on: date) -> bool:
    """A delegation is of use only to somebody who has a role in the agency that day."""
    return user.is_active and RoleAssignment.objects.overlapping(on, on).filter(user=user, organisation=agency).exists()


def chain_of(delegation: Delegation) -> list[Delegation]:
    """The delegation itself, then what each was given from, to the root. A chain is short: each link is one query."""
    chain = [delegation]
    while chain[-1].parent_id is not None:
        chain.append(Delegation.objects.select_related("giver", "receiver").get(pk=chain[-1].parent_id))
    return chain


def used_under(delegation: Delegation, year: int) -> int:
    """Kroner committed in ``year`` under the delegation and all that was given from it."""
    level, wanted = [delegation.pk], [delegation.pk]
    while level:
        level = list(Delegation.objects.filter(parent__in=level).order_by("pk").values_list("pk", flat=True))
        wanted += level
    uses = DelegationUse.objects.filter(delegation__in=wanted, allowed=True, on__year=year)
    return uses.aggregate(sum=Sum("amount"))["sum"] or 0


def may_commit(*, user: User, post: Post, amount: int, on: date) -> Verdict:
    """Whether ``user`` may commit ``amount`` kroner on ``post`` that day. Reads only.

    Own delegations are tried before those that the user acts under as a substitute.
    """
    agency = post.chapter.agency_id
    if amount <= 0:
        return Verdict(False, None, _("Beløpet må være større enn null."))
    if is_director(user, agency, on):
        return Verdict(True, None, _("Direktøren har hele virksomhetens budsjettdisponeringsmyndighet."))
    if not works_there(user, agency, on):
        return Verdict(False, None, _("Du har ingen rolle i virksomheten den dagen."))
    code = code_of(post)
    refused: list[Verdict] = []
    for delegation, as_substitute in _candidates(user, agency, on):
        verdict = _verdict(delegation, as_substitute, code, amount, on)
        if verdict.allowed:
            return verdict
        refused.append(verdict)
    if not refused:
        return Verdict(False, None, _("Du har ingen budsjettfullmakt som gjelder denne dagen."))
    relevant = [one for one in refused if one.delegation and covers(one.delegation.holding.posts, code)]
    return (relevant or refused)[0]


def _candidates(user: User, agency: int, on: date) -> Iterable[tuple[Delegation, bool]]:
    held = Delegation.objects.filter(agency=agency).holding_on(on).select_related("giver", "receiver")
    for delegation in held.filter(receiver=user).order_by("pk"):
        yield delegation, False
    acting = Substitution.objects.filter(substitute=user, begin__lte=on, end__gte=on, delegation__agency=agency)
    for delegation in held.filter(pk__in=acting.values("delegation")).order_by("pk"):
        yield delegation, True


def _verdict(delegation: Delegation, as_substitute: bool, code: str, amount: int, on: date) -> Verdict:
    chain = chain_of(delegation)
    found = refusal(
        [link.holding for link in chain],
        code=code,
        amount=amount,
        on=on,
        used=[used_under(link, on.year) for link in chain],
    )
    if found is None:
        return Verdict(True, delegation, _within(delegation, as_substitute), as_substitute)
    reason, place = found
    return Verdict(False, delegation, _outside(chain[place], place, reason), as_substitute)


def _within(delegation: Delegation, as_substitute: bool) -> str:
    names = {"giver": delegation.giver.name, "receiver": delegation.receiver.name}
    if as_substitute:
        return _("Innenfor fullmakten som %(receiver)s har fra %(giver)s; du er vikar.") % names
    return _("Innenfor fullmakten du har fra %(giver)s.") % names


def _outside(link: Delegation, place: int, reason: Refusal) -> str:
    limit = {Refusal.PER_COMMITMENT: link.per_commitment, Refusal.PER_YEAR: link.per_year}.get(reason)
    text = str(REFUSALS[reason]) + (f" ({kroner(limit)})" if limit is not None else "")
    if place == 0:
        return _("Nei: %(reason)s.") % {"reason": text}
    return _("Nei: %(reason)s. Det gjelder fullmakten til %(receiver)s, som din er gitt fra.") % {
        "reason": text,
        "receiver": link.receiver.name,
    }


def held_from(giver: User, agency: Organisation, on: date) -> QuerySet[Delegation]:
    """The delegations that ``giver`` may delegate on that day."""
    return Delegation.objects.filter(agency=agency, receiver=giver, may_delegate=True).holding_on(on)


@dataclass(frozen=True, slots=True)
class Standing:
    """A delegation as a list shows it at a day; ``holds`` says whether its whole chain holds then."""

    delegation: Delegation
    holds: bool
    substitute: str

    @property
    def pk(self) -> int:
        return self.delegation.pk


def standing_at(delegations: QuerySet[Delegation], day: date) -> list[Standing]:
    """Those of ``delegations`` that hold at ``day`` by their own words, and whether what they rest on holds too."""
    rows = (
        delegations.holding_on(day)  # type: ignore[attr-defined]
        .select_related("agency", "giver", "receiver", "department", "document", "guidelines")
        .prefetch_related("substitutions__substitute")
        .order_by("agency__name", "receiver__name", "pk")
    )
    return [
        Standing(
            row,
            all(_holds(link.holding, day) for link in chain_of(row)[1:]),
            ", ".join(s.substitute.name for s in row.substitutions.all() if s.begin <= day <= s.end),
        )
        for row in rows
    ]


def _holds(holding: Holding, day: date) -> bool:
    return holding.begin <= day and (holding.end is None or day <= holding.end)


def ending_soon(user: User, today: date, last: date) -> QuerySet[Delegation]:
    """Standing delegations to or from ``user`` whose last day comes by ``last``."""
    return (
        Delegation.objects.filter(Q(receiver=user) | Q(giver=user), valid_to__range=(today, last), withdrawn_on=None)
        .select_related("giver", "receiver")
        .order_by("valid_to", "pk")
    )


def post_choices(agency: Organisation, year: int) -> list[tuple[str, str]]:
    """Chapters and posts of the agency's newest budget up to ``year``, as codes with their names."""
    newest = (
        Chapter.objects.filter(agency=agency, year__lte=year).order_by("-year").values_list("year", flat=True).first()
    )
    choices: list[tuple[str, str]] = []
    for chapter in Chapter.objects.filter(agency=agency, year=newest).prefetch_related("posts").order_by("number"):
        choices.append((chapter.number, _("Hele kap. %(chapter)s") % {"chapter": chapter.number} + f" {chapter.name}"))
        posts = sorted(chapter.posts.all(), key=lambda post: post.number)
        choices += [(f"{chapter.number}.{post.number}", str(post)) for post in posts]
    return choices


def posts_to_check(agency: Organisation, year: int) -> QuerySet[Post]:
    """The posts of the agency's newest budget up to ``year``, with their amounts."""
    newest = (
        Chapter.objects.filter(agency=agency, year__lte=year).order_by("-year").values_list("year", flat=True).first()
    )
    return (
        Post.objects.filter(chapter__agency=agency, chapter__year=newest)
        .with_amounts()
        .select_related("chapter")
        .order_by("chapter__number", "number")
    )


def ending_in(agency: Organisation, today: date, last: date) -> QuerySet[Delegation]:
    """All standing delegations of the agency whose last day comes by ``last``."""
    return (
        Delegation.objects.filter(agency=agency, valid_to__range=(today, last), withdrawn_on=None)
        .select_related("giver", "receiver")
        .order_by("valid_to", "pk")
    )
