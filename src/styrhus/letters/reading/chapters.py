"""Budget chapters and posts out of their tables: "Post 01 | Driftsutgifter | 353 610 000", "701.21", Kap. | Post | …"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from styrhus.common.money import PrintedAmount, parse_amount
from styrhus.letters.blocks import BlockKind
from styrhus.letters.model import Chapter, Lines, Post, Unit
from styrhus.letters.reading.budget_places import BudgetText, heading_of
from styrhus.letters.reading.manuscript import ASSIGNMENTS, INSTRUCTION
from styrhus.letters.reading.prose_posts import read_prose_posts
from styrhus.letters.reading.tables import Row, Table
from styrhus.letters.reading.units import first_place, kroner_in
from styrhus.letters.reading.vocabulary import CARRIES_OVER, ESTIMATE, SUM_WORDS, Column

_CHAPTER_CELL = re.compile(
    r"(?:kap(?:ittel|\.)? ?)?0?(?P<chapter>[0-9]{3,4})(?:[ ./]+(?:post ?)?(?P<post>[0-9]{2}))?(?: +(?P<name>[^0-9].*))?",
    re.IGNORECASE,
)
_POST_CELL = re.compile(r"(?:post ?)?(?P<post>[0-9]{1,2})(?:[ .:–-]+(?P<name>[^0-9 ].*))?", re.IGNORECASE)
_BARE_POST = re.compile(r"[0-9]{2}")
_WORDED_POST = re.compile(r"post ?(?P<post>[0-9]{2})(?:[ .:–-]+(?P<name>[^0-9 ].*))?", re.IGNORECASE)
_DOTTED = re.compile(
    r"(?:[Kk]ap(?:ittel|\.)? ?)?0?(?P<chapter>[0-9]{3,4})[,./ ]+(?:post )?(?P<post>[0-9]{2})(?:[ .:–-]+(?P<name>[^0-9 ].*))?"
)
_DISPOSAL = re.compile(r"disposisjon|disponib|andel|stilt til", re.IGNORECASE)
_PASSED_BY = re.compile(
    r"regnskap|rekneskap|prop|forslag|endring|saldert(?! budsjett 20)|differanse|prosent|%", re.IGNORECASE
)
_CHOSEN = re.compile(r"tildel|bevilg|løyv|beløp|ny |nytt|revidert|budsjett", re.IGNORECASE)
_KEYWORDS = re.compile(
    r",? *\(?\b(?:kan overfør(?:es|ast)|overslags?(?:bevilgning|løyving)|kan nyttes under[^,)]*"
    r"|kan nyttast under[^,)]*)\)?",
    re.IGNORECASE,
)
_AUTHORITY = re.compile(r"belastningsfullmakt|bestillingsfullmakt|merinntektsfullmakt", re.IGNORECASE)
_PRINTED_UNIT = re.compile(
    r" ?\((?:alle )?(?:tall?|beløp)? ?(?:i )?(?:hele |heile )?(?:1[ .]?000|mill|kroner|kr)[^()]*\)", re.IGNORECASE
)
_DIGITS = re.compile(r"[0-9]{3,4}")


@dataclass(slots=True)
class _PostDraft:
    post: str
    name: str
    amount: PrintedAmount | None
    disposal: PrintedAmount | None
    lines: list[int]
    printed: str  # the name with its keywords, from every printing


@dataclass(slots=True)
class _ChapterDraft:
    chapter: str
    name: str
    unit: Unit
    lines: list[int]
    posts: dict[str, _PostDraft] = field(default_factory=dict)
    stated_sum: int | None = None
    sum_lines: Lines = ()


class ChapterReader:
    """Collects the chapters of a letter from tables, headings and rows, in the order printed."""

    def __init__(self, text: BudgetText) -> None:
        self.text = text
        self.manuscript, self.places, self.units, self.tables = text.manuscript, text.places, text.units, text.tables
        self.chapters: dict[str, _ChapterDraft] = {}
        self.used: set[int] = set()  # blocks that were read as rows of posts
        self._last_table: _ChapterDraft | None = None
        self._of_table: list[_ChapterDraft] = []

    def read(self) -> dict[str, _ChapterDraft]:
        for table in self.tables:
            first = table.header or table.rows[0]
            if self.manuscript.documents[first.place] in {INSTRUCTION, ASSIGNMENTS}:
                continue
            if self._holds_posts(table) and not self._of_authority(first.place):
                self._read_table(table)
        self._read_prose()
        self._read_headings()
        return self.chapters

    def _read_prose(self) -> None:
        """The posts that stand in lines and sentences, of which no table shows anything."""
        tabled = {(draft.chapter, post) for draft in self.chapters.values() for post in draft.posts}
        for found in read_prose_posts(self.text, tabled):
            draft = self._chapter(found.chapter, Unit.KRONER, found.place)
            draft.name = draft.name or found.chapter_name
            draft.lines.extend(found.lines)
            self._post(draft, found.post, found.name, found.amount, None, found.lines)
            draft.posts[found.post].printed += f" {found.keywords}"

    def _of_authority(self, place: int) -> bool:
        """A table of authorisations to charge other posts appropriates nothing."""
        above = self.manuscript.blocks[place - 1].text if place else ""
        return bool(_AUTHORITY.search(above[:120]) or _AUTHORITY.search(self.manuscript.section_title(place)))

    def _holds_posts(self, table: Table) -> bool:
        if table.has(Column.DEADLINE) or table.has(Column.RECIPIENT):
            return False
        if table.has(Column.POST) or table.has(Column.CHAPTER):
            return True
        chapter = self.places[table.rows[0].place].chapter if table.rows else None
        return any(_is_post_row(row, chapter) for row in table.rows) or (
            chapter is not None and table.header is None and all(map(_is_bare_post_row, table.rows))
        )

    def _read_table(self, table: Table) -> None:
        blocks = self.manuscript.blocks
        first = table.header or table.rows[0]
        unit = self.units[first_place(table)]
        self._of_table = []
        amount_at, disposal_at = _amount_columns(table, self.manuscript.year)
        current = self.places[first.place].chapter
        self._last_table = self.chapters.get(current) if current else None
        for row in table.rows:
            self.used.add(row.place)
            if _is_sum(row):
                self._sum(row, unit, amount_at, current)
                continue
            chapter, post, name = _identify(row, table)
            current = chapter or current
            if current is None:
                continue
            draft = self._chapter(current, unit, row.place)
            if post is None:
                self._chapter_row(draft, row, name, chapter)
                continue
            amount = _amount(row, amount_at, unit)
            disposal = _amount(row, disposal_at, unit) if disposal_at is not None else None
            self._post(draft, post, name, amount, disposal, blocks[row.place].lines)
        if table.header:
            self.used.add(table.header.place)
            for draft in self._of_table:
                draft.lines.extend(blocks[table.header.place].lines)
        self._trailing_sum(table)

    def _chapter(self, number: str, unit: Unit, place: int) -> _ChapterDraft:
        draft = self.chapters.get(number)
        if draft is None:
            heading_at = self.places[place].chapter_at
            heading = heading_of(self.manuscript.blocks[heading_at]) if heading_at >= 0 else None
            own = heading if heading and heading.chapter == number else None
            lines = list(self.manuscript.blocks[heading_at].lines) if own else []
            name = _PRINTED_UNIT.sub("", own.name).strip() if own and own.post is None else ""
            draft = self.chapters[number] = _ChapterDraft(number, name, unit, lines)
        elif not draft.posts:
            draft.unit = unit
        self._last_table = draft
        if draft not in self._of_table:
            self._of_table.append(draft)
        return draft

    def _chapter_row(self, draft: _ChapterDraft, row: Row, name: str, chapter: str | None) -> None:
        if chapter is not None:
            draft.lines.extend(self.manuscript.blocks[row.place].lines)
            draft.name = draft.name or name
        elif draft.posts and name and not any(cell and parse_amount(cell) for cell in row.cells):
            last = next(reversed(draft.posts.values()))  # a name that runs on to a second row
            last.name, last.printed = f"{last.name} {name}", f"{last.printed} {name}"
            last.lines.extend(self.manuscript.blocks[row.place].lines)

    def _post(  # noqa: PLR0917
        self,
        draft: _ChapterDraft,
        post: str,
        name: str,
        amount: PrintedAmount | None,
        disposal: PrintedAmount | None,
        lines: Lines,
    ) -> None:
        before = draft.posts.get(post)
        if before is None:
            draft.posts[post] = _PostDraft(post, _bare_name(name), amount, disposal, list(lines), name)
            return
        before.lines.extend(lines)
        before.printed += f" {name}"
        before.amount = before.amount or amount
        before.disposal = before.disposal or disposal

    def _sum(self, row: Row, unit: Unit, amount_at: int | None, current: str | None) -> None:
        stated = next(
            (int(number) for number in _DIGITS.findall(row.cells[0]) if str(int(number)) in self.chapters), None
        )
        draft = (
            self.chapters.get(str(stated))
            if stated
            else self._last_table
            if current is None
            else self.chapters.get(current, self._last_table)
        )
        if draft is None or (
            stated is None and re.match(r"sum (?:alle|utgifter|inntekter|totalt)|totalsum", row.cells[0], re.IGNORECASE)
        ):
            return
        amount = _amount(row, amount_at, unit)
        draft.stated_sum = amount.kroner if amount else draft.stated_sum
        draft.sum_lines = (*draft.sum_lines, *self.manuscript.blocks[row.place].lines)

    def _trailing_sum(self, table: Table) -> None:
        """A "Sum" left alone under the table: the sum is announced and not printed."""
        last = max(row.place for row in (*table.rows, *([table.header] if table.header else [])))
        below = self.manuscript.blocks[last + 1] if last + 1 < len(self.manuscript.blocks) else None
        draft = self._last_table
        if (
            below is None
            or draft is None
            or draft.sum_lines
            or below.kind is BlockKind.ROW
            or not SUM_WORDS.match(below.text)
            or len(below.text) > 60
        ):
            return
        amount = parse_amount(SUM_WORDS.sub("", below.text, count=1).strip(" :"), kroner_in(draft.unit))
        if amount is not None or SUM_WORDS.fullmatch(below.text.strip(" :")):
            draft.stated_sum, draft.sum_lines = amount.kroner if amount else None, below.lines

    def _read_headings(self) -> None:
        """Headings of posts that a table has: another printing, where a keyword may stand that the table lacks."""
        for place, block in enumerate(self.manuscript.blocks):
            where = self.places[place]
            if where.post_at != place or where.chapter is None or where.chapter not in self.chapters:
                continue
            post = self.chapters[where.chapter].posts.get(where.post or "")
            if post is not None:
                post.lines.extend(block.lines)
                post.printed += f" {block.text}"


def finish(drafts: dict[str, _ChapterDraft], disposal: dict[tuple[str, str], tuple[int, int]]) -> tuple[Chapter, ...]:
    """The chapters as data. ``disposal`` holds (kroner, precision) that the text states for (chapter, post)."""
    return tuple(
        Chapter(
            chapter=draft.chapter,
            name=draft.name,
            stated_sum=draft.stated_sum,
            unit=draft.unit,
            posts=tuple(_finish_post(post, disposal.get((draft.chapter, post.post))) for post in draft.posts.values()),
            lines=tuple(sorted({*draft.lines, *draft.sum_lines})),
            sum_lines=draft.sum_lines,
            confidence=1.0 if draft.name else 0.8,
        )
        for draft in drafts.values()
        if draft.posts
    )


def _finish_post(draft: _PostDraft, stated: tuple[int, int] | None) -> Post:
    whole = draft.amount.kroner if draft.amount else None
    at_disposal = draft.disposal.kroner if draft.disposal else whole
    if stated is not None and draft.disposal is None:
        rounded = whole is not None and abs(whole - stated[0]) * 2 <= stated[1]
        at_disposal = whole if rounded else stated[0]
    return Post(
        post=draft.post,
        name=draft.name,
        appropriation=whole,
        at_disposal=at_disposal,
        carry_over=bool(CARRIES_OVER.search(draft.printed)),
        estimate=bool(ESTIMATE.search(draft.printed)),
        lines=tuple(sorted(set(draft.lines))),
        precision=draft.amount.precision if draft.amount else 0,
        confidence=1.0 if draft.amount else 0.6,
    )


def _is_post_row(row: Row, chapter: str | None) -> bool:
    first = row.cells[0]
    named = _DOTTED.fullmatch(first) or (chapter and _WORDED_POST.fullmatch(first))
    return bool(named) and any(parse_amount(cell) is not None for cell in row.cells[1:])


def _is_bare_post_row(row: Row) -> bool:
    """ "01 | Driftsutgifter | 812 455", or the sum, in a table without a heading row."""
    worded = len(row.cells) > 2 and any(letter.isalpha() for letter in row.cells[1])
    bare = _BARE_POST.fullmatch(row.cells[0]) is not None and worded
    return _is_sum(row) or (bare and parse_amount(row.cells[-1]) is not None)


def _is_sum(row: Row) -> bool:
    return any(
        SUM_WORDS.match(cell) for cell in row.cells[:3] if cell and parse_amount(cell) is None and len(cell) < 60
    )


def _identify(row: Row, table: Table) -> tuple[str | None, str | None, str]:
    """(chapter, post, name) that a row prints; chapter is None on a row that goes on with the chapter above."""
    chapter_at, post_at, name_at = table.index(Column.CHAPTER), table.index(Column.POST), table.index(Column.NAME)
    chapter = post = None
    name = row.cell(name_at)
    for at in dict.fromkeys((chapter_at, post_at, 0)):
        dotted = _DOTTED.fullmatch(row.cell(at)) if at is not None else None
        if dotted:
            rest = (
                name
                or dotted["name"]
                or next((cell for cell in row.cells[(at or 0) + 1 :] if cell and parse_amount(cell) is None), "")
            )
            return dotted["chapter"], dotted["post"], rest
    if chapter_at is not None and row.cell(chapter_at):
        worded = _WORDED_POST.fullmatch(row.cell(chapter_at))
        if worded:
            return None, worded["post"], name or worded["name"] or ""
        match = _CHAPTER_CELL.fullmatch(row.cell(chapter_at))
        chapter, name = (match["chapter"], name or match["name"] or "") if match else (None, name)
    cell = row.cell(post_at if post_at is not None else 0 if chapter_at is None else None)
    match = _POST_CELL.fullmatch(cell) if cell else None
    if match:
        post, name = match["post"].zfill(2), name or match["name"] or ""
    elif cell and not name:
        name = cell
    if not name:
        name = next((text for text in row.cells[1:] if text and parse_amount(text) is None), "")
    return chapter, post, name


def _amount_columns(table: Table, year: int | None) -> tuple[int | None, int | None]:
    """(column of the appropriation, column of what is at disposal); None means the row's last amount."""
    columns = [index for index, column in enumerate(table.columns) if column is Column.AMOUNT]
    if table.header is None or not columns:
        return None, None
    header = table.header
    disposal = next((index for index in columns if _DISPOSAL.search(header.cell(index))), None)
    plain = [index for index in columns if index != disposal] or columns
    kept = [index for index in plain if not _PASSED_BY.search(header.cell(index))] or plain
    of_year = [index for index in kept if str(year) in header.cell(index)] or kept
    new = [index for index in of_year if re.match(r"ny|revidert|samlet|samla", header.cell(index), re.IGNORECASE)]
    named = [index for index in of_year if _CHOSEN.search(header.cell(index))]
    chosen = (new or named or of_year)[-1 if new or not named else 0]
    return chosen, disposal if disposal != chosen else None


def _amount(row: Row, column: int | None, unit: Unit) -> PrintedAmount | None:
    if column is not None and column < len(row.cells):
        return parse_amount(row.cells[column], kroner_in(unit))
    size = kroner_in(unit)  # no column, or a short row: its last cell is the amount
    return next((amount for cell in reversed(row.cells[1:]) if (amount := parse_amount(cell, size)) is not None), None)


def _bare_name(name: str) -> str:
    return _KEYWORDS.sub("", name).strip(" ,.–-")
