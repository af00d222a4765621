"""The letter's head: what kind of letter, from whom to whom, when, for which year, with which references."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from styrhus.common.deadlines import DateKind, find_dates
from styrhus.letters.blocks import Block, BlockKind
from styrhus.letters.model import Head, LetterKind, Lines
from styrhus.letters.reading import vocabulary as words
from styrhus.letters.reading.vocabulary import fold

_HEAD_BLOCKS = 90  # a head ends well before this, also where a logo's words or a contents list come first
_TITLE = re.compile(
    rf"(?:(?:endelig|endeleg|foreløpig|førebels|revidert|nytt) )?"
    rf"(?:{words.SUPPLEMENT_WORDS}\b[^.]{{0,40}}?)?\b(?P<word>{words.LETTER_WORDS}|{words.INSTRUCTION_WORDS})\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![0-9–-])\b(20[0-9]{2})\b(?! ?[-–] ?[0-9])")
_TO = re.compile(
    rf"{words.LETTER_WORDS}(?: (?:nr\.? ?)?[0-9]{{1,4}})?,? (?:til|for|i)(?: dei?n?)? (?P<agency>[^0-9].*?)"
    r"(?=,? for (?:budsjettåret |budsjett-?året |året |år )?20|,? 20[0-9]{2}|,? budsjettåret| [–-] |: |$)",
    re.IGNORECASE,
)
_AFTER_DASH = re.compile(
    rf"{words.LETTER_WORDS}(?: (?:for )?20[0-9]{{2}})? ?[–-] ?(?P<agency>[A-ZÆØÅ][^0-9:]*)$", re.IGNORECASE
)
_INSTRUCTION_IN = re.compile(r"\b(?:i|for) (?P<agency>[A-ZÆØÅ][^0-9]{3,90})$")
_MINISTRY = re.compile(
    r"(?:det kongelige |det kongelege )?(?P<name>[a-zæøå][a-zæøå ,-]{2,60}departement(?:et)?)\W*", re.IGNORECASE
)
# Some ministries' letters never say "tildelingsbrev" in their title: "Statsbudsjettet 2022 – … – tildeling av bevilgning".
_OTHER_TITLE = re.compile(
    r"(?P<word>tildeling av (?:bevilgning\w*|budsjett\w*|midl\w*|løyving\w*)|tildeling av løyving|stats?budsjettet (?:for )?20[0-9]{2}"
    r"|budsjettildeling\w*|budsjettdisponering\w*|disponeringsbrev|disponeringsskriv)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\bnr\.? ?([0-9]{1,2})\b", re.IGNORECASE)
_ABBREVIATION = re.compile(r" ?\((?P<short>[A-ZÆØÅ][\w-]{1,14})\)")
_CALLED = re.compile(
    r"[ ,(–-]+(?:heretter (?:kalt |kalla |omtalt som )?|(?:i )?det (?:følgende|følgjande) kalt |forkortet |forkorta )"
    r"(?P<short>[A-ZÆØÅ][\w-]{1,40})\)?",
    re.IGNORECASE,
)
_NOT_ADDRESSED = re.compile(
    r"det kongelig|det kongeleg|if[øo]lge |etter liste|adressat|i henhold til|unntatt|u\.off|dokument|side [0-9]",
    re.IGNORECASE,
)
_LABEL_WORDS = re.compile(
    r"(?P<yours>(?:deres|dykkar) ref(?:eranse)?\.?)|(?P<ours>vår ref(?:eranse)?\.?)|(?P<date>(?:vår )?dato)(?![a-zæøå])",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"(?<![0-9.])(?:[0-9]{2}|20[0-9]{2}|19[0-9]{2})/[0-9]{2,6}(?: ?-(?: ?[0-9]{1,4})?)?")
_LABELS = {
    **dict.fromkeys(map(fold, words.OUR_REFERENCE), "ours"),
    **dict.fromkeys(map(fold, words.YOUR_REFERENCE), "yours"),
    **dict.fromkeys(map(fold, words.DATE_LABELS), "date"),
}
_LABEL = re.compile(
    rf"(?P<label>{'|'.join(map(re.escape, sorted(_LABELS, key=len, reverse=True)))})\.?(?: ?: ?| |$)(?P<value>.*)",
    re.IGNORECASE,
)
_VALUE = re.compile(r"[0-9]{2,4}/[0-9]|[0-9]{4,}|[A-ZÆØÅ]{2,}")


@dataclass(frozen=True, slots=True)
class _Title:
    place: int  # index of its block
    text: str
    word: str
    lines: Lines


def find_title(blocks: tuple[Block, ...]) -> _Title | None:
    """The line that names the letter, or None when nothing in the head does."""
    return _best_title(blocks, _TITLE) or _best_title(blocks, _OTHER_TITLE)


def _best_title(blocks: tuple[Block, ...], pattern: re.Pattern[str]) -> _Title | None:
    best: tuple[int, _Title] | None = None
    for place, block in enumerate(blocks[:_HEAD_BLOCKS]):
        match = pattern.search(block.text) if len(block.text) <= 180 else None
        if match is None or not _reads_as_title(block):
            continue
        # Best is a line that begins with the word; a line with a year or "til" tells more than a running header.
        rank = (
            2 * (match.start() < 4)
            + bool(_YEAR.search(block.text))
            + bool(_TO.search(block.text))
            + (match["word"].casefold().startswith(("tildel", "oppdragsb", "overf")))
        )
        if best is None or rank > best[0]:
            best = (rank, _title(blocks, place, match["word"].casefold()))
    return best[1] if best else None


def _title(blocks: tuple[Block, ...], place: int, word: str) -> _Title:
    """The title, with the line below where it breaks off at "til" or "for"."""
    text, lines = blocks[place].text, blocks[place].lines
    below = blocks[place + 1] if place + 1 < len(blocks) else None
    if below is not None and text.endswith((" til", " for", " –", " -", " for budsjettåret")) and below.is_short_line():
        text, lines = f"{text} {below.text}", (*lines, *below.lines)
    return _Title(place, text, word, lines)


def read_head(blocks: tuple[Block, ...], title: _Title) -> Head:
    """The head. What is not printed is None; the year may come from the date when no other place prints it."""
    top = blocks[:_HEAD_BLOCKS]
    labels = _labelled(top)
    day = _date(top[: title.place + 4], labels.get("date"))
    ministry = _ministry(blocks, top)
    agency, short = _agency(blocks, top, title, ministry)
    kind = _kind(title)
    number = _NUMBER.search(title.text) if kind is LetterKind.SUPPLEMENTARY else None
    copies, copy_lines = _copies(blocks)
    lines = [*title.lines, *copy_lines]
    for value in labels.values():
        lines.extend(value[1])
    return Head(
        kind=kind,
        title=title.text,
        budget_year=_budget_year(blocks, title, day),
        date=day,
        ministry=ministry,
        agency=agency,
        agency_short=short,
        reference=labels["ours"][0] if "ours" in labels else None,
        your_reference=labels["yours"][0] if "yours" in labels else None,
        copy_to=copies,
        number=int(number[1]) if number else None,
        lines=tuple(sorted(set(lines))),
        confidence=1.0 if agency and ministry else 0.7,
    )


def _reads_as_title(block: Block) -> bool:
    text = block.text
    return (
        block.kind is not BlockKind.BULLET
        and text[0].isalnum()
        and not text[0].islower()
        and text[-1] not in ".;,:?({="
    )


def _kind(title: _Title) -> LetterKind:
    text = title.text.casefold()
    if re.search(rf"\b{words.SUPPLEMENT_WORDS}\b", text) or "tilleggs" in text:
        return LetterKind.SUPPLEMENTARY
    if "oppdragsbrev" in text:
        return LetterKind.ASSIGNMENT
    if "overføringsbrev" in text:
        return LetterKind.TRANSFER
    return LetterKind.INSTRUCTION if "instruks" in title.word else LetterKind.ALLOCATION


def _labelled(blocks: tuple[Block, ...]) -> dict[str, tuple[str, Lines]]:
    """References and date: the label and its value on one line, under each other, or as a row of labels over values."""
    found: dict[str, tuple[str, Lines]] = {}
    for place, block in enumerate(blocks):
        below = blocks[place + 1] if place + 1 < len(blocks) else None
        if len(block.cells) > 1 and _of_cells(block, below, found):
            continue
        in_a_row = _labels_in_a_row(block.text)
        if len(in_a_row) > 1 and below is not None:
            for key, value in _values_below(in_a_row, below).items():
                found.setdefault(key, (value, (*block.lines, *below.lines)))
            continue
        match = _LABEL.fullmatch(block.text) if len(block.text) < 80 else None
        if match is None:
            continue
        key, value, lines = _LABELS[fold(match["label"])], match["value"].strip(), block.lines
        if not value and below is not None and not _LABEL.fullmatch(below.text) and len(below.text) < 60:
            value, lines = below.text, (*block.lines, *below.lines)
        if value and key not in found and (key == "date" or _VALUE.search(value)):
            found[key] = (value, lines)
    return found


def _of_cells(block: Block, below: Block | None, found: dict[str, tuple[str, Lines]]) -> bool:
    """Takes what a row of cells holds: labels over the values of the next row, or each with its own. True when done."""
    keys = [_LABELS.get(fold(cell)) for cell in block.cells]
    if sum(key is not None for key in keys) > 1:
        for key, value in zip(keys, below.cells if below else (), strict=False):
            if key and value and key not in found:
                found[key] = (value, (*block.lines, *below.lines) if below else block.lines)
        return True
    for cell in block.cells:
        inside = _LABEL.fullmatch(cell)
        if inside and inside["value"].strip():
            found.setdefault(_LABELS[fold(inside["label"])], (inside["value"].strip(), block.lines))
    return len(found) > 1 or any(map(_LABEL.fullmatch, block.cells[1:]))


def _labels_in_a_row(text: str) -> list[str]:
    """The keys of a line that is labels alone: "Deres ref Vår ref Dato" with single blanks between."""
    if len(text) > 80 or _LABEL_WORDS.sub("", text).strip(" .:,/\t"):
        return []
    return [match.lastgroup or "" for match in _LABEL_WORDS.finditer(text)]


def _values_below(keys: list[str], below: Block) -> dict[str, str]:
    """What a line of values holds for the labels above it; one reference alone is the ministry's own."""
    if len(below.text) > 90:
        return {}
    dates = [printed for printed in find_dates(below.text) if printed.kind is DateKind.DATE]
    rest = below.text[: dates[-1].start] if dates else below.text
    references = [match[0].strip() for match in _REFERENCE.finditer(rest)]
    values = {"date": dates[-1].text} if dates and "date" in keys else {}
    if references and "ours" in keys:
        values["ours"] = references[-1]
    if len(references) > 1 and "yours" in keys:
        values["yours"] = references[0]
    return values


def _date(blocks: tuple[Block, ...], labelled: tuple[str, Lines] | None) -> date | None:
    texts = [labelled[0]] if labelled else []
    texts += [block.text for block in blocks if len(block.text) < 50 and block.kind is BlockKind.PARAGRAPH]
    for text in texts:
        for printed in find_dates(text):
            if printed.kind is DateKind.DATE and len(text) - len(printed.text) < 25:
                return printed.date
    return None


def _ministry(blocks: tuple[Block, ...], top: tuple[Block, ...]) -> str | None:
    for block in top:
        match = _MINISTRY.fullmatch(block.text) if len(block.text) < 90 else None
        if match:
            return _definite(match["name"])
    for block in blocks[:200]:  # no letterhead in the text: the first ministry that signs or speaks
        match = re.search(r"\b[A-ZÆØÅ][a-zæøå]+(?:-? (?:og )?[a-zæøå]+-?){0,3}departementet\b", block.text[:2000])
        if match:
            return match[0]
    return None


def _definite(name: str) -> str:
    lower = " ".join(name.split()).lower()
    lower += "" if lower.endswith("et") else "et"
    return lower[0].upper() + lower[1:]


def _agency(
    blocks: tuple[Block, ...], top: tuple[Block, ...], title: _Title, ministry: str | None
) -> tuple[str | None, str | None]:
    match = _TO.search(title.text) or _AFTER_DASH.search(title.text)
    if match is None and "instruks" in title.word:
        match = _INSTRUCTION_IN.search(title.text)
    name = match["agency"].strip(" .–-") if match else _addressee(top, ministry)
    if not name:
        return None, None
    called = _CALLED.search(name)
    if called:
        return name[: called.start()].strip(" ,(–-"), called["short"]
    if name.isupper():  # a title in capitals: the address spells the name as it is written
        name = next(
            (block.text for block in top if block.text.casefold() == name.casefold() and not block.text.isupper()), name
        )
    inside = _ABBREVIATION.search(name)
    if inside:
        return name[: inside.start()].strip(), inside["short"]
    return name, _short_form(blocks, name)


def _addressee(top: tuple[Block, ...], ministry: str | None) -> str | None:
    """The first line of the address: what stands under the ministry's name, before any label."""
    for block in top[:20]:
        text = block.text
        is_name = (
            block.kind is BlockKind.PARAGRAPH
            and text[0].isupper()
            and not any(sign.isdigit() for sign in text)
            and len(text) < 80
        )
        if (
            is_name
            and not _MINISTRY.fullmatch(text)
            and not _LABEL.fullmatch(text)
            and not _TITLE.search(text)
            and text[-1] not in ".:"
            and not _NOT_ADDRESSED.match(text)
            and not _LABEL_WORDS.match(text)
        ):
            return text
    return None


def _short_form(blocks: tuple[Block, ...], name: str) -> str | None:
    for block in blocks[:400]:
        start = block.text.find(name)
        while start >= 0:
            match = _ABBREVIATION.match(block.text, start + len(name))
            if match:
                return match["short"]
            start = block.text.find(name, start + len(name))
    return None


def _budget_year(blocks: tuple[Block, ...], title: _Title, day: date | None) -> int | None:
    nearby = [
        title.text,
        *(block.text for block in blocks[max(0, title.place - 3) : title.place + 3] if len(block.text) < 120),
    ]
    nearby = [
        text for text in nearby if "tildelingsbrev" in text.lower() or "budsjett" in text.lower() or text is title.text
    ]
    for text in nearby:
        years = _YEAR.findall(text)
        if years:
            return int(years[-1])
    for block in blocks[:60]:
        match = re.search(
            r"(?:budsjettåret|statsbudsjettet (?:for )?|tildelingsbrevet for|budsjettet for) ?(20[0-9]{2})",
            block.text,
            re.IGNORECASE,
        )
        if match:
            return int(match[1])
    if day is None:
        return None
    return day.year + 1 if day.month >= 11 else day.year


def _copies(blocks: tuple[Block, ...]) -> tuple[tuple[str, ...], Lines]:
    """Who gets a copy: on the label's line, or the lines under it up to the next gap."""
    for place, block in enumerate(blocks):
        label, _, value = block.text.partition(":")
        if len(block.text) > 300 or fold(label) not in words.COPY_LABELS:
            continue
        if value.strip():
            return tuple(name.strip() for name in re.split(r", |; ", value) if name.strip()), block.lines
        if len(block.cells) > 1:
            return tuple(cell for cell in block.cells[1:] if cell), block.lines
        names: list[Block] = []
        for below in blocks[place + 1 : place + 12]:
            if (below.gap and names) or len(below.text) > 90 or fold(below.text).startswith("vedlegg"):
                break
            names.append(below)
        if names:
            return tuple(name.text for name in names), tuple(line for item in (block, *names) for line in item.lines)
    return (), ()
