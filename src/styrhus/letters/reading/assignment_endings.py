"""What an assignment's line ends with, where its title stops, and which sections are assignments."""

from __future__ import annotations

import re

from styrhus.letters.reading import vocabulary as words
from styrhus.letters.reading.manuscript import Manuscript
from styrhus.letters.reading.sentences import sentences

ENDING_DEADLINE = re.compile(
    r"(?P<title>.{15,}?)[.;,:–( ]+(?P<deadline>(?:leverings)?frist(?:en)?(?: er"
    r"| settes til)? ?:? ?(?P<value>.{3,160}))$",
    re.IGNORECASE,
)
ENDING_WITHIN = re.compile(
    r"(?P<title>.{15,}?),? (?P<value>(?:innen|innan|senest|seinast|i årsrapporten|i halvårsrapporten"
    r"|i tertialrapporten) ?.{0,60})",
    re.IGNORECASE,
)
NO_TASK_TITLE = re.compile(r"tilskudd|tilskot|rapport|statistikk|regnskap|rekneskap|generelt|innledning", re.IGNORECASE)
_MAX_CHAPTER_TITLE = 60
WITHDRAWN = re.compile(
    r",? (?:utgår|går ut|faller bort|fell bort|er avsluttet|er avslutta|avsluttes|trekkes tilbake|blir trekt tilbake"
    r"|er trukket|bortfaller)(?: med dette)?\.?$",
    re.IGNORECASE,
)
ENDING_BRACKET = re.compile(r"(?P<title>.{5,}?) \((?P<value>[^()]{3,60})\)\.?", re.IGNORECASE)


def sections_of_assignments(manuscript: Manuscript) -> frozenset[int]:
    """The first lines of the sections that stand right under a chapter such as "Oppdrag" or "Nye oppgaver i 2025"."""
    found: set[int] = set()
    parents: list[tuple[int, int, bool]] = []  # (level, last line, is a chapter of assignments)
    for section in manuscript.sections:
        while parents and (parents[-1][0] >= section.level or parents[-1][1] < section.lines[0]):
            parents.pop()
        if parents and parents[-1][2]:
            found.add(section.lines[0])
        chapter = (
            len(section.title) <= _MAX_CHAPTER_TITLE and words.ASSIGNMENT_HEADINGS.match(section.title) is not None
        )
        parents.append((section.level, section.lines[-1], chapter))
    return frozenset(found)


def title_and_rest(text: str) -> tuple[str, str]:
    """The first sentence is the title of an assignment that is printed in one go; the rest tells of it."""
    first, *others = list(sentences(text.strip(" ;,("))) or [text]
    return first.strip(" .;,(:"), " ".join(others)
