"""A report with every kind of block, like an agency's annual report: six parts with the regulation's titles, nb and nn.

All of it is made up; the agency is a demo agency. The parts' titles are those of the regulation's annual report.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

from styrhus.common.figures import Figure, fingerprint_of
from styrhus.reports.document import Block, Bullets, Cell, Chart, Document, Paragraph, Section, Signature, Span, Table

SPACE = "\u00a0"
CUT_OFF = date(2023, 12, 31)
KNOWN = datetime(2024, 2, 20, 12, 0, tzinfo=UTC)
PARTS = {
    "nb": (
        "Leders beretning",
        "Introduksjon til virksomheten og hovedtall",
        "Årets aktiviteter og resultater",
        "Styring og kontroll i virksomheten",
        "Vurdering av framtidsutsikter",
        "Årsregnskap",
    ),
    "nn": (
        "Leiarens fråsegn",
        "Introduksjon til verksemd og hovudtal",
        "Aktivitetar og resultat i 2023",
        "Styring og kontroll i verksemda",
        "Vurdering av framtidsutsikter",
        "Årsrekneskap",
    ),
}
POSTS = (
    ("0670", "01", "Driftsutgifter", 353_610_000, 9_120_000, 351_874_211),
    ("0671", "45", "Større innkjøp", 49_862_000, 1_140_000, 46_030_915),
    ("0671", "60", "Integreringstilskudd", 13_954_200_000, 0, 13_731_648_540),
    ("0671", "61", "Særskilt tilskudd", 2_312_000_000, 0, 2_298_114_006),
    ("0671", "62", "Kommunale tiltak", 264_500_000, 0, 259_001_872),
    ("0671", "71", "Tilskudd til frivillige", 262_900_000, 0, 268_455_300),
    ("0671", "73", "Tilskudd til andre tiltak", 71_600_000, 0, 70_998_125),
)
MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")


def amount(value: int) -> str:
    text = f"{abs(value):,}".replace(",", SPACE)
    return f"\u2212{text}" if value < 0 else text


def figure(key: str, label: str, value: int | Decimal, unit: str = "kroner", definition: str = "") -> Figure:
    return Figure(
        key=key,
        label=label,
        value=value,
        unit=unit,  # type: ignore[arg-type]
        as_at=CUT_OFF,
        known_at=KNOWN,
        definition=definition or f"{label} per 31.12.2023.",
        rows=12,
        fingerprint=fingerprint_of([(key, value)]),
        url=f"/regnskap/tall/{key}/",
    )


def sample(language: str = "nb", status: str = "") -> Document:
    """The whole report; ``status`` "Utkast" makes it a draft."""
    say: Callable[[str, str], str] = lambda nb, nn: nn if language == "nn" else nb  # noqa: E731
    figures: dict[str, Figure] = {}

    def number(key: str, label: str, value: int, unit: str = "kroner") -> Span:
        figures[key] = figure(key, label, value, unit)
        return Span(amount(value), figure=key)

    def cell(key: str, label: str, value: int) -> Cell:
        figures[key] = figure(key, label, value)
        return Cell(amount(value), figure=key, end=True)

    titles = PARTS[language]
    blocks_of: tuple[tuple[tuple[Block, ...], tuple[Section, ...]], ...] = (
        (_statement(say, number), ()),
        (_introduction(say), _key_numbers(say)),
        ((), _results(say, number)),
        (_control(say), ()),
        (_outlook(say), ()),
        (_comments(say, number), _accounts(say, cell)),
    )
    sections = tuple(
        Section(f"part-{roman}", roman, title, blocks, inner)
        for roman, title, (blocks, inner) in zip(("I", "II", "III", "IV", "V", "VI"), titles, blocks_of, strict=True)
    )
    return Document(
        title=say("Årsrapport 2023", "Årsrapport 2023"),
        subtitle=say(
            "Rapport til departementet om resultater, styring og regnskap",
            "Rapport til departementet om resultat, styring og rekneskap",
        ),
        agency=say("Demodirektoratet for inkludering", "Demodirektoratet for inkludering"),
        ministry=say("Prøvedepartementet", "Prøvedepartementet"),
        language=language,
        dated=date(2024, 3, 15),
        status=status,
        sections=sections,
        figures=figures,
    )


def text(*parts: str | Span, role: str = "judgement") -> Paragraph:
    return Paragraph(tuple(part if isinstance(part, Span) else Span(part) for part in parts), role=role)


def signature(say) -> Signature:
    return Signature("Demo Direktør", say("Direktør", "Direktør"), "Oslo", date(2024, 3, 15))


def _statement(say, number) -> tuple[Block, ...]:
    return (
        text(
            say(
                "Året ble preget av at langt flere enn ventet trengte et sted å bo. Kommunene bosatte ",
                "Året vart prega av at langt fleire enn venta trong ein stad å bu. Kommunane busette ",
            ),
            number("steering.settled", say("Bosatte", "Busette"), 31_421, "persons"),
            say(
                " personer, og ventetiden gikk ned gjennom hele høsten. Det er vår viktigste sak, og den lyktes.",
                " personar, og ventetida gjekk ned gjennom heile hausten. Det er den viktigaste saka vår, og ho lukkast.",
            ),
        ),
        text(
            say(
                "Vi brukte mindre enn vi hadde til rådighet på driften, og noe mer på tilskudd til frivillige enn posten ga rom for. "
                "Avviket er forklart i del VI og var varslet i halvårsrapporten.",
                "Vi brukte mindre enn vi hadde til rådvelde på drifta, og noko meir på tilskot til frivillige enn posten gav rom for. "
                "Avviket er forklart i del VI og var varsla i halvårsrapporten.",
            )
        ),
        Bullets(
            (
                (Span(say("Bosetting: ", "Busetjing: "), strong=True), Span(say("målet er nådd.", "målet er nådd."))),
                (
                    Span(say("Kvalifisering: ", "Kvalifisering: "), strong=True),
                    Span(say("målet er nådd i seks av ti fylker.", "målet er nådd i seks av ti fylke.")),
                ),
                (
                    Span(say("Deltakelse: ", "Deltaking: "), strong=True),
                    Span(say("utviklingen er for svak.", "utviklinga er for svak.")),
                ),
            )
        ),
        signature(say),
    )


def _introduction(say) -> tuple[Block, ...]:
    return (
        text(
            say(
                "Direktoratet er statens fagorgan for bosetting og kvalifisering. Vi gir råd til departementet, styrer "
                "tilskudd og bistår kommunene. Hovedkontoret ligger i Oslo, med regionkontorer i fem byer.",
                "Direktoratet er fagorganet til staten for busetjing og kvalifisering. Vi gir råd til departementet, styrer "
                "tilskot og hjelper kommunane. Hovudkontoret ligg i Oslo, med regionkontor i fem byar.",
            )
        ),
    )


def _key_numbers(say) -> tuple[Section, ...]:
    years = ("2021", "2022", "2023")
    rows = (
        (say("Årsverk", "Årsverk"), ("241", "256", "263")),
        (say("Driftsutgifter, mill. kr", "Driftsutgifter, mill. kr"), ("318,4", "336,0", "351,9")),
        (say("Lønnsandel av driften", "Lønsdel av drifta"), ("62 %", "63 %", "64 %")),
        (say("Bosatte personer", "Busette personar"), ("4 556", "31 500", "31 421")),
    )
    table = Table(
        say("Hovedtall for de siste tre årene", "Hovudtal for dei siste tre åra"),
        (say("Hovedtall", "Hovudtal"), *years),
        tuple(
            (Cell(label), *(Cell(value.replace(" ", SPACE), end=True) for value in values)) for label, values in rows
        ),
        note=say("Årsverk er utførte årsverk.", "Årsverk er utførte årsverk."),
    )
    people = Chart(
        caption=say("Bosatte personer per år", "Busette personar per år"),
        kind="bars",
        labels=("2019", "2020", "2021", "2022", "2023"),
        series=(
            (say("Anmodet", "Oppmoda"), (5_120.0, 5_350.0, 5_800.0, 35_100.0, 38_600.0)),
            (say("Bosatt", "Busett"), (4_840.0, 3_502.0, 4_556.0, 31_500.0, 31_421.0)),
        ),
        unit=say("personer", "personar"),
        table=Table(
            say("Anmodet og bosatt per år", "Oppmoda og busett per år"),
            (say("År", "År"), say("Anmodet", "Oppmoda"), say("Bosatt", "Busett")),
            tuple(
                (Cell(year), Cell(amount(asked), end=True), Cell(amount(settled), end=True))
                for year, asked, settled in (
                    ("2019", 5_120, 4_840),
                    ("2020", 5_350, 3_502),
                    ("2021", 5_800, 4_556),
                    ("2022", 35_100, 31_500),
                    ("2023", 38_600, 31_421),
                )
            ),
        ),
        summary=say(
            "Bosettingen ble sju ganger så stor fra 2021 til 2022 og holdt seg i 2023.",
            "Busetjinga vart sju gonger så stor frå 2021 til 2022 og heldt seg i 2023.",
        ),
    )
    return (Section("key-numbers", "2.1", say("Hovedtall", "Hovudtal"), (table, people)),)


def _results(say, number) -> tuple[Section, ...]:
    months = Chart(
        caption=say("Ventetid til bosetting gjennom året", "Ventetid til busetjing gjennom året"),
        kind="lines",
        labels=MONTHS,
        series=(
            ("2022", (142.0, 150.0, 161.0, None, None, 172.0, 170.0, 164.0, 155.0, 149.0, 141.0, 138.0)),
            ("2023", (136.0, 133.0, 131.0, 128.0, 122.0, 118.0, 117.0, 109.0, 101.0, 94.0, 90.0, 88.0)),
        ),
        unit=say("dager", "dagar"),
        table=Table(
            say("Median ventetid per måned", "Median ventetid per månad"),
            (say("Måned", "Månad"), "2022", "2023"),
            tuple(
                (Cell(month), Cell(before, end=True), Cell(now, end=True))
                for month, before, now in zip(
                    MONTHS,
                    ("142", "150", "161", "–", "–", "172", "170", "164", "155", "149", "141", "138"),
                    ("136", "133", "131", "128", "122", "118", "117", "109", "101", "94", "90", "88"),
                    strict=True,
                )
            ),
        ),
        summary=say(
            "Ventetiden gikk ned fra 136 dager i januar til 88 i desember; tall for april og mai 2022 mangler.",
            "Ventetida gjekk ned frå 136 dagar i januar til 88 i desember; tal for april og mai 2022 manglar.",
        ),
    )
    counties = (
        "Agder",
        "Innlandet",
        "Møre og Romsdal",
        "Nordland",
        "Oslo",
        "Rogaland",
        "Troms og Finnmark",
        "Trøndelag",
        "Vestland",
        "Vestfold og Telemark",
        "Viken",
    )
    change = Chart(
        caption=say(
            "Endring i andel som går ut i arbeid eller utdanning", "Endring i del som går ut i arbeid eller utdanning"
        ),
        kind="bars",
        labels=counties,
        series=(
            (
                say("Endring fra året før", "Endring frå året før"),
                (2.1, -1.4, 0.8, 3.2, -0.3, 1.9, 4.4, 0.0, 1.1, -2.6, 0.7),
            ),
        ),
        unit=say("prosentpoeng", "prosentpoeng"),
        table=Table(
            say("Endring per fylke", "Endring per fylke"),
            (say("Fylke", "Fylke"), say("Endring", "Endring")),
            tuple(
                (Cell(county), Cell(value, end=True))
                for county, value in zip(
                    counties,
                    ("2,1", "−1,4", "0,8", "3,2", "−0,3", "1,9", "4,4", "0,0", "1,1", "−2,6", "0,7"),
                    strict=True,
                )
            ),
        ),
        summary=say(
            "Åtte av elleve fylker gikk fram eller sto stille; tre gikk tilbake.",
            "Åtte av elleve fylke gjekk fram eller stod stille; tre gjekk tilbake.",
        ),
    )
    assignments = Table(
        say("Oppdrag i tildelingsbrevet og hvor de er besvart", "Oppdrag i tildelingsbrevet og kvar dei er svara på"),
        (say("Oppdrag", "Oppdrag"), say("Hva", "Kva"), say("Frist", "Frist"), say("Status", "Status")),
        tuple(
            (
                Cell(f"2023-{number_:02}"),
                Cell(
                    say(
                        "Prøveoppdrag om bedre samordning mellom etatene og mer forutsigbare rammer for kommunene",
                        "Prøveoppdrag om betre samordning mellom etatane og meir føreseielege rammer for kommunane",
                    )
                ),
                Cell(f"{number_ % 28 + 1:02}.{number_ % 12 + 1:02}.2023"),
                Cell(say("Levert", "Levert") if number_ % 5 else say("Forsinket", "Forseinka")),
            )
            for number_ in range(1, 29)
        ),
    )
    goal = Section(
        "goal-1",
        "3.1",
        say("Mål 1: Rask bosetting", "Mål 1: Rask busetjing"),
        (
            text(
                say("Medianen for ventetid var ", "Medianen for ventetid var "),
                number("steering.wait", say("Median ventetid", "Median ventetid"), 88, "days"),
                say(
                    " dager ved utgangen av året. Kravet er 90 dager.",
                    " dagar ved utgangen av året. Kravet er 90 dagar.",
                ),
                role="facts",
            ),
            months,
        ),
        (
            Section(
                "goal-1-effect",
                "3.1.1",
                say("Virkninger og årsaker", "Verknader og årsaker"),
                (
                    text(
                        say(
                            "Nedgangen kommer av to ting: flere kommuner tok imot på kort varsel, og direktoratet fikk ett felles "
                            "venteregister i mars.\nUten registeret ville ventetiden etter vår vurdering ha vært omtrent tre uker lengre.",
                            "Nedgangen kjem av to ting: fleire kommunar tok imot på kort varsel, og direktoratet fekk eitt felles "
                            "venteregister i mars.\nUtan registeret ville ventetida etter vår vurdering ha vore om lag tre veker lengre.",
                        )
                    ),
                    Bullets(
                        (
                            (Span(say("Venteregisteret føres videre.", "Venteregisteret blir ført vidare.")),),
                            (
                                Span(
                                    say(
                                        "Avtalene med kommunene fornyes før sommeren.",
                                        "Avtalane med kommunane blir fornya før sommaren.",
                                    )
                                ),
                            ),
                            (Span(say("Ordningen vurderes på nytt i 2025.", "Ordninga blir vurdert på nytt i 2025.")),),
                        ),
                        ordered=True,
                    ),
                ),
            ),
        ),
    )
    return (
        goal,
        Section(
            "goal-2",
            "3.2",
            say("Mål 2: Flere i arbeid og utdanning", "Mål 2: Fleire i arbeid og utdanning"),
            (
                text(say("Utviklingen er ujevn mellom fylkene.", "Utviklinga er ujamn mellom fylka.")),
                change,
            ),
        ),
        Section("assignments", "3.3", say("Oppdrag", "Oppdrag"), (assignments,)),
    )


def _control(say) -> tuple[Block, ...]:
    return (
        text(
            say(
                "Internkontrollen er gjennomgått av ledelsen i november. Vi fant ingen vesentlige svakheter, men tre forhold skal følges opp:",
                "Internkontrollen er gjennomgått av leiinga i november. Vi fann ingen vesentlege veikskapar, men tre forhold skal følgjast opp:",
            )
        ),
        Bullets(
            (
                (Span(say("tilgangsstyring i tilskuddssystemet", "tilgangsstyring i tilskotssystemet")),),
                (Span(say("dokumentasjon av budsjettdisponering", "dokumentasjon av budsjettdisponering")),),
                (Span(say("beredskapsplan for regionkontorene", "beredskapsplan for regionkontora")),),
            )
        ),
        text(
            say(
                "Riksrevisjonen hadde ingen vesentlige merknader til regnskapet for 2022.",
                "Riksrevisjonen hadde ingen vesentlege merknader til rekneskapen for 2022.",
            ),
            role="facts",
        ),
    )


def _outlook(say) -> tuple[Block, ...]:
    return (
        text(
            say(
                "Vi venter at behovet for bosetting blir høyt også de neste to årene. Den største risikoen er boligmangel i "
                "pressområdene; den nest største er at kommuner som har tatt imot mange, trenger en pause.",
                "Vi ventar at behovet for busetjing blir høgt òg dei neste to åra. Den største risikoen er mangel på bustader i "
                "pressområda; den nest største er at kommunar som har teke imot mange, treng ein pause.",
            )
        ),
    )


def _comments(say, number) -> tuple[Block, ...]:
    return (
        text(
            say(
                "Årsregnskapet er avlagt i samsvar med bestemmelsene om økonomistyring i staten og gir et dekkende bilde. "
                "Samlet tildeling på driften var ",
                "Årsrekneskapen er avlagd i samsvar med føresegnene om økonomistyring i staten og gir eit dekkjande bilete. "
                "Samla tildeling på drifta var ",
            ),
            number(
                "economy.at_disposal:670.01",
                say("Samlet tildeling kap. 670 post 01", "Samla tildeling kap. 670 post 01"),
                362_730_000,
            ),
            say(" kroner, og vi brukte ", " kroner, og vi brukte "),
            number("ledger.used:670.01", say("Brukt kap. 670 post 01", "Brukt kap. 670 post 01"), 351_874_211),
            say(" kroner.", " kroner."),
        ),
        signature(say),
        Signature("", say("Økonomidirektør", "Økonomidirektør"), "Oslo"),
    )


def _accounts(say, cell) -> tuple[Section, ...]:
    rows, total = [], [0, 0, 0, 0, 0]
    for chapter, post, name, given, carried, used in POSTS:
        at_disposal, rest = given + carried, given + carried - used
        values = (carried, given, at_disposal, used, rest)
        total = [one + other for one, other in zip(total, values, strict=True)]
        names = ("carried", "given", "at_disposal", "used", "rest")
        rows.append(
            (
                Cell(chapter.lstrip("0")),
                Cell(post),
                Cell(name),
                *(
                    cell(f"economy.{key}:{chapter}.{post}", f"{name}: {key}", value)
                    for key, value in zip(names, values, strict=True)
                ),
            )
        )
    rows.append(
        (
            Cell("Sum"),
            Cell(""),
            Cell(""),
            *(cell(f"economy.total:{place}", "Sum", value) for place, value in enumerate(total)),
        )
    )
    report = Table(
        say(
            "Bevilgningsrapportering per 31. desember 2023, i kroner",
            "Løyvingsrapportering per 31. desember 2023, i kroner",
        ),
        (
            say("Kapittel", "Kapittel"),
            "Post",
            say("Posttekst", "Posttekst"),
            say("Overført", "Overført"),
            say("Årets tildeling", "Tildeling i år"),
            say("Samlet tildeling", "Samla tildeling"),
            say("Regnskap", "Rekneskap"),
            say("Mindreutgift", "Mindreutgift"),
        ),
        tuple(rows),
        sums=frozenset({len(rows) - 1}),
        note=say("Negativ mindreutgift er en merutgift.", "Negativ mindreutgift er ei meirutgift."),
    )
    return (
        Section("appropriations", "6.1", say("Bevilgningsrapportering", "Løyvingsrapportering"), (report,)),
        Section("note-a", "6.2", say("Note A", "Note A"), ()),
    )
