"""A half-year report of about a hundred pages, all of it invented, in the shape that agencies write: contents,
chapters by goal, parameters with figures, assignments by number, and much text that is about none of them."""

from __future__ import annotations

from dataclasses import dataclass, field

FILLER = (
    "I perioden har vi hatt løpende kontakt med samarbeidspartene, og det er holdt flere møter om felles spørsmål.",
    "Erfaringene så langt viser at rutinene fungerer, men at det tar tid før nye ordninger er kjent for alle.",
    "Vi har ansatt to medarbeidere og avsluttet en lengre periode med midlertidige løsninger i lokalene våre.",
    "Tallene i dette avsnittet er foreløpige og kan bli justert når regnskapet for perioden er avsluttet.",
    "Konferansen i mars samlet mange deltakere, og tilbakemeldingene var gode både på innhold og gjennomføring.",
    "Virksomheten har gjennomgått avtalene for drift av systemene og forberedt en ny konkurranse om kontorutstyr.",
)


@dataclass
class Written:
    lines: list[str] = field(default_factory=list)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)  # label → first and last line of its words

    def add(self, *lines: str) -> int:
        self.lines += lines
        return len(self.lines)

    def filler(self, paragraphs: int, seed: int) -> None:
        for number in range(paragraphs):
            start = (seed * 3 + number) % len(FILLER)
            self.add(*(FILLER[(start + line) % len(FILLER)] for line in range(6)), "")

    def section(self, label: str, heading: str, *words: str) -> None:
        first = self.add(heading)
        self.add("", *words)
        self.places[label] = (first, len(self.lines))
        self.add("")


POINTS = {
    "Mål 1": "Flere innvandrere er i arbeid eller utdanning",
    "Mål 2": "Kommunene bosetter raskt og treffsikkert",
    "SP 1": "Andel deltakere som er i arbeid eller utdanning ett år etter programmet",
    "SP 2": "Andel bosatte innen seks måneder etter vedtak",
    "SP 12": "Brukertilfredshet blant kommunene",
    "2023-01": "Kartlegge opplevd diskriminering i arbeidslivet",
    "2023-07": "Utvikle digital veileder om kvalifiseringstilbud",
    "2022-11": "Evaluere tolkeordningen i helsetjenesten",
    "2023-1": "Etablere et nettverk for frivillige fadderordninger",
}
UNSAID = {
    "SP 9": "Antall nye medlemmer i brukerpanelet for ungdom",
    "2023-44": "Lage en strategi for havbruk i fjordstrøk",
}


def half_year_report(pages: int = 100) -> Written:
    """About ``pages`` pages of 50 lines, with the points spread through it. The places are those of ``POINTS``."""
    report = Written()
    report.add("Halvårsrapport 2023", "Prøvedirektoratet", "", "Innhold", "")
    report.add(
        *(f"{label} {title} ........ {number * 9}" for number, (label, title) in enumerate(POINTS.items(), 1)), ""
    )
    report.add(
        "Leders beretning", "", *FILLER, "Vi viser til SP 2 for bosettingen, som omtales lenger ned i rapporten.", ""
    )
    between = max(1, pages * 50 // 7 // (len(POINTS) + 1))
    for number, (label, title) in enumerate(POINTS.items()):
        report.filler(between, number)
        heading = f"{label}: {title}" if number % 2 else f"{number + 3}.1 {label} {title}"
        report.section(
            label,
            heading,
            f"Arbeidet med punkt {number} er kommet godt i gang, og første del er levert.",
            f"Resultatet er {60 + number} prosent, som er tre prosentpoeng høyere enn på samme tid i fjor.",
            "Hovedårsaken er bedre samarbeid mellom partene.",
        )
        report.add(f"{number + 3}.2 Annet i perioden", "")
    report.filler(between, 99)
    report.add(
        "Bygdefestival og lokalmat", "", "Uten nummer omtales her satsingen på ullvarer fra fjellbygdene i nord."
    )
    report.places["uten nummer"] = (len(report.lines) - 2, len(report.lines))
    report.add("")
    return report
