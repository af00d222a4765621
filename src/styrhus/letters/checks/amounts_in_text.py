"""The appropriation that the text states of a post against the table of its chapter."""

from __future__ import annotations

from collections.abc import Iterable

from styrhus.letters.checks.found import error
from styrhus.letters.checks.printed import kroner
from styrhus.letters.checks.rounding import same
from styrhus.letters.model import Finding, Letter


def check(letter: Letter) -> Iterable[Finding]:
    posts = {(chapter.chapter, post.post): post for chapter in letter.budget.chapters for post in chapter.posts}
    # "Av løyvinga er 11,3 mill. kroner bundne:" states a group's sum, whatever else it may look like.
    groups = {(stated.lines, stated.amount) for stated in letter.budget.stated if stated.what == "group"}
    for stated in letter.budget.stated:
        post = posts.get((stated.chapter or "", stated.post or ""))
        if (
            stated.what != "appropriation"
            or post is None
            or post.appropriation is None
            or (stated.lines, stated.amount) in groups
        ):
            continue
        if not same(stated.amount, stated.precision, post.appropriation, post.precision):
            yield error(
                "amount-differs-from-table",
                (*post.lines[:1], *stated.lines),
                kroner(post.appropriation),
                chapter=stated.chapter or "",
                post=post.post,
                stated=kroner(stated.amount),
                table=kroner(post.appropriation),
            )
