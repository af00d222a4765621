"""Stated sums against what they sum up: a chapter's posts, a group's or a post's lines, tables of named grants."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import zip_longest

from styrhus.letters.checks.found import error, info, warning
from styrhus.letters.checks.printed import in_unit, kroner
from styrhus.letters.checks.rounding import Comparison, Outcome, as_decided, compare, same
from styrhus.letters.checks.wording import likeness, stems
from styrhus.letters.model import BudgetLine, Chapter, Finding, Letter, Lines, StatedAmount

Place = tuple[str | None, str | None]  # chapter and post

_SAY = {Outcome.DIFFERS: error, Outcome.STRAINED: warning, Outcome.ROUNDING: info}
_SAME = 0.6  # two names of a group this alike are one group's
_DIVIDES = re.compile(
    r"\bfordel\w*|\b(?:benyttes|brukes|nyttes|nyttast|brukast|går|skal gå)\s+til\s+(?:f[øy]lg|desse|disse)",
    re.IGNORECASE,
)
_BINDS = re.compile(
    r"\bbinding|\bbund[ne]|øremerk|\bhvorav\b|\bherav\b|\bblant annet\b|\bmellom anna\b|\bav dette\b", re.IGNORECASE
)
_NEARBY = 25  # lines between a text that states the sum of a table and the table


def check(letter: Letter) -> Iterable[Finding]:
    for chapter in letter.budget.chapters:
        yield from _chapter(chapter)
    groups = list(_groups(letter))
    yield from groups
    # A post whose only group is all of it is one sum, not two.
    told = {finding.lines for finding in groups}
    yield from (finding for finding in _posts(letter) if finding.lines not in told)
    yield from _grants(letter)


def _chapter(chapter: Chapter) -> Iterator[Finding]:
    posts = [(post.appropriation, post.precision) for post in chapter.posts if post.appropriation is not None]
    if chapter.stated_sum is None or not posts or len(posts) < len(chapter.posts):
        return
    step = min(precision for _, precision in posts)
    comparison = compare(chapter.stated_sum, max(precision for _, precision in posts), posts)
    show = partial(in_unit, unit=chapter.unit, precision=step)
    lines = chapter.sum_lines or chapter.lines
    yield from _say(comparison, f"kap. {chapter.chapter}", chapter.stated_sum, lines, show)


def _groups(letter: Letter) -> Iterator[Finding]:
    """A group's own sum against its lines. The same heading may return under another post."""
    members: dict[tuple[Place, str | None], list[BudgetLine]] = defaultdict(list)
    under: dict[Place, list[BudgetLine]] = defaultdict(list)
    for line in letter.budget.lines:
        if line.depth == 0:
            under[line.chapter, line.post].append(line)
            members[(line.chapter, line.post), line.group].append(line)
    groups = sorted(_stated(letter, "group"), key=lambda stated: stated.lines)
    for stated, after in zip_longest(groups, groups[1:]):
        place = stated.chapter, stated.post
        lines = members.get((place, stated.group), [])
        if not lines:
            yield from _said_before(stated, [one for one in groups if members.get((place, one.group))])
            end = after.lines[0] if after is not None and (after.chapter, after.post) == place else None
            lines = [line for line in under[place] if _between(stated, line, end)]
        yield from _lines_against(stated, f"«{stated.group}»", lines)


def _between(stated: StatedAmount, line: BudgetLine, end: int | None) -> bool:
    """Whether the line stands under the group's heading: a group within a group has no lines by name."""
    return bool(line.lines) and line.lines[0] > stated.lines[-1] and (end is None or line.lines[0] < end)


def _said_before(stated: StatedAmount, groups: list[StatedAmount]) -> Iterator[Finding]:
    """A group's sum that the text above the groups states too."""
    words = stems(stated.group or "")
    for group in groups:
        if (group.chapter, group.post) != (stated.chapter, stated.post) or likeness(
            words, stems(group.group or "")
        ) < _SAME:
            continue
        if not same(stated.amount, stated.precision, group.amount, group.precision):
            values = {"group": group.group or "", "first": kroner(stated.amount), "second": kroner(group.amount)}
            yield error("group-amount-differs", (*stated.lines, *group.lines), **values)


def _posts(letter: Letter) -> Iterator[Finding]:
    """What is put at the agency's disposal against all that is set aside of it, when the letter divides it all."""
    lines: dict[Place, list[BudgetLine]] = defaultdict(list)
    for line in letter.budget.lines:
        if line.depth == 0:
            lines[line.chapter, line.post].append(line)
    undisposed: dict[Place, int] = defaultdict(int)
    for stated in _stated(letter, "undisposed"):
        undisposed[stated.chapter, stated.post] += stated.amount
    for stated in _one_per_post(letter):
        own, free = lines[stated.chapter, stated.post], undisposed[stated.chapter, stated.post]
        if _divides(letter, stated, own) or not _binds_a_part(own, stated, free):
            yield from _lines_against(stated, _post_name(stated), own, [(free, 1)] if free else [])


def _one_per_post(letter: Letter) -> Iterator[StatedAmount]:
    """The amount at disposal where the letter states it, else the appropriation."""
    chosen: dict[Place, StatedAmount] = {}
    for what in ("at_disposal", "appropriation"):
        for stated in _stated(letter, what):
            chosen.setdefault((stated.chapter, stated.post), stated)
    yield from chosen.values()


def _divides(letter: Letter, stated: StatedAmount, lines: list[BudgetLine]) -> bool:
    """Whether the text says that the lines divide the amount: "fordeles på følgende tiltak"."""
    first = min((line.lines[0] for line in lines if line.lines), default=0)
    if not 0 < first - stated.lines[-1] <= _NEARBY:
        return False
    text = " ".join(letter.source.lines[stated.lines[0] - 1 : first - 1])
    return bool(_DIVIDES.search(text)) and not _BINDS.search(text)


def _binds_a_part(lines: list[BudgetLine], stated: StatedAmount, undisposed: int) -> bool:
    """Lines that bind some of a post and leave the rest free are no division of it, so they need not add up.

    A division is told by coming near: lines that make up less than nine tenths only bind a part.
    """
    total = sum(line.amount for line in lines if line.amount is not None) + undisposed
    return total * 10 < stated.amount * 9


def _lines_against(
    stated: StatedAmount, what: str, lines: list[BudgetLine], more: Iterable[tuple[int, int]] = ()
) -> Iterator[Finding]:
    parts = [(line.amount, line.precision) for line in lines if line.amount is not None]
    if not parts or len(parts) < len(lines):
        return
    (amount, step), *exact = as_decided([(stated.amount, stated.precision), *parts, *more])
    comparison = compare(amount, step, exact)
    # One line that takes most of a post need not be a division of it; one that takes more than all of it is wrong.
    if len(parts) < 2 and comparison.difference > 0:
        return
    numbers = (*stated.lines, *(number for line in lines for number in line.lines))
    yield from _say(comparison, what, stated.amount, numbers, kroner)


def _grants(letter: Letter) -> Iterator[Finding]:
    """Each printed sum of a table of named grants against the rows that stand above it, since the sum before."""
    above = 0
    for total, lines in sorted((pair for pair in letter.budget.grant_sums if pair[1]), key=lambda pair: pair[1]):
        rows = [grant for grant in letter.budget.grants if grant.lines and above < grant.lines[0] < lines[0]]
        above = lines[0]
        if rows:
            what = f"kap. {rows[0].chapter} post {rows[0].post}" if rows[0].chapter else "tabellen"
            comparison = compare(total, 1, [(grant.amount, 1) for grant in rows])
            yield from _say(comparison, what, total, lines, kroner)
            yield from _text_above(letter, total, lines, rows[0].lines[0])


def _text_above(letter: Letter, total: int, lines: Lines, first: int) -> Iterator[Finding]:
    """The table's sum against the amount that the text above it states for those grants."""
    for stated in _stated(letter, "grants"):
        near = stated.lines and 0 <= first - stated.lines[-1] < _NEARBY
        if near and not same(total, 1, stated.amount, stated.precision):
            comparison = Comparison(Outcome.DIFFERS, total, stated.amount - total)
            yield from _say(comparison, _post_name(stated), stated.amount, (*stated.lines, *lines), kroner)


def _say(
    comparison: Comparison, what: str, stated: int, lines: Iterable[int], show: Callable[[int], str]
) -> Iterator[Finding]:
    if comparison.outcome is Outcome.HOLDS:
        return
    surely = comparison.outcome is Outcome.DIFFERS
    yield _SAY[comparison.outcome](
        "sum-differs" if surely else "sum-rounding",
        lines,
        show(comparison.total) if surely else None,
        what=what,
        stated=show(stated),
        sum=show(comparison.total),
        difference=show(abs(comparison.difference)),
    )


def _stated(letter: Letter, what: str) -> Iterator[StatedAmount]:
    return (stated for stated in letter.budget.stated if stated.what == what)


def _post_name(stated: StatedAmount) -> str:
    return f"kap. {stated.chapter} post {stated.post}" if stated.chapter else f"post {stated.post}"
