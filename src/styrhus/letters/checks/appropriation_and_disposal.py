"""What is appropriated on a post against what of it the agency has at its disposal."""

from __future__ import annotations

from collections.abc import Iterable

from styrhus.letters.checks.found import error, info
from styrhus.letters.checks.printed import kroner
from styrhus.letters.checks.rounding import half_step
from styrhus.letters.model import Finding, Letter


def check(letter: Letter) -> Iterable[Finding]:
    """More at disposal than appropriated is an error. Less is common, but the table alone then says too much."""
    posts = {(chapter.chapter, post.post): post for chapter in letter.budget.chapters for post in chapter.posts}
    for stated in letter.budget.stated:
        post = posts.get((stated.chapter or "", stated.post or ""))
        if stated.what != "at_disposal" or post is None or post.appropriation is None:
            continue
        rest = post.appropriation - stated.amount
        if abs(rest) <= half_step(stated.precision) + half_step(post.precision):
            continue
        values = {
            "chapter": stated.chapter or "",
            "post": post.post,
            "appropriation": kroner(post.appropriation),
            "disposal": kroner(stated.amount),
            "rest": kroner(abs(rest)),
        }
        lines = (*post.lines[:1], *stated.lines)
        yield (
            error("disposal-above-appropriation", lines, **values)
            if rest < 0
            else info("disposal-below-appropriation", lines, **values)
        )
