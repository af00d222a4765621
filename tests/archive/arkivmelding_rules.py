"""The published schema's rules of ``arkivmelding``, written down by hand and apart from what writes the message.

Version: ``arkivmelding.xsd`` v1 in felleslosninger/efm-integrasjonspunkt (arkivmelding/src/main/resources/xsd/
arkivmelding/v1), with the types and code lists of arkivverket/schemas N5/v5.0/metadatakatalog.xsd. Parts of the schema
that no steering dialogue has use for (precedents, security grading, document flow, personal numbers) are left out, so
that a message with one of them is refused here.

``faults(xml)`` gives one sentence for each breach: element unknown, out of order, too many, missing, or of wrong type.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from lxml import etree

NS = "{http://www.arkivverket.no/standarder/noark5/arkivmelding}"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
MANY = 10**9
GUID = re.compile(
    r"([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})|(\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\})"
)

CODES = {
    "saksstatus": {"Under behandling", "Avsluttet", "Utgår"},
    "journalstatus": {"Journalført", "Ekspedert", "Arkivert", "Utgår"},
    "dokumentstatus": {"Dokumentet er under redigering", "Dokumentet er ferdigstilt"},
    "journalposttype": {
        "Inngående dokument",
        "Utgående dokument",
        "Organinternt dokument for oppfølging",
        "Organinternt dokument uten oppfølging",
        "Saksframlegg",
    },
    "korrespondanseparttype": {
        "Avsender",
        "Mottaker",
        "Kopimottaker",
        "Gruppemottaker",
        "Intern avsender",
        "Intern mottaker",
    },
    "dokumentmedium": {"Fysisk arkiv", "Elektronisk arkiv", "Blandet fysisk og elektronisk arkiv"},
    "tilknyttetRegistreringSom": {"Hoveddokument", "Vedlegg"},
    "tilgangsrestriksjon": {"Unntatt offentlighet"},
    "skjermingMetadata": {
        "Skjerming klasseID",
        "Skjerming tittel klasse",
        "Skjerming tittel mappe - unntatt første linje",
        "Skjerming tittel mappe - utvalgte ord",
        "Skjerming navn part i sak",
        "Skjerming tittel registrering - unntatt første linje",
        "Skjerming tittel registrering - utvalgte ord",
        "Skjerming navn avsender",
        "Skjerming navn mottaker",
        "Skjerming tittel dokumentbeskrivelse",
        "Skjerming merknadstekst",
        "Midlertidig skjerming",
    },
    "skjermingDokument": {"Skjerming av hele dokumentet", "Skjerming av deler av dokumentet"},
    "variantformat": {"Produksjonsformat", "Arkivformat", "Dokument hvor deler av innholdet er skjermet"},
}

# name: (type, fewest, most), in the schema's order. A type is that of text, a code list's name, or a complex type.
MAPPE = {
    "systemID": ("guid", 0, 1),
    "mappeID": ("text", 0, 1),
    "ReferanseForeldermappe": ("guid", 0, 1),
    "tittel": ("text", 1, 1),
    "offentligTittel": ("text", 0, 1),
    "beskrivelse": ("text", 0, 1),
    "noekkelord": ("text", 0, MANY),
    "dokumentmedium": ("dokumentmedium", 0, 1),
    "oppbevaringssted": ("text", 0, MANY),
    "opprettetDato": ("dateTime", 0, 1),
    "opprettetAv": ("text", 0, 1),
    "avsluttetDato": ("dateTime", 0, 1),
    "avsluttetAv": ("text", 0, 1),
    "referanseArkivdel": ("text", 0, MANY),
    "part": ("part", 0, MANY),
    "kryssreferanse": ("kryssreferanse", 0, MANY),
    "merknad": ("merknad", 0, MANY),
    "skjerming": ("skjerming", 0, 1),
    "klasse": ("klasse", 0, MANY),
    "referanseEksternNoekkel": ("eksternNoekkel", 1, 1),
    "mappe": ("mappe", 0, MANY),
    "registrering": ("registrering", 0, MANY),
}
REGISTRERING = {
    "systemID": ("text", 0, 1),
    "opprettetDato": ("dateTime", 0, 1),
    "opprettetAv": ("text", 0, 1),
    "arkivertDato": ("dateTime", 0, 1),
    "arkivertAv": ("text", 0, 1),
    "referanseForelderMappe": ("guid", 0, 1),
    "referanseArkivdel": ("text", 0, 1),
    "part": ("part", 0, MANY),
    "skjerming": ("skjerming", 0, 1),
    "dokumentbeskrivelse": ("dokumentbeskrivelse", 0, MANY),
    "registreringsID": ("text", 0, 1),
    "tittel": ("text", 1, 1),
    "offentligTittel": ("text", 0, 1),
    "beskrivelse": ("text", 0, 1),
    "noekkelord": ("text", 0, MANY),
    "forfatter": ("text", 0, MANY),
    "dokumentmedium": ("dokumentmedium", 0, 1),
    "oppbevaringssted": ("text", 0, MANY),
    "merknad": ("merknad", 0, MANY),
    "kryssreferanse": ("kryssreferanse", 0, MANY),
    "korrespondansepart": ("korrespondansepart", 0, MANY),
    "referanseEksternNoekkel": ("eksternNoekkel", 1, 1),
}
COMPLEX = {
    "arkivmelding": {
        "system": ("text", 1, 1),
        "meldingId": ("text", 1, 1),
        "tidspunkt": ("dateTime", 1, 1),
        "antallFiler": ("int", 1, 1),
        "mappe": ("mappe", 0, MANY),
        "registrering": ("registrering", 0, MANY),
    },
    "mappe": MAPPE,
    "saksmappe": MAPPE
    | {
        "saksaar": ("integer", 0, 1),
        "sakssekvensnummer": ("integer", 0, 1),
        "saksdato": ("date", 0, 1),
        "administrativEnhet": ("text", 0, 1),
        "saksansvarlig": ("text", 0, 1),
        "journalenhet": ("text", 0, 1),
        "saksstatus": ("saksstatus", 0, 1),
        "utlaantDato": ("date", 0, 1),
        "utlaantTil": ("text", 0, 1),
    },
    "registrering": REGISTRERING,
    "journalpost": REGISTRERING
    | {
        "journalaar": ("integer", 0, 1),
        "journalsekvensnummer": ("integer", 0, 1),
        "journalpostnummer": ("integer", 0, 1),
        "journalposttype": ("journalposttype", 1, 1),
        "journalstatus": ("journalstatus", 1, 1),
        "journaldato": ("date", 0, 1),
        "dokumentetsDato": ("date", 0, 1),
        "mottattDato": ("dateTime", 0, 1),
        "sendtDato": ("dateTime", 0, 1),
        "forfallsdato": ("date", 0, 1),
        "offentlighetsvurdertDato": ("date", 0, 1),
        "antallVedlegg": ("integer", 0, 1),
        "utlaantDato": ("date", 0, 1),
        "utlaantTil": ("text", 0, 1),
        "journalenhet": ("text", 0, 1),
    },
    "dokumentbeskrivelse": {
        "systemID": ("guid", 0, 1),
        "dokumenttype": ("text", 1, 1),
        "dokumentstatus": ("dokumentstatus", 1, 1),
        "tittel": ("text", 1, 1),
        "beskrivelse": ("text", 0, 1),
        "forfatter": ("text", 0, MANY),
        "opprettetDato": ("dateTime", 0, 1),
        "opprettetAv": ("text", 0, 1),
        "dokumentmedium": ("dokumentmedium", 0, 1),
        "oppbevaringssted": ("text", 0, 1),
        "referanseArkivdel": ("text", 0, MANY),
        "tilknyttetRegistreringSom": ("tilknyttetRegistreringSom", 1, 1),
        "dokumentnummer": ("integer", 0, 1),
        "tilknyttetDato": ("dateTime", 0, 1),
        "tilknyttetAv": ("text", 0, 1),
        "part": ("part", 0, MANY),
        "merknad": ("merknad", 0, MANY),
        "skjerming": ("skjerming", 0, 1),
        "dokumentobjekt": ("dokumentobjekt", 0, MANY),
    },
    "dokumentobjekt": {
        "versjonsnummer": ("integer", 1, 1),
        "variantformat": ("variantformat", 1, 1),
        "format": ("text", 1, 1),
        "formatDetaljer": ("text", 0, 1),
        "mimeType": ("text", 0, 1),
        "opprettetDato": ("dateTime", 0, 1),
        "opprettetAv": ("text", 0, 1),
        "referanseDokumentfil": ("text", 1, 1),
        "sjekksum": ("text", 0, 1),
        "sjekksumAlgoritme": ("text", 0, 1),
        "filstoerrelse": ("decimal", 0, 1),
    },
    "korrespondansepart": {
        "korrespondanseparttype": ("korrespondanseparttype", 1, 1),
        "korrespondansepartNavn": ("text", 1, 1),
        "administrativEnhet": ("text", 0, 1),
        "saksbehandler": ("text", 0, 1),
        "deresReferanse": ("text", 0, 1),
        "forsendelsesmaate": ("text", 0, 1),
    },
    "skjerming": {
        "tilgangsrestriksjon": ("tilgangsrestriksjon", 1, 1),
        "skjermingshjemmel": ("text", 1, 1),
        "skjermingMetadata": ("skjermingMetadata", 1, MANY),
        "skjermingDokument": ("skjermingDokument", 0, 1),
        "skjermingsvarighet": ("integer", 0, 1),
        "skjermingOpphoererDato": ("date", 0, 1),
    },
    "klasse": {
        "systemID": ("guid", 0, 1),
        "klassifikasjonssystem": ("text", 1, 1),
        "klasseID": ("text", 1, 1),
        "tittel": ("text", 0, 1),
    },
    "eksternNoekkel": {"fagsystem": ("text", 1, 1), "noekkel": ("text", 1, 1)},
    "part": {"partID": ("text", 0, 1), "partNavn": ("text", 1, 1), "partRolle": ("text", 0, 1)},
    "kryssreferanse": {"referanseTilMappe": ("text", 0, 1), "referanseTilRegistrering": ("text", 0, 1)},
    "merknad": {
        "merknadstekst": ("text", 1, 1),
        "merknadstype": ("text", 0, 1),
        "merknadsdato": ("dateTime", 1, 1),
        "merknadRegistrertAv": ("text", 1, 1),
    },
}
EXTENDS = {"saksmappe": "mappe", "journalpost": "registrering"}
ONE_OF = {  # of these, the schema lets only one kind stand
    "arkivmelding": ("mappe", "registrering"),
    "mappe": ("mappe", "registrering"),
    "registrering": ("referanseForelderMappe", "referanseArkivdel"),
}


def faults(xml: bytes) -> list[str]:
    """Every breach of the schema's rules, each with its path; none where the message is right."""
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, huge_tree=True))
    if root.tag != f"{NS}arkivmelding":
        return [f"the root is {root.tag}"]
    return list(_complex(root, "arkivmelding", "arkivmelding"))


def _complex(element, kind, path):
    named = element.get(TYPE)
    if named and named != kind:
        if EXTENDS.get(named) != kind:
            yield f"{path}: xsi:type {named} does not extend {kind}"
            return
        kind = named
    if (element.text or "").strip():
        yield f"{path}: text where only elements may stand"
    for name in element.attrib:
        if name != TYPE:
            yield f"{path}: attribute {name}"
    rules, place, counts = COMPLEX[kind], -1, {}
    order = list(rules)
    for child in element:
        if not isinstance(child.tag, str) or not child.tag.startswith(NS):
            yield f"{path}: {child.tag} is of another namespace"
            continue
        name = child.tag.removeprefix(NS)
        if name not in rules:
            yield f"{path}: {name} is not known"
            continue
        if order.index(name) < place:
            yield f"{path}: {name} stands too late"
        place = max(place, order.index(name))
        counts[name] = counts.get(name, 0) + 1
        inner = f"{path}/{name}[{counts[name]}]"
        wanted = rules[name][0]
        yield from _complex(child, wanted, inner) if wanted in COMPLEX else _simple(child, wanted, inner)
    for name, (_wanted, fewest, most) in rules.items():
        if not fewest <= counts.get(name, 0) <= most:
            yield f"{path}: {name} stands {counts.get(name, 0)} times"
    choice = ONE_OF.get(EXTENDS.get(kind, kind), ())
    if sum(name in counts for name in choice) > 1:
        yield f"{path}: more than one of {choice}"


def _simple(element, wanted, path):
    if len(element):
        yield f"{path}: elements where only text may stand"
    text = element.text or ""
    if not _fits(text, wanted):
        yield f"{path}: «{text[:60]}» is no {wanted}"


def _fits(text: str, wanted: str) -> bool:
    if wanted in CODES:
        return text in CODES[wanted]
    try:
        match wanted:
            case "text":
                return True
            case "guid":
                return bool(GUID.fullmatch(text))
            case "int" | "integer":
                return bool(re.fullmatch(r"[+-]?\d+", text, re.ASCII)) and (wanted == "integer" or int(text) < 2**31)
            case "decimal":
                return bool(re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", text, re.ASCII)) and Decimal(text) is not None
            case "date":
                return bool(date.fromisoformat(text)) and len(text) == 10
            case "dateTime":
                return "T" in text and bool(datetime.fromisoformat(text))
    except (ValueError, InvalidOperation):
        return False
    raise LookupError(wanted)
