"""Find every text in code and templates, and bring the translations up to date with them.

    python tools/messages.py            add what is missing (empty) and drop what is gone, in each language
    python tools/messages.py ROOM       the same for one room that keeps catalogues of its own
    python tools/messages.py --check    only say what is missing; exit status 1 when anything is

Bokmål is the source text, so nynorsk and English are the translations. A room that has a folder `locale` keeps the
texts that stand in it alone; the program's own catalogue has all others.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/styrhus"
LANGUAGES = ("nn", "en")
KEYWORDS = (
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
)


@dataclass(frozen=True, order=True)
class Text:
    singular: str
    plural: str = ""
    context: str = ""


def other_names(source: str) -> dict[str, str]:
    """The names that a file gives the functions of translation, as in ``from … import gettext_lazy as lazy``."""
    return {
        name.asname: name.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.asname and name.asname != "_"
    }


def texts_in(path: Path) -> Iterator[tuple[Text, int]]:
    """The texts of one file, each with its line."""
    source = path.read_text()
    names: dict[str, str] = {}
    if path.suffix == ".py":
        names = other_names(source)
    else:
        source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    keywords = (*KEYWORDS, *names)
    for line, called, messages, _comments in extract_python(
        io.BytesIO(source.encode()), keywords, (), {"encoding": "utf-8"}
    ):
        function = names.get(called, called)
        values = [messages] if isinstance(messages, str) else [value for value in messages if isinstance(value, str)]
        if not values or not values[0]:
            continue
        context = values.pop(0) if "pgettext" in function else ""
        yield Text(values[0], values[1] if "ngettext" in function or "npgettext" in function else "", context), line


def all_texts() -> dict[Text, list[tuple[str, int]]]:
    """Every text of the program with the places where it stands."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
    found: dict[Text, list[tuple[str, int]]] = {}
    for path in sorted(SOURCE.rglob("*")):
        if (
            path.suffix in {".py", ".html", ".svg", ".txt"}
            and "migrations" not in path.parts
            and "letters" not in path.parts
        ):
            for text, line in texts_in(path):
                found.setdefault(text, []).append((str(path.relative_to(ROOT)), line))
    return found


def rooms() -> list[str]:
    """The rooms that keep catalogues of their own."""
    return sorted(path.parent.name for path in SOURCE.glob("*/locale"))


def home_of(places: list[tuple[str, int]]) -> str:
    """The room whose catalogue has a text that stands in ``places``; empty for the program's own."""
    standing = {Path(place).parts[2] for place, _line in places}
    return min(standing) if standing <= set(rooms()) else ""


def texts_of(home: str) -> list[Text]:
    return sorted(text for text, places in all_texts().items() if home_of(places) == home)


def catalogue(language: str, home: str = "") -> polib.POFile:
    path = SOURCE / home / f"locale/{language}/LC_MESSAGES/django.po"
    if path.exists():
        return polib.pofile(str(path), wrapwidth=110)
    file = polib.POFile(wrapwidth=110)
    file.metadata = {
        "Project-Id-Version": "styrhus",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    file.fpath = str(path)
    return file


def entries(language: str) -> list[polib.POEntry]:
    """The entries of all catalogues of ``language``."""
    return [entry for home in ("", *rooms()) for entry in catalogue(language, home)]


def key(entry: polib.POEntry) -> Text:
    return Text(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def is_translated(entry: polib.POEntry) -> bool:
    if entry.fuzzy:
        return False
    return all(entry.msgstr_plural.values()) and bool(entry.msgstr_plural) if entry.msgid_plural else bool(entry.msgstr)


def missing(language: str) -> list[Text]:
    """The texts that ``language`` lacks."""
    held = {key(entry) for entry in entries(language) if is_translated(entry) and not entry.obsolete}
    return sorted(set(all_texts()) - held)


def bring_up_to_date(language: str, home: str, known: dict[Text, polib.POEntry]) -> int:
    """Write a catalogue anew: the texts of today with the translations that are ``known``, wherever they stood."""
    file = catalogue(language, home)
    file.clear()
    for text in texts_of(home):
        entry = known.get(text) or polib.POEntry(
            msgid=text.singular,
            msgid_plural=text.plural,
            msgctxt=text.context or None,
            msgstr="",
            msgstr_plural={0: "", 1: ""} if text.plural else {},
        )
        entry.obsolete = False
        entry.occurrences = []  # places move with every change and would drown the translations' own changes
        if "%(" in text.singular and "python-format" not in entry.flags:
            entry.flags.append("python-format")
        file.append(entry)
    Path(file.fpath).parent.mkdir(parents=True, exist_ok=True)
    file.save(file.fpath)
    return sum(1 for entry in file if not is_translated(entry))


def main() -> int:
    """With the name of a room as argument, only that room's catalogues are brought up to date."""
    check = "--check" in sys.argv[1:]
    chosen = [argument for argument in sys.argv[1:] if not argument.startswith("-")] or ["", *rooms()]
    total = 0
    for language in LANGUAGES:
        lacking = missing(language) if check else []
        known = {key(entry): entry for entry in entries(language) if is_translated(entry)}
        count = len(lacking) if check else sum(bring_up_to_date(language, home, known) for home in chosen)
        total += count
        print(f"{language}: {count} texts lack a translation")
        for text in lacking[:40]:
            print(f"  {text.singular}")
    return 1 if check and total else 0


if __name__ == "__main__":
    sys.exit(main())
