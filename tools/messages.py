"""Find every text in code and templates, and bring the translations up to date with them.

    python tools/messages.py            add what is missing (empty) and drop what is gone, in each language
    python tools/messages.py --check    only say what is missing; exit status 1 when anything is

Bokmål is the source text, so nynorsk and English are the translations.
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


def catalogue(language: str) -> polib.POFile:
    path = SOURCE / f"locale/{language}/LC_MESSAGES/django.po"
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


def key(entry: polib.POEntry) -> Text:
    return Text(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def is_translated(entry: polib.POEntry) -> bool:
    if entry.fuzzy:
        return False
    return all(entry.msgstr_plural.values()) and bool(entry.msgstr_plural) if entry.msgid_plural else bool(entry.msgstr)


def missing(language: str) -> list[Text]:
    """The texts that ``language`` lacks."""
    held = {key(entry) for entry in catalogue(language) if is_translated(entry) and not entry.obsolete}
    return sorted(set(all_texts()) - held)


def bring_up_to_date(language: str) -> int:
    """Write ``language``'s catalogue anew: the texts of today with the translations that are known."""
    file = catalogue(language)
    known = {key(entry): entry for entry in file}
    file.clear()
    for text in sorted(all_texts()):
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
    check = "--check" in sys.argv[1:]
    total = 0
    for language in LANGUAGES:
        lacking = missing(language) if check else []
        count = len(lacking) if check else bring_up_to_date(language)
        total += count
        print(f"{language}: {count} texts lack a translation")
        for text in lacking[:40]:
            print(f"  {text.singular}")
    return 1 if check and total else 0


if __name__ == "__main__":
    sys.exit(main())
