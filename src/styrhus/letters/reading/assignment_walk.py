"""One walk through the blocks that finds every printing of an assignment and fills its fields."""

from __future__ import annotations

import re

from styrhus.common.deadlines import find_dates
from styrhus.letters.blocks import Block, BlockKind
from styrhus.letters.reading import vocabulary as words
from styrhus.letters.reading.assignment_endings import (
    ENDING_BRACKET,
    ENDING_DEADLINE,
    ENDING_WITHIN,
    NO_TASK_TITLE,
    WITHDRAWN,
    sections_of_assignments,
    title_and_rest,
)
from styrhus.letters.reading.assignment_lists import AREA, NOT_HERE, Listed
from styrhus.letters.reading.assignment_tables import is_assignment_table, is_parts_table, table_drafts
from styrhus.letters.reading.deadlines import running_deadlines, sentence_deadlines
from styrhus.letters.reading.drafts import Draft
from styrhus.letters.reading.goals import GoalReading, as_number
from styrhus.letters.reading.manuscript import INSTRUCTION, LETTER, Manuscript
from styrhus.letters.reading.openings import Opening, opening_of
from styrhus.letters.reading.tables import Table
from styrhus.letters.reading.vocabulary import Column, Field, fold, label_of

_LEAD_IN_GOAL = re.compile(
    r"\b(?:hoved|hovud|del|virksomhets|verksemds)?mål (?:nr\.? ?)?(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2})?)\b",
    re.IGNORECASE,
)
_IN_REPORT = re.compile(r"\bi (?:års|halvårs|tertial)rapporten", re.IGNORECASE)
_CLOSES = re.compile(r"kap(?:ittel|\.)? ?[0-9]{3,4}\b", re.IGNORECASE)


def walk(manuscript: Manuscript, goals: GoalReading, tables: tuple[Table, ...]) -> list[Draft]:
    """Every printing in the order of the text."""
    return _Walk(manuscript, goals, tables).run()


class _Walk:
    """The state of the walk: what is open, and what the last lines above said of those below."""

    def __init__(self, manuscript: Manuscript, goals: GoalReading, tables: tuple[Table, ...]) -> None:
        self.manuscript, self.goals = manuscript, goals
        self.tables = {
            row.place: table for table in tables for row in ([table.header] if table.header else []) + list(table.rows)
        }
        self.listed = Listed(manuscript, goals)
        self.under_chapter = sections_of_assignments(manuscript)
        self.drafts: list[Draft] = []
        self.open: Draft | None = None
        self.field: Field | None = None
        self.earlier = False
        self.led_in = False  # a line just above leads in a list of assignments
        self.goal: int | str | None = None  # that the lead-in names
        self.done: set[int] = set()

    def run(self) -> list[Draft]:
        documents = self.manuscript.documents
        for place, block in enumerate(self.manuscript.blocks):
            if place and documents[place] != documents[place - 1]:
                self._close()
                self.earlier = self.led_in = False
                self.goal = None
            if documents[place] != INSTRUCTION and place not in self.done:
                self._step(place, block)
        self._close()
        return self.drafts

    def _step(self, place: int, block: Block) -> None:
        if self._ends_all(place, block):
            self._close()
            self.earlier = self.led_in = False
            self.goal = None
        elif self._table(place):
            return
        elif (opening := opening_of(block)) is not None and self._may_open(place, opening):
            self._begin(place, block, opening)
        elif place in self.listed.members and self._stands_free():
            self._member(place, block)
        elif place not in self.manuscript.heads_section and self._labelled(block):
            return
        elif self._leads_in(place, block):
            self._close()
        elif self._is_heading(place, block):
            self._heading(place, block)
        elif not self._line(place, block) and not self._demands(place, block):
            self._continue(block)

    def _close(self) -> None:
        if self.open is not None and not self.open.confirmed:
            self.open.confirmed = self._states_a_deadline(self.open)
        if self.open is not None and self.open.confirmed and self.open.title:
            self.drafts.append(self.open)
        self.open, self.field = None, None

    def _states_a_deadline(self, draft: Draft) -> bool:
        """A sub-section of a chapter of assignments is one when its text says by when."""
        under = draft.lines[0] in self.under_chapter and not NO_TASK_TITLE.search(draft.title)
        return under and any(
            running_deadlines(text, lines, self.manuscript.year) or _IN_REPORT.search(text)
            for text, lines in draft.chunks.get(Field.DESCRIPTION, ())
        )

    def _ends_all(self, place: int, block: Block) -> bool:
        """A goal, a budget chapter or the signature: no assignment above goes on past it."""
        return (
            place in self.goals.begins
            or bool(_CLOSES.match(block.text))
            or fold(block.text).rstrip(",") in words.REGARDS
        )

    def _where(self, place: int) -> str:
        return "body" if self.manuscript.documents[place] == LETTER else "attachment"

    def _goal_of(self, place: int) -> int | str | None:
        return self.goal if self.goal is not None else self.goals.goal_at[place]

    def _may_open(self, place: int, opening: Opening) -> bool:
        plain = opening.id.isdigit() or (opening.id[0].isdigit() and "20" not in opening.id)
        return (
            not (plain and not opening.title)
            or place in self.manuscript.heads_section
            or self._where(place) == "attachment"
        )

    def _begin(self, place: int, block: Block, opening: Opening) -> None:
        self._close()
        form = (
            "row" if block.kind is BlockKind.ROW and opening.rest and not any(map(label_of, opening.rest)) else "page"
        )
        self.open = Draft(
            opening.id, opening.title, self._where(place), form, self._goal_of(place), self.earlier, list(block.lines)
        )
        for cell in opening.rest:
            label = label_of(cell)
            if label is not None:
                self.field = label[0]
                self.open.add(label[0], label[1], block.lines)
            elif form == "row" and cell == opening.rest[-1]:
                self.open.add(Field.DEADLINE, cell, block.lines)
            else:
                self.open.add(Field.DESCRIPTION, cell, block.lines)
        self.open.title = WITHDRAWN.sub("", opening.title)
        ending = ENDING_DEADLINE.fullmatch(opening.title) or ENDING_BRACKET.fullmatch(opening.title)
        if ending and find_dates(ending["value"], self.manuscript.year):
            self.open.title, rest = title_and_rest(ending["title"])
            self.open.add(Field.DESCRIPTION, rest, block.lines)
            self.open.add(Field.DEADLINE, ending["value"].strip(" )."), block.lines)
        if opening.title:
            return
        below = self.manuscript.blocks[place + 1] if place + 1 < len(self.manuscript.blocks) else None
        if (
            below is not None
            and below.kind is not BlockKind.ROW
            and label_of(below.text) is None
            and len(below.text) < 420
        ):
            self.open.title = below.text
            self.open.lines.extend(below.lines)
            self.done.add(place + 1)

    def _table(self, place: int) -> bool:
        table = self.tables.get(place)
        if table is None or table.header is None:
            return False
        if place != table.header.place:
            return place in self.done
        rows = [row.place for row in table.rows]
        if self.open is not None and self.open.confirmed and is_parts_table(table):
            self._parts_from(table)
        elif is_assignment_table(table) and not (NOT_HERE.search(self._titles(place)) and not table.has(Column.NUMBER)):
            self._close()
            self.drafts.extend(
                table_drafts(table, self.manuscript, self._where(place), self._goal_of, earlier=self.earlier)
            )
        else:
            return False
        self.done.update(rows)
        return True

    def _parts_from(self, table: Table) -> None:
        name_at, deadline_at = (
            table.index(Column.ASSIGNMENT, Column.NUMBER, Column.NAME),
            table.index(Column.DEADLINE, Column.DATE),
        )
        for row in table.rows:
            lines = self.manuscript.blocks[row.place].lines
            if self.open is not None and row.cell(deadline_at):
                self.open.add(Field.DEADLINE, f"{row.cell(name_at)}: {row.cell(deadline_at)}", lines)

    def _labelled(self, block: Block) -> bool:
        """A labelled field of the open assignment: "Bakgrunn", "Frist: 1. juni", a row "Finansiering | …"."""
        if self.open is None or (block.number and block.kind is BlockKind.HEADING):
            return False
        text = block.text if block.kind is not BlockKind.HEADING else block.title
        label = label_of(text) if block.kind is not BlockKind.ROW else label_of(block.cells[0])
        if label is None:
            return False
        name, rest = label
        if not rest and fold(text) == "oppdrag":
            return False  # the heading of a list of them
        if block.kind is BlockKind.ROW:
            rest = " ".join(cell for cell in (rest, *block.cells[1:]) if cell)
        if name is Field.TITLE and rest:
            self.open.title, rest = rest, ""
        number = (
            re.match(r"(?:mål )?([0-9]{1,2}(?:\.[0-9]{1,2})?)\b", rest, re.IGNORECASE) if name is Field.GOAL else None
        )
        if number:
            self.open.goal = as_number(number[1])
        self.field = name
        self.open.add(name, rest, block.lines)
        self.open.confirmed = self.open.confirmed or name is Field.DEADLINE
        return True

    def _leads_in(self, place: int, block: Block) -> bool:
        """A line such as "Oppdrag som er gitt tidligere …:" says of the list below whose it is and how old."""
        heading = self._is_heading(place, block)
        text = block.title
        listing = len(text) < 300 and bool(
            words.ASSIGNMENT_HEADINGS.match(text) or (text.endswith(":") and "oppdrag" in text.casefold())
        )
        if (
            not listing
            or not (heading or text.endswith(":") or block.is_short_line())
            or (self.open and self.open.confirmed and not (heading or text.endswith(":")))
        ):
            return False
        self.led_in = True
        self.earlier = bool(words.EARLIER.search(text))
        goal = _LEAD_IN_GOAL.search(text)
        self.goal = as_number(goal["number"]) if goal else None
        return True

    def _is_heading(self, place: int, block: Block) -> bool:
        return place in self.manuscript.heads_section or (
            block.kind is BlockKind.PARAGRAPH and block.gap and block.is_short_line() and len(block.text) < 140
            and (self.open is None or not self.open.confirmed or (self.open.id is None and Field.DEADLINE in self.open.chunks))
            and not find_dates(block.text)
        )  # fmt: skip

    def _heading(self, place: int, block: Block) -> None:
        """A heading ends the open assignment, unless it stands inside its page, and may head an unnumbered one."""
        inside = (
            self.open is not None
            and self.open.id is not None
            and self.open.form == "page"
            and Field.DEADLINE not in self.open.chunks
        )
        if inside and not block.number and not block.marks:
            self._continue(block)
            return
        self._close()
        if block.number or block.marks:
            self.led_in = False
            self.goal = None
            self.earlier = self.earlier and bool(block.number and "." in block.number)
        if not NOT_HERE.search(self._titles(place)):
            self.open = Draft(
                None,
                block.title,
                self._where(place),
                "page",
                self._goal_of(place),
                self.earlier,
                list(block.lines),
                False,
                0.7,
            )

    def _line(self, place: int, block: Block) -> bool:
        """A bullet or paragraph that is an assignment by itself: "Utrede … Frist: 1. juni"."""
        if block.kind is BlockKind.ROW or (self.open is not None and self.open.id is not None):
            return False
        if not (self.led_in or AREA.search(self._titles(place))) or NOT_HERE.search(self._titles(place)):
            return False
        match = ENDING_DEADLINE.fullmatch(block.text)
        if match is None and block.kind is BlockKind.BULLET:
            match = ENDING_WITHIN.fullmatch(block.text)
        if match is None or not find_dates(match["value"], self.manuscript.year):
            return False
        self._close()
        title, rest = title_and_rest(match["title"])
        goal = self._goal_of(place)
        draft = Draft(None, title, self._where(place), "line", goal, self.earlier, list(block.lines), True, 0.6)
        draft.add(Field.DESCRIPTION, rest, block.lines)
        draft.add(Field.DEADLINE, match["value"].strip(" )."), block.lines)
        self.drafts.append(draft)
        return True

    def _stands_free(self) -> bool:
        """No assignment is open that what stands here could be a part of."""
        return self.open is None or (
            self.open.id is None and not self.open.confirmed and self.open.lines[0] not in self.under_chapter
        )

    def _member(self, place: int, block: Block) -> None:
        """A member of a list of assignments, its deadline inside the sentence or none at all."""
        text, confidence = self.listed.text_of(place), self.listed.members[place]
        match = ENDING_DEADLINE.fullmatch(text) or ENDING_WITHIN.fullmatch(text) or ENDING_BRACKET.fullmatch(text)
        dated = match is not None and bool(find_dates(match["value"], self.manuscript.year))
        title, rest = title_and_rest(match["title"] if match and dated else text)
        self._close()
        draft = Draft(
            None,
            title,
            self._where(place),
            "line",
            self._goal_of(place),
            self.earlier,
            list(block.lines),
            True,
            confidence,
        )
        draft.add(Field.DESCRIPTION, rest, block.lines)
        if match and dated:
            draft.add(Field.DEADLINE, match["value"].strip(" )."), block.lines)
        else:
            draft.stated = sentence_deadlines(text, block.lines, self.manuscript.year)
        self.drafts.append(draft)

    def _demands(self, place: int, block: Block) -> bool:
        """Sentences of a paragraph that each lay a task with a deadline on the agency."""
        if (moved := self.listed.moved(place)) is not None:
            self._close()
            number, title, deadlines = moved
            draft = Draft(
                number, title or number, self._where(place), "line", None, False, list(block.lines), True, 0.7
            )
            draft.stated = deadlines
            self.drafts.append(draft)
            return True
        if not self._stands_free():
            return False
        found = False
        for sentence, deadlines in self.listed.demands(place, headed=self.open is not None):
            goal = self._goal_of(place)
            title = sentence.strip(" .")
            draft = Draft(None, title, self._where(place), "line", goal, self.earlier, list(block.lines), True, 0.5)
            draft.stated = deadlines
            draft.lines.extend(line for deadline in deadlines for line in deadline.lines)
            self.drafts.append(draft)
            found = True
        return found

    def _continue(self, block: Block) -> None:
        """More of the open field; a list's row is done with its line, save for a row that continues it."""
        if self.open is None:
            return
        if self.open.form == "row":
            if block.kind is not BlockKind.ROW or block.cells[0]:
                self._close()
                return
            self.open.title = " ".join(cell for cell in (self.open.title, block.cells[1]) if cell)
            self.open.lines.extend(block.lines)
            if len(block.cells) > 2:
                self.open.add(Field.DEADLINE, block.cells[-1], block.lines)
            return
        if (
            self.field is Field.DEADLINE
            and self.open.chunks.get(Field.DEADLINE)
            and not find_dates(block.text, self.manuscript.year)
        ):
            self.field = None
            if self.open.id is None:
                self._close()
                return
        self.open.add(self.field or Field.DESCRIPTION, block.text, block.lines)

    def _titles(self, place: int) -> str:
        return self.manuscript.path_titles(place)
