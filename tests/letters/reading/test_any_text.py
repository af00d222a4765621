"""Any text gives a letter or a clear refusal, in time that grows no faster than the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from styrhus.letters.model import Letter, Source, UnreadableLetter
from styrhus.letters.reading import read_letter
from tests.letters.reading.layouts import HEAD, letter_of

RECIPE = "Vafler\n\n3 egg\n2 dl sukker\n5 dl melk\n\nVisp egg og sukker. Bland inn melken. Stek i smurt jern.\nFrist: server straks.\n"
NOVEL = (
    "Det var i den tid jeg gikk omkring i byen.\n\n" * 40
    + "Departementet lå stille i snøen. Han fikk et tildelingsbrev i posten, tenkte hun.\n"
)
CODE = '"""Read a tildelingsbrev."""\nimport re\n\nclass Tildelingsbrev:\n    def read(self):\n        return "departement"\n\nTITLE = re.compile("oppdrag")\n'
ARTICLE = "Tildelingsbrev\n\nEt tildelingsbrev er et brev. Det skrives hvert år.\n"

PIECES = st.sampled_from([
    "Mål 1: Rene fjorder", "Delmål 1.1: Mindre plast", "SP 1: Andel", "Styringsparametre:", "- a: 5 mill. kroner til b, hvorav 1 mill. kroner",
    "Oppdrag nr. 2025-01", "2025-02\tTittel\t1.6.2025", "Frist:", "Frist: Del 1: 1.2.2025 Del 2", "Bakgrunn", "Kap. 671 Navn", "Post 21 Navn, kan overføres",
    "Post\tBetegnelse\tTildeling 2025", "01\tDrift\t1 000", "Sum", "\t\t", "| a | b |", "|---|---|", "Vedlegg", "Vedlegg nr. 1 Instruks", "Med hilsen",
    "1. Innledning", "3.1.2 Del", "IMDi skal gjøre noe.", "Det er bevilget 61 mill. kroner på posten.", "**Fet**", "# Overskrift", "Kopi", "Type rapport\tFrist",
    "\ufeff", "(", "a) b", "4 ganger i året (30.6 og 31.12)", "Av midlene er 3 mill. kroner til x og 4 mill. kroner til y.", "Organisasjon\tTilskudd",
])  # fmt: skip


@pytest.mark.parametrize("text", [RECIPE, NOVEL, CODE, ARTICLE, "", "   \n\n\t\n", "Tildelingsbrev til ingen for 2024"])
def test_what_is_no_letter_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(UnreadableLetter) as refused:
        read_letter(Source("fil.txt", "txt", tuple(text.split("\n"))))
    assert refused.value.code == "not-a-letter"
    assert "fil.txt" in str(refused.value)


@given(st.text(max_size=600), st.sampled_from(["txt", "markdown", "docx", "pdf"]))
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_text_is_a_letter_or_refused(text: str, media: str) -> None:
    try:
        letter = read_letter(Source("fil", media, tuple(text.split("\n"))))
    except UnreadableLetter:
        return
    assert isinstance(letter, Letter)


@given(
    st.lists(st.one_of(PIECES, st.text(max_size=60)), max_size=40), st.sampled_from(["txt", "markdown", "docx", "pdf"])
)
@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_body_under_a_letters_head_is_read_and_every_line_exists(pieces: list[str], media: str) -> None:
    letter = letter_of("\n".join(pieces).replace("\r", " "), media)
    count = len(letter.source.lines)
    items = [
        *letter.sections, *letter.goals, *letter.steering_parameters, *letter.assignments, *letter.budget.chapters, *letter.budget.lines,
        *letter.budget.grants, *letter.budget.stated, *letter.reporting, *letter.meetings, *letter.directives, *letter.attachments, *letter.duties,
        *(deadline for one in letter.assignments for deadline in one.deadlines),
        *(post for chapter in letter.budget.chapters for post in chapter.posts),
    ]  # fmt: skip
    for item in items:
        assert item.lines == tuple(sorted(set(item.lines)))
        assert all(1 <= line <= count for line in item.lines)
        assert 0.0 <= getattr(item, "confidence", 1.0) <= 1.0
    assert letter.head.agency == "Byromsdirektoratet"


def _seconds(text: str) -> float:
    started = time.perf_counter()
    read_letter(Source("stor.txt", "txt", tuple((HEAD + text).split("\n"))))
    return time.perf_counter() - started


def _assignments(count: int) -> str:
    rows = "".join(f"2025-{n % 1000:03}\tOppdrag om park {n}\t1.6.2025\n" for n in range(count // 2))
    pages = "".join(
        f"Oppdrag nr. 2025-{n % 1000:03}\tOppgave om gate {n}\nBakgrunn\nGata er slitt.\nFrist:\tDel 1: 1.6.2025 Del 2: 1.7.2025\n\n"
        for n in range(count // 2)
    )
    return f"1. Oppdrag\n\n{rows}\n{pages}"


@pytest.mark.parametrize(
    "make",
    [
        _assignments,
        lambda count: "1. Ord\n\n" + "ord " * count * 20,
        lambda count: "1. Tall\n\n" + "1 000 " * count * 10,
        lambda count: "1. Mål\n\nMål 1: x\n\n" + "a) SP 1: (" * count,
        lambda count: "Kap. 671 Navn\n\n" + "Post 21\t1 000\n" * count,
        lambda count: "Kap. 671 Navn\nPost 21 Navn\n" + "- 5 mill. kroner til x, hvorav 1 mill. kroner til y\n" * count,
        lambda count: "1. A\n" + "Vedlegg nr. 1 Navn\n\nTekst.\n\n" * count,
        lambda count: "1. A\n" + "**" * count + "\n" + "| " * count + "\n" + "<a " * count,
        lambda count: "Vedlegg nr. 1 Instruks\n\n1. Ansvar\n\n" + "BYD skal gjøre dette og har ansvar. " * count,
    ],
)
def test_time_grows_with_the_text_and_no_faster(make) -> None:
    small, large = max(_seconds(make(1_000)), 0.02), _seconds(make(8_000))
    assert large < small * 8 * 4, (small, large)


def test_ten_thousand_assignments_take_seconds() -> None:
    assert _seconds(_assignments(10_000)) < 12
