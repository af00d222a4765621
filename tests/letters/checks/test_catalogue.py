"""The catalogue, the texts and the checks name the same codes, and every check is on the list."""

import re
from pathlib import Path

from styrhus.letters import checks
from styrhus.letters.checks.catalogue import KINDS
from styrhus.letters.texts import templates

FOLDER = Path(checks.__file__).parent
# Modules of the room that are no checks.
HELPERS = {
    "__init__",
    "catalogue",
    "deadline_fields",
    "found",
    "passages",
    "post_headings",
    "printed",
    "printings",
    "resolved",
    "rounding",
    "wording",
}


def test_every_check_is_on_the_list_once() -> None:
    listed = [check.__module__.rpartition(".")[2] for check in checks.CHECKS]
    assert len(listed) == len(set(listed))
    assert set(listed) == {path.stem for path in FOLDER.glob("*.py")} - HELPERS


def test_every_check_has_a_test_file() -> None:
    tests = " ".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_check_*.py"))
    for check in checks.CHECKS:
        assert re.search(rf"\b{check.__module__.rpartition('.')[2]}\b", tests), check.__module__


def test_the_catalogue_names_each_code_once_and_all_have_texts() -> None:
    codes = [kind.code for kind in KINDS]
    assert len(codes) == len(set(codes))
    assert set(codes) <= set(templates("nb"))


def test_every_code_in_a_check_stands_under_that_check_in_the_catalogue() -> None:
    known = {code: kind.check for kind in KINDS for code in [kind.code]}
    for check in checks.CHECKS:
        name = check.__module__.rpartition(".")[2]
        source = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
        for code in re.findall(r'"([a-z]+(?:-[a-z]+)+)"', source):
            if code in templates("nb"):
                assert known[code] == name, code


def test_no_code_of_the_catalogue_is_dead() -> None:
    sources = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py")}
    for kind in KINDS:
        pattern = {
            "numbering": r"-(?:number-missing|number-repeated|order)\"",
            "parameters": r"parameter-without-",
        }.get(kind.check)
        assert f'"{kind.code}"' in sources[kind.check] or (pattern and re.search(pattern, sources[kind.check])), (
            kind.code
        )
