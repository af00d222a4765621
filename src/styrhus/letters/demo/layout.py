"""Sorts the lines of a letter's text into the pieces that a page is set from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

LONGEST_HEADING = 130  # characters; a longer line is a sentence
LONGEST_COLUMN_TITLE = 45

TITLE = re.compile(r"(?i)(endelig )?tildelingsbrev|supplerende tildelingsbrev|tillegg nr|oppdragsbrev|statsbudsjettet")
NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.? +\D")
ATTACHMENT = re.compile(r"(Vedlegg(?: nr\.)? \w+)\b|Oppdrag (?:i )?tildelingsbrev")
LISTED = re.compile(r"\d{1,2}\. +\D")  # an item of a numbered list, where its neighbour is one too
GOAL = re.compile(r"Mål \d+\b|Kap\. \d+")
LABELLED = re.compile(r"SP ?\d|\d{4}-\d+|\d{1,2}\.|\(|[A-ZÆØÅ]?[a-zæøå]*[Ff]rist\b|Resultatmål:|Kopi\b")
SUM = re.compile(r"(?i)sum|totalt")  # a sum row whose amount was forgotten
RULE = re.compile(r"[-\s|]{6,}")
EMPHASIS = re.compile(r"\*{1,2}|</?i>")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
REFERENCE = ("Deres ref", "Vår ref", "Dato")


class Kind(StrEnum):
    LETTERHEAD = "letterhead"
    TITLE = "title"
    HEADING = "heading"
    ATTACHMENT = "attachment"
    PARAGRAPH = "paragraph"
    BULLETS = "bullets"
    TABLE = "table"
    SIGNATURE = "signature"


@dataclass(slots=True)
class Piece:
    """A heading, paragraph, list or table. ``rows`` holds a bullet or a table's row each; a text is one cell."""

    kind: Kind
    rows: list[list[str]] = field(default_factory=list)
    level: int = 0
    has_column_titles: bool = False

    @property
    def text(self) -> str:
        return self.rows[0][0]


def lay_out(text: str) -> list[Piece]:
    """The letter's pieces in the order of its text; rules and blank lines fall away."""
    lines = [LINK.sub(r"\1", line) for line in text.splitlines()]
    start = next((number for number, line in enumerate(lines) if TITLE.match(line)), 0)
    pieces = [Piece(Kind.LETTERHEAD, [[line.strip(" ")] for line in lines[:start] if line.strip()])]
    pieces.append(Piece(Kind.TITLE, [[lines[start].strip()]]))
    pieces += joined(body_pieces(lines[start + 1 :]))
    for piece in pieces:
        piece.has_column_titles = piece.kind is Kind.TABLE and titles_columns(piece.rows)
    return pieces


def body_pieces(lines: list[str]) -> Iterator[Piece]:
    announced: set[str] = set()
    signing = False
    for place, line in enumerate(lines):
        plain = EMPHASIS.sub("", line).strip()
        if not plain or RULE.fullmatch(plain):
            yield Piece(Kind.PARAGRAPH)
            continue
        attachment = ATTACHMENT.match(plain)
        begins = attachment is not None and (attachment[1] is None or attachment[1] in announced)
        if attachment and attachment[1]:
            announced.add(attachment[1])
        signing = (signing or plain == "Med hilsen") and not begins
        neighbours = lines[place - 1 : place] + lines[place + 1 : place + 2]
        if LISTED.match(plain) and any(LISTED.match(near) for near in neighbours):
            yield Piece(Kind.PARAGRAPH, [[plain]])
        else:
            yield from line_pieces(line, plain, signing, begins)


def line_pieces(line: str, plain: str, signing: bool, begins_attachment: bool) -> Iterator[Piece]:
    if begins_attachment:
        yield Piece(Kind.ATTACHMENT, [[plain]], level=1)
    elif signing:
        yield Piece(Kind.SIGNATURE, [[plain]])
    elif "\t" in line.rstrip():
        yield Piece(Kind.TABLE, [[EMPHASIS.sub("", cell).strip() for cell in line.rstrip().split("\t")]])
    elif SUM.fullmatch(plain):
        yield Piece(Kind.TABLE, [[plain]])
    elif plain.startswith("- "):
        yield Piece(Kind.BULLETS, [[plain[2:]]])
    elif "**" in line:
        # A transcript glues a heading to the line before it: "Oppdrag nr. 7**Tittel****Bakgrunn**".
        for part in (part.strip() for part in line.split("**")):
            if part:
                yield Piece(Kind.HEADING, [[part]], level=4)
    else:
        level = heading_level(plain)
        yield Piece(Kind.HEADING if level else Kind.PARAGRAPH, [[plain]], level=level)


def heading_level(line: str) -> int:
    """1 to 4 for a heading, 0 for running text."""
    if len(line) > LONGEST_HEADING or line[-1] in ".:;,!?" or ATTACHMENT.match(line):
        return 0
    numbered = NUMBERED.match(line)
    if numbered:
        return min(1 + numbered[1].count(".") + 1, 4)
    if GOAL.match(line):
        return 3
    if LABELLED.match(line) or not line[0].isupper():
        return 0
    return 4


def joined(pieces: Iterator[Piece]) -> list[Piece]:
    """Bullets that follow each other are one list, rows one table; an empty paragraph ends either."""
    result: list[Piece] = []
    ended = True
    for piece in pieces:
        if not piece.rows:
            ended = True
            continue
        last = result[-1] if result else None
        grows = last and last.kind is piece.kind and piece.kind in (Kind.BULLETS, Kind.TABLE)
        if last and grows and (not ended or continues(last, piece)):
            last.rows += piece.rows
        else:
            result.append(piece)
        ended = False
    return result


def continues(table: Piece, piece: Piece) -> bool:
    """Whether a row after a blank line belongs to the table above: "Post 45" after "Post 21"."""
    if piece.kind is Kind.BULLETS:
        return False
    if SUM.fullmatch(piece.rows[0][0]) and len(piece.rows) == 1:
        return True
    first, last = piece.rows[0][0].split(" "), table.rows[-1][0].split(" ")
    return first[0] == last[0] == "Post" and len(first) == len(last)


def titles_columns(rows: list[list[str]]) -> bool:
    """Whether the first row names the columns: short words above a row that ends in a number or date."""
    if len(rows) < 2 or any(len(cell) > LONGEST_COLUMN_TITLE for cell in rows[0]):
        return False
    names = not any(character.isdigit() for character in rows[0][0])
    return names and any(character.isdigit() for character in rows[1][-1])
