"""Stated sums against what they sum up: a chapter's posts, a group's or a post's lines, tables of named grants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from styrhus.letters.checks.found import error, info, warning
from styrhus.letters.checks.printed import in_unit, kroner
from styrhus.letters.checks.rounding import Outcome, compare, same
from styrhus.letters.model import BudgetLine, Chapter, Finding, Letter, Lines, StatedAmount, Unit

_SAY = {Outcome.DIFFERS: error, Outcome.STRAINED: warning, Outcome.ROUNDING: info}


def check(letter: Letter) -> Iterable[Finding]:
    for chapter in letter.budget.chapters:
        yield from _chapter(chapter)
    yield from _groups(letter)
    yield from _posts(letter)
    yield from _grants(letter)


def _chapter(chapter: Chapter) -> Iterator[Finding]:
    posts = [(post.appropriation, post.precision) for post in chapter.posts if post.appropriation is not None]
    if chapter.stated_sum is None or not posts or len(posts) < len(chapter.posts):
        return
    step = max(precision for _, precision in posts)
    lines = chapter.sum_lines or chapter.lines
    yield from _compare(f"kap. {chapter.chapter}", chapter.stated_sum, step, posts, lines, chapter.unit)


def _groups(letter: Letter) -> Iterator[Finding]:
    """A group's own sum against its lines. A group stands under one post, so the same heading may return under another."""
    members: dict[tuple[str | None, str | None, str | None], list[BudgetLine]] = defaultdict(list)
    for line in letter.budget.lines:
        if line.depth == 0 and line.group is not None:
            members[line.chapter, line.post, line.group].append(line)
    for stated in _stated(letter, "group"):
        lines = members.get((stated.chapter, stated.post, stated.group), [])
        yield from _lines_against(stated, f"«{stated.group}»", lines)


def _posts(letter: Letter) -> Iterator[Finding]:
    """What is put at the agency's disposal against all that is set aside of it, when the letter divides it all."""
    lines: dict[tuple[str | None, str | None], list[BudgetLine]] = defaultdict(list)
    for line in letter.budget.lines:
        if line.depth == 0:
            lines[line.chapter, line.post].append(line)
    undisposed: dict[tuple[str | None, str | None], int] = defaultdict(int)
    for stated in _stated(letter, "undisposed"):
        undisposed[stated.chapter, stated.post] += stated.amount
    for stated in _one_per_post(letter):
        place = stated.chapter, stated.post
        own = lines.get(place, [])
        if _some_of_it(own, stated, undisposed[place]):
            yield from _lines_beyond(stated, own)
            continue
        parts = [(undisposed[place], 1)] if undisposed[place] else []
        yield from _lines_against(stated, _post_name(stated), own, parts)


def _one_per_post(letter: Letter) -> Iterator[StatedAmount]:
    """The amount at disposal where the letter states it, else the appropriation."""
    chosen: dict[tuple[str | None, str | None], StatedAmount] = {}
    for what in ("at_disposal", "appropriation"):
        for stated in _stated(letter, what):
            chosen.setdefault((stated.chapter, stated.post), stated)
    yield from chosen.values()


def _some_of_it(lines: list[BudgetLine], stated: StatedAmount, undisposed: int) -> bool:
    """Lines that bind some of a post and leave the rest free are no division of it: they can't be summed against it.

    A division is told by coming near: lines that make up less than nine tenths only bind a part.
    """
    total = sum(line.amount for line in lines if line.amount is not None) + undisposed
    return total * 10 < stated.amount * 9


def _lines_beyond(stated: StatedAmount, lines: list[BudgetLine]) -> Iterator[Finding]:
    parts = [(line.amount, line.precision) for line in lines if line.amount is not None]
    comparison = compare(stated.amount, stated.precision, parts)
    if comparison.outcome is Outcome.DIFFERS and comparison.difference < 0:
        yield _differs(
            Outcome.DIFFERS,
            _post_name(stated),
            kroner(stated.amount),
            comparison.total,
            comparison.difference,
            stated.lines,
        )


def _lines_against(
    stated: StatedAmount, what: str, lines: list[BudgetLine], more: Iterable[tuple[int, int]] = ()
) -> Iterator[Finding]:
    parts = [(line.amount, line.precision) for line in lines if line.amount is not None]
    if len(parts) < 2 or len(parts) < len(lines):
        return
    comparison = compare(stated.amount, stated.precision, [*parts, *more])
    if comparison.outcome is Outcome.HOLDS:
        return
    numbers = (*stated.lines, *(number for line in lines for number in line.lines))
    yield _differs(comparison.outcome, what, kroner(stated.amount), comparison.total, comparison.difference, numbers)


def _grants(letter: Letter) -> Iterator[Finding]:
    """Each printed sum of a table of named grants against the rows that stand above it, since the sum before."""
    above = 0
    for total, lines in sorted(letter.budget.grant_sums, key=lambda pair: pair[1][:1]):
        if not lines:
            continue
        rows = [grant for grant in letter.budget.grants if grant.lines and above < grant.lines[0] < lines[0]]
        above = lines[0]
        comparison = compare(total, 1, [(grant.amount, 1) for grant in rows])
        if rows and comparison.outcome is not Outcome.HOLDS:
            yield _differs(
                comparison.outcome,
                _recipients(rows[0].chapter, rows[0].post),
                kroner(total),
                comparison.total,
                comparison.difference,
                lines,
            )
        yield from _line_of_grants(letter, total, lines, rows[0].lines[0] if rows else lines[0])


def _line_of_grants(letter: Letter, total: int, lines: Lines, first: int) -> Iterator[Finding]:
    """The table's sum against the amount that the text above it states for those grants."""
    for stated in _stated(letter, "grants"):
        near = stated.lines and stated.lines[-1] <= first
        if near and not same(total, 1, stated.amount, stated.precision) and first - stated.lines[-1] < 25:
            comparison = compare(stated.amount, stated.precision, [(total, 1)])
            what = _recipients(stated.chapter, stated.post)
            yield _differs(
                Outcome.DIFFERS, what, kroner(stated.amount), total, comparison.difference, (*stated.lines, *lines)
            )


def _compare(  # noqa: PLR0917
    what: str, stated: int, precision: int, parts: list[tuple[int, int]], lines: Lines, unit: Unit
) -> Iterator[Finding]:
    comparison = compare(stated, precision, parts)
    if comparison.outcome is Outcome.HOLDS:
        return
    step = min(step for _, step in parts)
    yield _SAY[comparison.outcome](
        "sum-differs" if comparison.outcome is Outcome.DIFFERS else "sum-rounding",
        lines,
        in_unit(comparison.total, unit, step),
        what=what,
        stated=in_unit(stated, unit, step),
        sum=in_unit(comparison.total, unit, step),
        difference=in_unit(abs(comparison.difference), unit, step),
    )


def _differs(outcome: Outcome, what: str, stated: str, total: int, difference: int, lines: Iterable[int]) -> Finding:  # noqa: PLR0917
    code = "sum-differs" if outcome is Outcome.DIFFERS else "sum-rounding"
    expected = kroner(total)
    return _SAY[outcome](
        code, lines, expected, what=what, stated=stated, sum=expected, difference=kroner(abs(difference))
    )


def _stated(letter: Letter, what: str) -> Iterator[StatedAmount]:
    return (stated for stated in letter.budget.stated if stated.what == what)


def _post_name(stated: StatedAmount) -> str:
    return f"kap. {stated.chapter} post {stated.post}" if stated.chapter else f"post {stated.post}"


def _recipients(chapter: str | None, post: str | None) -> str:
    return f"kap. {chapter} post {post}" if chapter and post else "tabellen"
