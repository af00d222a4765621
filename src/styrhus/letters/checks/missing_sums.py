"""Tables of posts whose sum is left out."""

from __future__ import annotations

from collections.abc import Iterable

from styrhus.letters.checks.found import error, info
from styrhus.letters.checks.printed import in_unit
from styrhus.letters.model import Finding, Letter


def check(letter: Letter) -> Iterable[Finding]:
    """An empty "Sum" is an error; a table without such a row is told of only where other tables have one."""
    chapters = letter.budget.chapters
    others_have = any(chapter.stated_sum is not None for chapter in chapters)
    for chapter in chapters:
        amounts = [post.appropriation for post in chapter.posts if post.appropriation is not None]
        if chapter.stated_sum is not None or not amounts or len(amounts) < len(chapter.posts):
            continue
        step = min(post.precision for post in chapter.posts)
        total = in_unit(sum(amounts), chapter.unit, step)
        if chapter.sum_lines:
            yield error(
                "sum-missing", chapter.sum_lines, total, chapter=chapter.chapter, sum=total, unit=chapter.unit.value
            )
        elif others_have and len(amounts) > 1:
            yield info(
                "sum-row-missing", chapter.lines, total, chapter=chapter.chapter, sum=total, unit=chapter.unit.value
            )
