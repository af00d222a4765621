"""Joint directives (fellesføringer): each with its title and text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from styrhus.letters.blocks import BlockKind
from styrhus.letters.model import Directive, Lines
from styrhus.letters.reading.manuscript import INSTRUCTION, Manuscript
from styrhus.letters.reading.sentences import sentences

_CHAPTER = re.compile(r"fellesføring(?:er|en|ar|ene|ane)?\b", re.IGNORECASE)
_OWN_TITLE = re.compile(r"fellesføring(?:en)?(?: nr\.?)? ?[0-9]?(?: ?[:–-]| om) ?(?P<title>\S.*)", re.IGNORECASE)
_MAX_TITLE = 160


def read_directives(manuscript: Manuscript) -> tuple[Directive, ...]:
    """The directives in the order printed: sub-headings under the chapter, else its bullets, else the chapter itself."""
    found: list[Directive] = []
    covered = 0
    firsts = [block.lines[0] for block in manuscript.blocks]
    for section in manuscript.sections:
        if section.document == INSTRUCTION or section.lines[0] <= covered or not _CHAPTER.search(section.title):
            continue
        covered = section.lines[-1]
        found.extend(_of_chapter(manuscript, section.lines, firsts))
    return tuple(found)


def _of_chapter(manuscript: Manuscript, lines: Lines, firsts: list[int]) -> Iterator[Directive]:
    first, last = bisect_left(firsts, lines[0]), bisect_right(firsts, lines[-1])
    places = list(range(first, last))
    chapter, inside = places[0], places[1:]
    heads = [place for place in inside if place in manuscript.heads_section]
    if heads:
        for here, following in zip(heads, [*heads[1:], None], strict=True):
            members = [place for place in inside if place > here and (following is None or place < following)]
            yield _directive(manuscript, manuscript.blocks[here].title, [here, *members], 1.0)
        return
    own = _OWN_TITLE.fullmatch(manuscript.blocks[chapter].title)
    bullets = [
        place
        for place in inside
        if manuscript.blocks[place].kind is BlockKind.BULLET and len(manuscript.blocks[place].text) > 30
    ]
    if own and inside:
        yield _directive(manuscript, own["title"], [chapter, *inside], 0.9)
    elif len(bullets) > 1:
        for place in bullets:
            yield _directive(manuscript, _short_title(manuscript.blocks[place].text), [place], 0.7)
    elif inside:
        yield _directive(manuscript, _short_title(manuscript.blocks[inside[0]].text), inside, 0.6)


def _directive(manuscript: Manuscript, title: str, places: list[int], confidence: float) -> Directive:
    blocks = [manuscript.blocks[place] for place in places]
    text = "\n\n".join(block.text for block in blocks if title not in (block.text, block.title))
    return Directive(title, text or title, tuple(sorted(line for block in blocks for line in block.lines)), confidence)


def _short_title(text: str) -> str:
    head, colon, _ = text.partition(":")
    if colon and len(head) <= _MAX_TITLE:
        return head.strip()
    first = next(sentences(text), text)
    return first if len(first) <= _MAX_TITLE else first[:_MAX_TITLE].rsplit(" ", 1)[0] + " …"
