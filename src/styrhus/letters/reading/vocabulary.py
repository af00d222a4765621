"""The words that such letters are written with, bokmål and nynorsk, as data: the readers hold no word lists of their own.

All words are lower case; compare with ``fold``. Longer labels stand for themselves, so that "frist for levering" is
one label and not "frist" with a text.
"""

from __future__ import annotations

import re
from enum import StrEnum

# ── Letter head ────────────────────────────────────────────────────────────────────────────────────────────────────
LETTER_WORDS = r"(?:tildelings?brev|tildelingsskriv|oppdragsbrev|overføringsbrev|iverksettingsbrev)(?:et)?"
INSTRUCTION_WORDS = (
    r"(?:hovedinstruks|hovudinstruks|virksomhetsinstruks|verksemdsinstruks|økonomiinstruks|instruks)(?:en)?"
)
SUPPLEMENT_WORDS = r"(?:supplerende|supplerande|tillegg(?:sbrev)?|tilleggstildelingsbrev)"
OUR_REFERENCE = ("vår ref", "vår referanse", "vår ref.", "saksnr", "saksnummer", "vår dato og referanse")
YOUR_REFERENCE = ("deres ref", "deres referanse", "dykkar ref", "dykkar referanse", "dykkar ref.", "deres ref.")
DATE_LABELS = ("dato", "vår dato", "brevdato")
COPY_LABELS = ("kopi", "kopi til", "kopimottakere", "kopimottakarar", "gjenpart", "kopi av brevet")
REGARDS = (
    "med hilsen",
    "med vennlig hilsen",
    "med helsing",
    "med venleg helsing",
    "vennlig hilsen",
    "med beste hilsen",
)
CONTENTS = ("innhold", "innhald", "innholdsfortegnelse", "innhaldsliste", "innholdsliste")

# ── Assignments ────────────────────────────────────────────────────────────────────────────────────────────────────


class Field(StrEnum):
    """The labelled parts of an assignment's page."""

    BACKGROUND = "background"
    DESCRIPTION = "description"
    DEADLINE = "deadline"
    FUNDING = "funding"
    LEAD = "lead"
    PARTNERS = "partners"
    REPORTING = "reporting"
    RESEARCH = "research"
    GOAL = "goal"
    TITLE = "title"


LABELS: dict[Field, tuple[str, ...]] = {
    Field.BACKGROUND: ("bakgrunn", "bakgrunn for oppdraget", "bakgrunn og formål", "bakgrunn og føremål"),
    Field.DESCRIPTION: (
        "beskrivelse av oppdraget", "beskrivelse av oppdrag", "beskrivelse", "oppdragsbeskrivelse", "oppdragsbeskriving",
        "skildring av oppdraget", "skildring", "beskriving av oppdraget", "beskriving", "omtale av oppdraget", "omtale",
        "om oppdraget", "oppdrag", "nærmere om oppdraget", "nærare om oppdraget", "oppdragstekst", "formål", "føremål",
        "formål med oppdraget", "føremålet med oppdraget", "leveranse", "leveranser", "leveransar", "krav til leveransen",
    ),
    Field.DEADLINE: (
        "frist", "frister", "fristar", "leveringsfrist", "leveringsfrister", "frist for levering", "frist for leveranse",
        "tidsfrist", "svarfrist", "frist for oppdraget", "frist for gjennomføring", "frist for rapportering", "leveringstidspunkt",
        "ny frist", "endret frist", "endra frist", "utsatt frist", "utsett frist", "forlenget frist", "frist for oppdrag",
    ),
    Field.FUNDING: ("finansiering", "finansiering av oppdraget", "budsjett", "økonomi", "midler", "økonomisk ramme"),
    Field.LEAD: (
        "ansvarlig", "ansvarleg", "ansvar", "hovedansvar", "hovedansvarlig", "hovudansvar", "hovudansvarleg",
        "oppdragsansvarlig", "ansvarlig virksomhet", "ansvarleg verksemd", "ansvarlig etat", "leder", "leiar",
    ),
    Field.PARTNERS: (
        "samarbeidspartnere", "samarbeidspartner", "samarbeidspartnarar", "samarbeidspartar", "samarbeidsparter", "samarbeid",
        "samarbeid med", "i samarbeid med", "involverte aktører", "involverte aktørar", "involverte", "samarbeidande verksemder",
    ),
    Field.REPORTING: ("rapportering", "rapporteres", "rapportering på oppdraget"),
    Field.RESEARCH: ("fou", "fou-oppdrag"),
    Field.GOAL: ("mål", "tilhørende mål", "tilhøyrande mål", "målområde", "gjelder mål"),
    Field.TITLE: ("tittel", "navn på oppdraget", "namn på oppdraget", "oppdragstittel"),
}  # fmt: skip
# These open a text even without a colon ("Bakgrunn Godkjenning av …"); the others are too common as words.
GLUED_LABELS = frozenset({
    "bakgrunn", "bakgrunn for oppdraget", "beskrivelse av oppdraget", "beskrivelse av oppdrag", "beskrivelse",
    "skildring av oppdraget", "oppdragsbeskrivelse", "oppdragsbeskriving", "finansiering", "frist", "frister", "fristar",
    "leveringsfrist", "frist for levering",
})  # fmt: skip

ASSIGNMENT_HEADINGS = re.compile(
    r"(?:(?:nye |særskilte |særlege |øvrige |andre |konkrete |tidligere |tidlegare |enkelt"
    r"|prioriterte )?(?:oppdrag|enkeltoppdrag|oppgaver|oppgåver|tiltak|aktivitetskrav)"
    r"|spesifikke oppdrag|faste oppdrag|oppfølging av tidligere oppdrag)\b",
    re.IGNORECASE,
)
EARLIER = re.compile(
    r"tidligere (?:år|oppdrag|tildelingsbrev|gitt)|gitt tidligere|tidlegare (?:år|oppdrag|tildelingsbrev"
    r"|gitt)|gitt tidlegare|gitte tidlegare"
    r"|videreførte oppdrag|vidareførte oppdrag|fra tidligere|frå tidlegare|overført fra|overførte frå"
    r"|pågående oppdrag|pågåande oppdrag|oppdrag (?:fra|frå) 20",
    re.IGNORECASE,
)
PART_WORDS = r"(?:del|punkt|pkt\.?|deloppdrag|delleveranse|leveranse|fase|trinn|steg|etappe)"

# ── Goals and parameters ───────────────────────────────────────────────────────────────────────────────────────────
GOAL_WORDS = r"(?:overordnet |overordna )?(?:hovedmål|hovudmål|delmål|virksomhetsmål|verksemdsmål|effektmål|brukermål|brukarmål|samfunnsmål|sektormål|resultatmål|produktmål|strategisk mål|målområde|mål)"
# A title or a lead-in that speaks of goals: "Virksomhetsmål for 2025", "Prioriteringer og mål"; not "formål", "mål- og resultatstyring".
GOAL_TITLE = re.compile(
    r"\b(?:(?:hoved|hovud|del|virksomhets|verksemds|effekt|bruker|brukar|samfunns|sektor|resultat|strategi)?mål"
    r"(?:a|ene|et|struktur(?:en)?|bilde|bilete)?|målsetting(?:er|ar|ene|ane)?)\b(?![-–])",
    re.IGNORECASE,
)
CHILD_GOALS = ("delmål", "resultatmål", "produktmål")
PARAMETER_WORDS = r"(?:sp|styringsparameter|styringsparameteren|styringsindikator|resultatindikator|rapporteringsindikator|indikator|styringsparam\.)"
PARAMETER_LISTS = re.compile(
    r"(?:(?:følgende |følgjande |desse |disse |tilhørende |tilhøyrande |nasjonale |kvantitative |kvalitative |felles )?(?:styringsparamet(?:re|er|ere|rar|erar|rer)"
    r"|styringsparamet(?:rene|erne|rane|erane)|styringsindikator(?:er|ar|ene|ane)?"
    r"|resultatindikator(?:er|ar|ene|ane)?|rapporteringsindikator(?:er|ar|ene|ane)?|indikator(?:er|ar|ene|ane)?|nøkkeltall|nøkkeltal"
    r"|måleparamet(?:re|er|ere|rar|erar)|måleindikator(?:er|ar)?|prestasjonsindikator(?:er|ar)?"
    r"|suksesskriteri(?:er|ar|um)|vurderingskriteri(?:er|ar)|resultatkrav|prestasjonskrav"
    r"|styringssignal(?:er|ar)?))\b",
    re.IGNORECASE,
)

# ── Table columns ──────────────────────────────────────────────────────────────────────────────────────────────────


class Column(StrEnum):
    NUMBER = "number"
    ASSIGNMENT = "assignment"
    DEADLINE = "deadline"
    GOAL = "goal"
    PARAMETER = "parameter"
    BASELINE = "baseline"
    TARGET = "target"
    UNIT = "unit"
    CHAPTER = "chapter"
    POST = "post"
    NAME = "name"
    AMOUNT = "amount"
    REPORT = "report"
    CUT_OFF = "cut_off"
    RECIPIENT = "recipient"
    MEETING = "meeting"
    DATE = "date"
    LEAD = "lead"
    PARTNERS = "partners"
    FUNDING = "funding"


# A heading cell is of the first column whose pattern its words begin with.
COLUMNS: tuple[tuple[Column, re.Pattern[str]], ...] = tuple(
    (column, re.compile(pattern, re.IGNORECASE))
    for column, pattern in (
        (Column.NUMBER, r"(?:nr|nummer|oppdrag ?(?:s)?(?:nr|nummer)|id|oppdrag nr|referanse|ref|#)\b\.?"),
        (Column.PARAMETER, r"(?:styringsparamet|styringsindikator|parameter|parametre|resultatindikator|rapporteringsindikator|indikator|nøkkeltal|måleparamet|resultatmål|resultatkrav$|sp\b)"),
        (Column.BASELINE, r"(?:baseline|nivå 20|nullpunkt|resultat|status|utgangspunkt|referanseverdi|startverdi|faktisk|nåsituasjon|notid|historisk)(?!krav|mål)"),
        (Column.TARGET, r"(?:måltall|måltal|målverdi|resultatkrav|ambisjon|prestasjonskrav|målsetting|krav|måltal|ønsket|forventet|forventa|mål (?:for )?20|målnivå)"),
        (Column.UNIT, r"(?:enhet|eining|måleenhet|måleeining|benevning)\b"),
        (Column.DEADLINE, r"(?:frist|frister|fristar|leveringsfrist|rapporteringsfrist|tidsfrist|oversendelsesfrist|innsendingsfrist|leveringstidspunkt|til departementet|rapporteringsdato|delfrist)"),
        (Column.CUT_OFF, r"(?:telletidspunkt|teljetidspunkt|telledato|teljedato|dato for|rapport(?:ering)? per$|per dato|periode|rapporteringsperiode|måletidspunkt|status per|skjæringsdato|målingstidspunkt)"),
        (Column.RECIPIENT, r"(?:organisasjon|mottak|tilskuddsmottak|tilskotsmottak|tilskuddsmottaker|virksomhet$|institusjon|stiftelse|stifting|navn på|aktør)"),
        (Column.REPORT, r"(?:type rapport|type$|rapporteringstype|rapport|rapportering|dokument|leveranse til departementet|hva rapporteres)"),
        (Column.MEETING, r"(?:møte|type møte|møtetype|aktivitet|hva$|kva$|hendelse|hending|gjøremål|milepæl)"),
        (Column.ASSIGNMENT, r"(?:oppdrag|tiltak|leveranse|oppgave|oppgåve|bestilling|aktivitetskrav|tiltak/leveranse|tittel)"),
        (Column.GOAL, r"(?:nasjonalt |nasjonale |overordnet |overordna |strategisk )?(?:mål|virksomhetsmål|verksemdsmål|sektormål|hovedmål|hovudmål|delmål|målområde)\b"),
        (Column.LEAD, r"(?:ansvar|hovedansvar|hovudansvar)"),
        (Column.PARTNERS, r"(?:samarbeid|involverte)"),
        (Column.FUNDING, r"(?:finansiering)"),
        (Column.CHAPTER, r"(?:kap\b|kapittel|kap\.?/post|kap\.? og post)"),
        (Column.POST, r"(?:post\b)"),
        (Column.NAME, r"(?:betegnelse|nemning|benevnelse|nemne|navn|namn|formål|føremål|tekst|posttekst|omtale|postnavn|postnamn|beskrivelse|innhold|innhald|merknad|kapittelnavn)"),
        (Column.DATE, r"(?:dato|tidspunkt|tid|når)\b"),
        (Column.AMOUNT, r"(?:\(?i? ?(?:mill|1 ?000|1\.000|kr|kroner|tusen)|beløp|sum|tildel|bevilgning|løyving|tilskudd|tilskot|budsjett|saldert|ramme|totalt|prop|endring|ny |revidert|disponib|til disposisjon|20[0-9]{2}|vedtatt|vedteke)"),
    )
)  # fmt: skip
SUM_WORDS = re.compile(r"(?:sum|totalt|total|samlet|samla|i alt|sum kap)\b", re.IGNORECASE)

# ── Budget ─────────────────────────────────────────────────────────────────────────────────────────────────────────
CARRY_OVER = re.compile(r"kan (?:overføres|overførast|nyttes under|nyttast under)", re.IGNORECASE)
CARRIES_OVER = re.compile(r"kan overfør(?:es|ast)", re.IGNORECASE)
ESTIMATE = re.compile(r"overslags?(?:bevilgning|løyving|bevilling)", re.IGNORECASE)
UNITS = re.compile(
    r"\(?(?:beløp(?:ene)? )?i? ?(?:hele |heile )?(?:1 ?000|1\.000|tusen|mill(?:\.|ioner"
    r"|ionar)?)(?: ?(?:kroner|kr|nok))?\.?\)?",
    re.IGNORECASE,
)

# ── Reporting and meetings ─────────────────────────────────────────────────────────────────────────────────────────
REPORT_KINDS: tuple[tuple[str, str], ...] = (
    ("half_year", "halvårs"),
    ("tertial", "tertial"),
    ("tertial", "delårs"),
    ("monthly", "måneds"),
    ("monthly", "månads"),
    ("monthly", "månedlig"),
    ("annual", "årsrapport"),
    ("annual", "årsmelding"),
    ("accounts", "rekneskap"),
    ("accounts", "regnskap"),
    ("grants", "tilskudd"),
    ("grants", "tilskot"),
)
MEETING_KINDS: tuple[tuple[str, str], ...] = (
    ("special", "særskilt"),
    ("special", "særmøte"),
    ("contact", "kontaktmøte"),
    ("professional", "fagmøte"),
    ("professional", "fagleg"),
    ("professional", "faglig"),
    ("strategy", "strategi"),
    ("leaders", "leder"),
    ("leaders", "leiar"),
    ("steering", "etatsstyring"),
    ("steering", "styringsmøte"),
    ("steering", "styringsdialogmøte"),
)

# ── Duties ─────────────────────────────────────────────────────────────────────────────────────────────────────────
GENERIC_AGENCY = (
    "direktoratet", "etaten", "virksomheten", "virksomheita", "verksemda", "tilsynet", "rådet", "ombudet", "senteret",
    "instituttet", "universitetet", "høgskolen", "verket", "nemnda", "byrået", "embetet", "tjenesten", "tenesta", "museet",
    "virksomhetslederen", "virksomhetsleder", "verksemdsleiaren", "direktøren", "direktør", "ledelsen", "leiinga", "lederen",
)  # fmt: skip


def fold(text: str) -> str:
    """Lower case, single spaces, without the colon or full stop at the end: how labels are compared."""
    return " ".join(text.split()).casefold().rstrip(" :.")


FIELD_OF_LABEL: dict[str, Field] = {label: field for field, labels in LABELS.items() for label in labels}
_LONGEST_FIRST = "|".join(re.escape(label) for label in sorted(FIELD_OF_LABEL, key=len, reverse=True))
LABEL_START = re.compile(rf"(?P<label>{_LONGEST_FIRST})(?P<mark>\s*:|\s*$|\s+(?=[0-9A-ZÆØÅ«]))", re.IGNORECASE)
_DEADLINE_OF_PART = re.compile(
    rf"(?:frist(?:en)? (?:for )?(?P<part>{PART_WORDS} ?[0-9]{{1,2}}[a-z]?)|(?P<sub>del)frist [0-9]{{1,2}}) ?:",
    re.IGNORECASE,
)


def label_of(text: str) -> tuple[Field, str] | None:
    """The field that a text opens with and what stands after the label, or None when it opens with no label."""
    of_part = _DEADLINE_OF_PART.match(text)
    if of_part:
        return Field.DEADLINE, text[of_part.start("part") :] if of_part["part"] else text
    match = LABEL_START.match(text)
    if match is None:
        return None
    label, rest = match["label"].casefold(), text[match.end() :].strip()
    bare = ":" not in match["mark"] and rest
    # IGNORECASE lets the look-ahead see small letters too, so the capital is asked for here.
    if bare and (label not in GLUED_LABELS or rest[0].islower() or not match["label"][0].isupper()):
        return None
    return FIELD_OF_LABEL[label], rest
