"""The budget: chapters and posts, what is at disposal, what is set aside, and the grants that name their recipients."""

from __future__ import annotations

from styrhus.letters.model import Budget
from styrhus.letters.reading.budget_lines import LineReader
from styrhus.letters.reading.budget_places import BudgetText, budget_places
from styrhus.letters.reading.chapters import ChapterReader, finish
from styrhus.letters.reading.grants import read_grants
from styrhus.letters.reading.manuscript import Manuscript
from styrhus.letters.reading.stated import read_stated
from styrhus.letters.reading.tables import Table
from styrhus.letters.reading.units import table_units


def read_budget(manuscript: Manuscript, tables: tuple[Table, ...], known_ids: frozenset[str]) -> Budget:
    """The whole budget. Amounts are whole kroner whatever unit the letter prints. ``known_ids`` are the assignments'."""
    units = table_units(manuscript.blocks, tables)
    reader = ChapterReader(BudgetText(manuscript, budget_places(manuscript), tables, units))
    drafts = reader.read()
    chapters_of_post: dict[str, list[str]] = {}
    for draft in drafts.values():
        for post in draft.posts:
            chapters_of_post.setdefault(post, []).append(draft.chapter)
    only_post = {draft.chapter: next(iter(draft.posts)) for draft in drafts.values() if len(draft.posts) == 1}
    text = BudgetText(
        manuscript, budget_places(manuscript, chapters_of_post), tables, units, only_post, chapters_of_post
    )
    stated = tuple(read_stated(manuscript, text.places))
    listed = LineReader(text, reader.used, known_ids).read()
    granted = read_grants(text, listed.lines)
    disposal: dict[tuple[str, str], tuple[int, int]] = {}
    for amount in stated:
        if amount.what == "at_disposal" and amount.chapter and amount.post:
            disposal.setdefault((amount.chapter, amount.post), (amount.amount, amount.precision))
    everything = sorted((*stated, *listed.stated, *granted.stated), key=lambda amount: amount.lines[:1])
    return Budget(finish(drafts, disposal), listed.lines, granted.grants, tuple(everything), granted.sums)
