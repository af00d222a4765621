from styrhus.letters.checks import heading_wording, instruction_name, names, word_variants
from styrhus.letters.model import Attachment
from tests.letters.checks.building import findings, found, letter

SHORT = {"agency_short": "KuVe"}


def test_one_spelling_throughout_holds() -> None:
    text = "KuVe skal rapportere. KuVes arbeid og KuVes mål.\nSkriv til post@kuve.no eller www.kuve.no."
    assert found(names.check, letter(text, head=SHORT)) == []


def test_genitives_with_and_without_an_apostrophe() -> None:
    (finding,) = findings(names.check, letter("KuVes arbeid.\nKuVe's mål.\nKuVes plan.", head=SHORT))
    assert (finding.code, finding.lines, finding.expected) == ("name-genitive", (2,), "KuVes")
    assert found(names.check, letter("KuVe’s mål og KuVe’s plan.", head=SHORT)) == []


def test_capitals_out_of_place() -> None:
    (finding,) = findings(names.check, letter("KuVe skal.\nKartlegge KuVEs rutiner.", head=SHORT))
    assert (finding.code, finding.lines, finding.expected) == ("name-spelling", (2,), "KuVes")
    text = "FoU\nFoU og FoU\nFoU\nherunder FOU-tiltak."
    assert found(names.check, letter(text)) == [("name-spelling", (4,))]


def test_words_in_capitals_are_no_slips() -> None:
    text = "NAV og NAV og NAV og Nav\nSUM\nSum\nTolkemonitor LOV\nLov om tolk\nOPPDRAG\nOppdrag"
    assert found(names.check, letter(text)) == []


def test_a_subtitle_that_differs_by_a_word() -> None:
    same = "Hverdagskultur – strategi for å styrke lokale lags rolle i kulturvernet 2021-2024"
    other = "Hverdagskultur – en strategi for å styrke lokale lags rolle i kulturvernet 2021-2024"
    (finding,) = findings(names.check, letter(f"Jf. {same}.\nTiltak i *{same}*.\nFølge opp {other}."))
    assert (finding.code, finding.lines, finding.expected) == ("document-name-differs", (3,), same)
    assert found(names.check, letter(f"Jf. {same}.\nTiltak i *{same}* (jf. oppdrag 2022-09).")) == []


def test_the_instructions_name() -> None:
    attachment = (Attachment("1", "Instruks for økonomi- og virksomhetsstyring i KuVe", True, (1,)),)
    text = "Vedlegg 1 Instruks for økonomi- og virksomhetsstyring\nJf. instruks om virksomhets- og økonomistyring."
    (finding,) = findings(instruction_name.check, letter(text, attachments=attachment))
    assert (finding.code, finding.lines) == ("instruction-name-differs", (2,))
    text = "Jf. instruks for økonomi- og virksomhetsstyring.\nInstruksen for økonomi- og virksomhetsstyringen gjelder."
    assert found(instruction_name.check, letter(text, attachments=attachment)) == []


def test_the_instructions_name_in_nynorsk() -> None:
    text = "Instruks for verksemds- og økonomistyring\nSjå instruks for verksemds- og økonomistyring."
    assert found(instruction_name.check, letter(text)) == []


def test_two_words_for_the_instruction() -> None:
    text = "Denne instruksen gjelder.\nI instruksjonen står mer.\nInterne instruksjoner er noe annet."
    assert found(instruction_name.check, letter(text)) == [("instruction-word-differs", (2,))]
    assert found(instruction_name.check, letter("Denne instruksjonen gjelder.")) == []


def test_headings_that_return() -> None:
    same = [f"Oppdrag som skal bidra til å oppnå mål nr. {number}:" for number in (1, 2, 3)]
    earlier = ["Oppdrag som er gitt tidligere med frist i 2025 eller senere som skal bidra til å oppnå mål nr. 1:"]
    assert found(heading_wording.check, letter("\n".join(same + earlier))) == []
    other = ["Oppdrag som skal bidra til å nå mål nr. 4:"]
    assert found(heading_wording.check, letter("\n".join(same + other))) == [("heading-wording-differs", (4,))]


def test_a_word_spelled_in_two_ways() -> None:
    text = "Tilskuddsordningen er god.\nEn tilskuddsordning til.\nTilskuddordningen er ny."
    (finding,) = findings(word_variants.check, letter(text))
    assert (finding.code, finding.lines, finding.expected) == ("word-spelled-two-ways", (1, 3), None)


def test_inflections_and_other_words_are_no_variants() -> None:
    text = "kommunenes kommunene kommunen virksomheten virksomhetene virksomhetens oppfølging oppfølgingen leveranse leveransen"
    assert found(word_variants.check, letter(text)) == []
