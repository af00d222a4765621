"""How exactly the reader reads: ``python -m benchmarks.letter_accuracy [--verbose] [--json] [--write] [NAME …]``.

Every letter under ``tests/letters/gold`` is read and held against its gold. The shared real letter takes part
where it lies beside the checkout. Letters that say ``typeset = true`` are also read from a DOCX and a PDF made of them.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.letter_gold import LineMap, Score, compare, nothing_found
from benchmarks.letter_lines import map_lines
from styrhus.letters.demo.typeset import as_docx, as_pdf
from styrhus.letters.model import Source, UnreadableLetter
from styrhus.letters.reading import read_letter
from styrhus.letters.sources import read_source

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "tests" / "letters" / "gold"
DEMO = ROOT / "src" / "styrhus" / "letters" / "demo"
SHARED = ROOT.parent / "shared"
DOCUMENT = ROOT / "docs" / "letter-accuracy.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"

GROUPS = {
    "shared": "The real letter",
    "demo": "The demo letters",
    "": "Letters of invented agencies",
}


@dataclass(frozen=True, slots=True)
class Measurement:
    """One letter read from one format."""

    letter: str
    group: str
    media: str
    scores: tuple[Score, ...]


def gold_names() -> list[str]:
    return sorted(path.stem for path in GOLD.glob("*.toml"))


def load_gold(name: str) -> dict[str, Any]:
    return tomllib.loads((GOLD / f"{name}.toml").read_text(encoding="utf-8"))


def letter_path(gold: dict[str, Any]) -> Path:
    """Where the gold's letter lies: beside it, among the demo letters ("demo:") or beside the checkout ("shared:")."""
    place, name = place_and_name(gold)
    return {"": GOLD, "demo": DEMO, "shared": SHARED}[place] / name


def place_and_name(gold: dict[str, Any]) -> tuple[str, str]:
    place, _, name = str(gold["source"]).rpartition(":")
    return place, name


def measure(name: str) -> list[Measurement]:
    """The scores of one gold letter in every format; none where the letter is not at hand."""
    gold = load_gold(name)
    path = letter_path(gold)
    if not path.exists():
        return []
    source = read_source(path)
    group = GROUPS[place_and_name(gold)[0]]
    measurements = [Measurement(name, group, source.media, scores_of(source, gold))]
    if gold.get("typeset"):
        text = path.read_text(encoding="utf-8")
        for media, typeset in (("docx", as_docx), ("pdf", as_pdf)):
            copy = read_source(typeset(text), name=f"{name}.{media}")
            line_map = map_lines(copy.lines, source.lines)
            measurements.append(Measurement(name, group, media, scores_of(copy, gold, line_map)))
    return measurements


def scores_of(source: Source, gold: dict[str, Any], line_map: LineMap | None = None) -> tuple[Score, ...]:
    """The scores of one source; a letter that the reader takes for no letter has all its items missed."""
    try:
        letter = read_letter(source)
    except UnreadableLetter:
        return nothing_found(gold)
    return compare(letter, gold, line_map)


def measure_all(names: Iterable[str] = ()) -> list[Measurement]:
    return [one for name in (list(names) or gold_names()) for one in measure(name)]


def report(measurements: Sequence[Measurement]) -> str:
    """Markdown: a table with a row a letter, then for each kind of letter a table with a row a category."""
    parts = ["### All letters", as_table(measurements)]
    for group in GROUPS.values():
        members = [one for one in measurements if one.group == group]
        if members:
            parts += [f"### {group}, by category", by_category(members)]
    return "\n\n".join(parts)


def as_table(measurements: Sequence[Measurement]) -> str:
    """A Markdown table: a row a letter and format."""
    lines = ["| Letter | Format | Items | Found | Phantom | Precision | Recall |", "|---|---|---:|---:|---:|---:|---:|"]
    for one in measurements:
        lines.append(f"| {one.letter} | {one.media} | {numbers(one.scores)} |")
    return "\n".join(lines)


def by_category(measurements: Sequence[Measurement]) -> str:
    """A Markdown table: a row a category, summed over the measurements."""
    lines = ["| Category | Items | Found | Phantom | Precision | Recall |", "|---|---:|---:|---:|---:|---:|"]
    names = list(dict.fromkeys(score.category for one in measurements for score in one.scores))
    for name in names:
        scores = [score for one in measurements for score in one.scores if score.category == name]
        lines.append(f"| {name} | {numbers(scores)} |")
    return "\n".join(lines)


def numbers(scores: Iterable[Score]) -> str:
    whole = total(scores)
    return (
        f"{whole.wanted} | {whole.found} | {whole.phantom} | {100 * whole.precision:.1f} % | {100 * whole.recall:.1f} %"
    )


def total(scores: Iterable[Score]) -> Score:
    scores = list(scores)
    return Score(
        "all",
        sum(score.wanted for score in scores),
        sum(score.found for score in scores),
        sum(score.phantom for score in scores),
        (),
        (),
    )


def details(measurements: Sequence[Measurement]) -> str:
    """What was missed and what was phantom, letter by letter."""
    lines = []
    for one in measurements:
        for score in one.scores:
            if score.exact:
                continue
            lines.append(f"{one.letter} ({one.media}) {score.category}: {score.found} of {score.wanted}")
            lines += [f"  missed   {item}" for item in score.missed]
            lines += [f"  phantom  {item}" for item in score.phantoms]
    return "\n".join(lines)


def write_document(text: str) -> None:
    """Puts the tables into the document, between its two marks."""
    before, rest = DOCUMENT.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.letter_accuracy", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="gold letters; all where none is named")
    parser.add_argument("--verbose", action="store_true", help="list what was missed and what was phantom")
    parser.add_argument("--json", action="store_true", help="print one JSON list")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/letter-accuracy.md")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - set(gold_names()))
    if unknown:
        parser.error(f"no gold for {', '.join(unknown)}; there is {', '.join(gold_names())}")
    if options.write and options.names:
        parser.error("--write measures all letters; name none")
    measurements = measure_all(options.names)
    if options.write:
        write_document(report(measurements))
    if options.json:
        print(json.dumps([asdict(one) for one in measurements], ensure_ascii=False, indent=2))
        return 0
    print(report(measurements))
    if options.verbose:
        print()
        print(details(measurements))
    return 0


if __name__ == "__main__":
    sys.exit(main())
