"""The letter's chapters, posts, appropriations and bindings, and each change of them. Amounts are whole kroner."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.archive.sourced import Place
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.economy.models import Appropriation, AppropriationKind, Binding, BindingVersion, Chapter, NamedGrant, Post
from styrhus.economy.rules import is_chapter_number, is_post_number
from styrhus.identity import clock
from styrhus.identity.models import Organisation, User

from .parts import appropriate, document_or_reason, not_below_zero, require_budget, tell_if_exceeded


@transaction.atomic
def add_chapter(
    *, agency: Organisation, year: int, number: str, name: str, stated_sum: int | None, place: Place, by: User | None
) -> Chapter:
    """Enter a chapter of the agency's year. ``stated_sum`` is the sum that the letter prints, in kroner.

    Raises: AccessDenied, ValidationError (no chapter number, or entered already).
    """
    require_budget(by, agency.pk)
    if not is_chapter_number(number):
        raise ValidationError(
            _("«%(number)s» er ikke et kapittelnummer; det har tre eller fire siffer.") % {"number": number}
        )
    if Chapter.objects.filter(agency=agency, year=year, number=number).exists():
        raise ValidationError(
            _("Kapittel %(number)s er allerede ført for %(year)s.") % {"number": number, "year": year}
        )
    chapter = Chapter(agency=agency, year=year, number=number, name=name, stated_sum=stated_sum, **place.as_fields())
    save_checked(chapter)
    new = snapshot(chapter, "agency", "year", "number", "name", "stated_sum", "document", "lines")
    record(act="economy.add_chapter", subject=chapter, by=by, new=new)
    return chapter


@transaction.atomic
def add_post(
    *,
    chapter: Chapter,
    number: str,
    name: str,
    appropriated: int | None,
    at_disposal: int | None,
    carry_over: bool,
    estimate: bool,
    place: Place,
    by: User | None,
    decided_on: date | None = None,
) -> Post:
    """Enter a post with its first appropriation, in kroner. ``decided_on`` is the letter's date, today if unknown.

    ``at_disposal`` None means that the whole post is at the agency's disposal; ``appropriated`` None that the letter
    gives no amount, and then no appropriation is made. Raises: AccessDenied, ValidationError.
    """
    require_budget(by, chapter.agency_id)
    if not is_post_number(number):
        raise ValidationError(_("«%(number)s» er ikke et postnummer; det har to siffer.") % {"number": number})
    if Post.objects.filter(chapter=chapter, number=number).exists():
        raise ValidationError(
            _("Kapittel %(chapter)s post %(number)s er allerede ført.") % {"chapter": chapter.number, "number": number}
        )
    post = Post(
        chapter=chapter, number=number, name=name, carry_over=carry_over, estimate=estimate, **place.as_fields()
    )
    save_checked(post)
    new = snapshot(post, "chapter", "number", "name", "carry_over", "estimate", "document", "lines")
    record(act="economy.add_post", subject=post, by=by, new=new)
    if appropriated is None:
        appropriated = at_disposal
    if appropriated is not None:
        whole = appropriated if at_disposal is None else at_disposal
        appropriate(post, AppropriationKind.LETTER, (appropriated, whole), decided_on, place=place, by=by)
    return post


@transaction.atomic
def change_appropriation(
    *,
    post: Post,
    appropriated: int,
    at_disposal: int,
    decided_on: date | None,
    place: Place,
    by: User | None,
    why: str,
) -> Appropriation:
    """Add to what a post has, or take from it: differences in kroner, of which one may be 0.

    With a document it is a supplementary letter's change, without one a correction, which needs a reason.
    Raises: AccessDenied, ValidationError.
    """
    require_budget(by, post.chapter.agency_id)
    Post.objects.select_for_update().get(pk=post.pk)  # two changes at once are summed one after the other
    if not appropriated and not at_disposal:
        raise ValidationError(_("Endringen er 0 kroner både for bevilgning og disposisjon. Skriv minst ett beløp."))
    if place.document is None and not why.strip():
        raise ValidationError(_("Skriv hvorfor beløpet rettes, eller velg dokumentet som endrer det."))
    not_below_zero(post, at_disposal, appropriated)
    kind = AppropriationKind.SUPPLEMENT if place.document else AppropriationKind.CORRECTION
    row = appropriate(post, kind, (appropriated, at_disposal), decided_on, place=place, by=by, why=why)
    tell_if_exceeded(post, row.decided_on)
    return row


@transaction.atomic
def add_binding(
    *,
    post: Post,
    text: str,
    amount: int | None,
    group: str,
    depth: int,
    place: Place,
    by: User | None,
    decided_on: date | None = None,
) -> Binding:
    """Set aside an amount under a post. ``depth`` above 0 is a "hvorav" of the one before it, and is never added.

    ``decided_on`` is the letter's date; without it the document's own, else today. Raises: AccessDenied, ValidationError.
    """
    require_budget(by, post.chapter.agency_id)
    binding = Binding(post=post, text=text, amount=amount, group=group, depth=depth, **place.as_fields())
    save_checked(binding)
    _keep_version(binding, place, decided_on)
    new = snapshot(binding, "post", "text", "amount", "group", "depth", "document", "lines")
    record(act="economy.add_binding", subject=binding, by=by, new=new)
    return binding


@transaction.atomic
def change_binding(
    *,
    binding: Binding,
    text: str,
    amount: int | None,
    place: Place,
    by: User | None,
    why: str,
    decided_on: date | None = None,
) -> Binding:
    """Change what a binding is for, or its amount. Raises: AccessDenied, ValidationError (no document, no reason)."""
    require_budget(by, binding.post.chapter.agency_id)
    binding = Binding.objects.select_for_update().get(pk=binding.pk)
    if binding.withdrawn:
        raise ValidationError(_("Bindingen er trukket og kan ikke endres."))
    document_or_reason(place, why)
    old = snapshot(binding, "text", "amount", "document", "lines")
    binding.text, binding.amount = text, amount
    if place.document:
        binding.document, binding.lines = place.document, list(place.lines)
    save_checked(binding)
    _keep_version(binding, place, decided_on)
    new = snapshot(binding, "text", "amount", "document", "lines")
    record(act="economy.change_binding", subject=binding, by=by, old=old, new=new, why=why)
    return binding


@transaction.atomic
def withdraw_binding(
    *, binding: Binding, place: Place, by: User | None, why: str, decided_on: date | None = None
) -> Binding:
    """Take a binding out of what is bound; it stays readable. Raises: AccessDenied, ValidationError."""
    require_budget(by, binding.post.chapter.agency_id)
    binding = Binding.objects.select_for_update().get(pk=binding.pk)
    if binding.withdrawn:
        raise ValidationError(_("Bindingen er allerede trukket."))
    document_or_reason(place, why)
    binding.withdrawn = True
    save_checked(binding, only=("withdrawn",))
    _keep_version(binding, place, decided_on)
    new = {"withdrawn": True, **place.as_fields()}
    record(act="economy.withdraw_binding", subject=binding, by=by, old={"withdrawn": False}, new=new, why=why)
    return binding


@transaction.atomic
def add_named_grant(*, post: Post, recipient: str, amount: int, place: Place, by: User | None) -> NamedGrant:
    """Enter a grant to a recipient whom the letter names. Raises: AccessDenied, ValidationError (negative amount)."""
    require_budget(by, post.chapter.agency_id)
    if amount < 0:
        raise ValidationError(_("Et tilskudd kan ikke være et negativt beløp."))
    grant = NamedGrant(post=post, recipient=recipient, amount=amount, **place.as_fields())
    save_checked(grant)
    new = snapshot(grant, "post", "recipient", "amount", "document", "lines")
    record(act="economy.add_named_grant", subject=grant, by=by, new=new)
    return grant


def _keep_version(binding: Binding, place: Place, decided_on: date | None) -> None:
    """Keep what the binding is from that day on, so that the sums of every day stand."""
    written = place.document.document_date if place.document else None
    row = BindingVersion(
        binding=binding,
        amount=binding.amount,
        withdrawn=binding.withdrawn,
        on=decided_on or written or clock.today(),
        entered_at=clock.now(),
    )
    save_checked(row)


@transaction.atomic
def change_named_grant(*, grant: NamedGrant, amount: int, place: Place, by: User | None, why: str = "") -> NamedGrant:
    """Change the amount (kroner) of a named grant. Raises: AccessDenied, ValidationError (negative; no document or reason)."""
    require_budget(by, grant.post.chapter.agency_id)
    if amount < 0:
        raise ValidationError(_("Et tilskudd kan ikke være et negativt beløp."))
    document_or_reason(place, why)
    grant = NamedGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    old = snapshot(grant, "amount", "document", "lines")
    grant.amount = amount
    if place.document:
        grant.document, grant.lines = place.document, list(place.lines)
    save_checked(grant)
    record(
        act="economy.change_named_grant",
        subject=grant,
        by=by,
        old=old,
        new=snapshot(grant, "amount", "document", "lines"),
        why=why,
    )
    return grant
