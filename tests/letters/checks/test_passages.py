"""Paragraphs and sentences know their lines, also when a hard wrap broke them."""

from styrhus.letters.checks.passages import paragraphs, sentences

WRAPPED = [
    "Rapportering knyttet til mål og styringsparametere er nærmere beskrevet under",
    "pkt. 9 i tildelingsbrevet. En annen setning følger etter, jf. § 14 i reglementet.",
    "",
    "- Et kulepunkt",
    "Kort linje",
]


def test_wrapped_lines_are_one_paragraph() -> None:
    first, *rest = paragraphs(WRAPPED)
    assert first.numbers == (1, 2)
    assert first.line(first.text.index("pkt.")) == 2
    assert [one.numbers for one in rest] == [(4,), (5,)]


def test_sentences_end_where_they_end() -> None:
    texts = [(one.text, one.numbers) for one in sentences(WRAPPED)]
    assert texts[0][0].endswith("i tildelingsbrevet.")
    assert texts[0][1] == (1, 2)
    assert texts[1] == ("En annen setning følger etter, jf. § 14 i reglementet.", (2,))


def test_dates_and_abbreviations_end_none() -> None:
    one = "Frist er 1. Mars 2025, jf. Prop. 1 S (2024–2025) og Innst. 14 S, kap. 340 mv. og post 21."
    assert [sentence.text for sentence in sentences([one])] == [one]


def test_table_rows_stand_alone() -> None:
    rows = ["Årsrapport og regnskap for budsjettåret\t31. desember 2025\t15. mars 2026", "Halvårsrapport\t30. juni"]
    assert [one.numbers for one in paragraphs(rows)] == [(1,), (2,)]
