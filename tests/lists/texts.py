"""Where a text could slip past the translations: in templates outside the tags, in code outside the functions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tools.messages import KEYWORDS, ROOT, SOURCE, other_names

Found = tuple[str, int, str]  # file, line, words

NAMES = {"Styrhus", "Bokmål", "SHA-256", "CSV", "XLSX", "Excel", "PDF", "Word"}  # the same in every language
# What never reaches a page: patterns that read letters, the words of commands to whoever operates the program,
# the demo's own data, the columns and values of others' formats, and what is written in a form of Norwegian of its own
# choice: the draft reply and the published reports.
NOT_ON_PAGES = {"letters", "common", "rules", "migrations", "demo.py", "reply.py", "noark.py"} | {
    "synthetic.py", "importing", "render",
    "command.py", "running.py", "backup.py", "embedded.py", "privileges.py", "settings.py",
}  # fmt: skip
OF_NO_PAGE = ("demo_", "rules_")  # a room's demo and its patterns, where they stand in several files

MARKED = re.compile(
    r"\{%\s*blocktranslate\b.*?\{%\s*endblocktranslate\s*%\}|\{%\s*comment\b.*?\{%\s*endcomment\s*%\}", re.S
)
TAGS = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->", re.S)
READ_ALOUD = re.compile(
    r"""\b(?:aria-label|aria-description|aria-roledescription|placeholder|title|alt|data-[\w-]*(?:label|text|title|suffix))
        =(["'])(?P<words>.*?)\1""",
    re.S | re.X,
)
CLASSES = re.compile(r"\bui-page--\w+")  # the block that widens or narrows a page
PARTS = re.compile(r"\{%\s*(?P<part>\w+)(?P<rest>.*?)%\}", re.S)
PARTS_WITHOUT_TEXTS = {
    "translate", "blocktranslate", "url", "static", "extends", "include", "load", "block", "if", "elif", "with", "for",
    "icon", "csrf_token", "comment",
}  # fmt: skip
QUOTED = re.compile(r"""(?P<marked>_\(|\|\w+:)?(["'])(?P<words>.*?)\2""")
LETTERS = re.compile(r"[^\W\d_]{2,}")
SENTENCE = re.compile(r"^[A-ZÆØÅ«]|[æøåÆØÅ]|\w \w")

NORWEGIAN = re.compile(
    r"[æøåÆØÅ]|\b(?:og|ikke|ingen|fra|av|til|som|er|en|et|med|har|kan|skal|bare|etter|uten|velg|skriv)\b", re.I
)


def unmarked_in_template(name: str, source: str) -> Iterator[Found]:
    """Words of a template that stand outside the tags of translation."""
    yield from _outside_tags(name, source)
    yield from _as_arguments(name, source)


def _outside_tags(name: str, source: str) -> Iterator[Found]:
    bare = TAGS.sub(_blank, MARKED.sub(_blank, source))
    bare = re.sub(r"<(script|style)\b.*?</\1>", _blank, bare, flags=re.S)
    words = [(match.start("words"), match["words"]) for match in READ_ALOUD.finditer(bare)]
    text = re.sub(r"<[^>]*>|&\w+;", _blank, bare, flags=re.S)
    words += [(match.start(), match.group()) for match in re.finditer(r"[^\0\n]+", text)]
    for start, found in words:
        said = CLASSES.sub("", found.replace("\0", " ")).strip(" –·:;,.()")
        if LETTERS.search(said) and said not in NAMES:
            yield name, source.count("\n", 0, start) + 1, said


def _as_arguments(name: str, source: str) -> Iterator[Found]:
    for part in PARTS.finditer(MARKED.sub(_blank, source)):
        if part["part"] in PARTS_WITHOUT_TEXTS or part["part"].startswith("end"):
            continue
        for quoted in QUOTED.finditer(part["rest"]):
            said = quoted["words"]
            if not quoted["marked"] and LETTERS.search(said) and SENTENCE.search(said) and said not in NAMES:
                yield name, source.count("\n", 0, part.start()) + 1, said


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", "\0", match.group())


def unmarked_in_code(name: str, source: str) -> Iterator[Found]:
    """Norwegian words of Python code that stand outside the functions of translation."""
    calls = {*KEYWORDS, *other_names(source)}
    yield from ((name, line, said) for line, said in _norwegian(ast.parse(source), calls))


def _norwegian(node: ast.AST, calls: set[str]) -> Iterator[tuple[int, str]]:
    labels = _labels(node, calls) if isinstance(node, ast.Tuple) else set()
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and _name_of(child.func) in calls:
            continue
        if isinstance(child, ast.Constant) and child.value in labels:
            continue  # a choice whose key is its own label: "Studie", _("Studie")
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue  # a docstring
        if isinstance(child, ast.Constant) and isinstance(child.value, str) and _is_said(child.value):
            yield child.lineno, child.value
        yield from _norwegian(child, calls)


def _labels(choice: ast.Tuple, calls: set[str]) -> set[object]:
    marked = [call for call in choice.elts if isinstance(call, ast.Call) and _name_of(call.func) in calls]
    return {text.value for call in marked for text in call.args if isinstance(text, ast.Constant)}


def _name_of(function: ast.expr) -> str:
    return getattr(function, "id", "") or getattr(function, "attr", "")


def _is_said(text: str) -> bool:
    """Words for people: Norwegian, and either several of them or one with a capital first."""
    return (
        bool(NORWEGIAN.search(text))
        and (" " in text.strip() or text[:1].isupper())
        and not (text.isupper() or text in NAMES)
    )


def templates() -> Iterator[tuple[str, str]]:
    """Every template of the program: its place and its source."""
    for path in sorted(SOURCE.rglob("*")):
        if "templates" in path.parts and path.suffix in {".html", ".svg", ".txt"}:
            yield str(path.relative_to(ROOT)), path.read_text()


def code_of_pages() -> Iterator[tuple[str, str]]:
    """Every Python file whose words may reach a page."""
    for path in sorted(SOURCE.rglob("*.py")):
        if not NOT_ON_PAGES & set(path.relative_to(SOURCE).parts) and not path.name.startswith(OF_NO_PAGE):
            yield str(path.relative_to(ROOT)), path.read_text()
