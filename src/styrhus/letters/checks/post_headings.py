"""The headings that name a post in the text, each with the row of the table that names it too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from styrhus.letters.model import Letter

_CHAPTER = re.compile(r"\W*(?:Kap\.?|Kapittel)\s+(\d{3,4})\b")
_POST = re.compile(
    r"[\s#*]*(?:Kap\.?\s*(?P<chapter>\d{3,4}),?\s*)?Post\s+(?P<post>\d{2})[\s.:,–-]+(?P<name>[^\t|]{3,160}?)[\s*]*$"
)
_SENTENCE = re.compile(r"[a-zæøå]\.\s|\d\s+mill|\bkroner\b|\b(?:er|skal|gjelder|gjeld|dekker|dekkjer)\b")


@dataclass(frozen=True, slots=True)
class PostHeading:
    chapter: str
    post: str
    name: str  # as the heading prints it, keywords too
    line: int
    printed_in_table: str  # the row's text
    table_name: str  # the row's name of the post, as the reader has it
    table_line: int


def post_headings(letter: Letter) -> Iterator[PostHeading]:
    """Headings such as "Post 21 Spesielle driftsutgifter, kan overføres" of the posts that a table has."""
    posts = {(chapter.chapter, post.post): post for chapter in letter.budget.chapters for post in chapter.posts}
    rows = {number for post in posts.values() for number in post.lines if _is_row(letter, number)}
    chapter: str | None = None
    for number, line in enumerate(letter.source.lines, start=1):
        if (opened := _CHAPTER.match(line)) is not None:
            chapter = opened[1]
        match = _POST.match(line)
        if match is None or number in rows or _SENTENCE.search(match["name"]):
            continue
        place = (match["chapter"] or chapter or "", match["post"])
        post = posts.get(place)
        row = next((row for row in post.lines if row in rows), None) if post else None
        if post is not None and row is not None:
            text = letter.source.lines[row - 1]
            yield PostHeading(*place, match["name"].strip(), number, text, post.name, row)


def _is_row(letter: Letter, number: int) -> bool:
    line = letter.source.lines[number - 1]
    return "\t" in line or "|" in line or re.search(r"\s{2,}[\d ]+(?:,\d+)?\s*$", line) is not None
