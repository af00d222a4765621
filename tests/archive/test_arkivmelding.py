"""The Noark 5 message against the published schema's rules, and the ZIP against what the archive holds.

The rules are those of ``arkivmelding.xsd`` version 1 and metadatakatalog 5.0: see ``arkivmelding_rules.py``.
"""

from __future__ import annotations

import hashlib
import io
import tracemalloc
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from styrhus.archive import exports, formal, noark
from styrhus.archive.models import CaseFile, Direction, Document, JournalEntry
from styrhus.audit.models import Event
from styrhus.identity.roles import Role
from tests import factories

from .arkivmelding_rules import NS, faults

MOMENT = datetime(2023, 5, 1, 12, 30, tzinfo=UTC)
FILE = noark.FileObject(
    path="dokumenter/a.txt",
    title="Brev",
    media_type="text/plain",
    format="TXT",
    sha256="a" * 64,
    size=12,
    made_at=MOMENT,
    made_by="Prøve Fører",
)
ENTRY = noark.Entry(
    key="1-1",
    number=1,
    year=2023,
    sequence=7,
    direction="I",
    title="Brev om prøving",
    public_title="",
    sender="Prøvedepartementet",
    recipient="Prøvedirektoratet",
    document_date=date(2023, 4, 28),
    journal_date=date(2023, 5, 1),
    exemption="",
    made_at=MOMENT,
    made_by="Prøve Fører",
    files=(FILE,),
)
CASE = noark.Case(
    key="1",
    number="23/1",
    year=2023,
    sequence=1,
    title="Styringsdialog 2023",
    public_title="",
    exemption="",
    class_code="",
    unit="Prøvedirektoratet",
    opened_on=date(2023, 1, 10),
    opened_at=MOMENT,
    closed_at=None,
    closed_by="",
    entries=(ENTRY,),
)
HOSTILE = {
    "control characters": "Brev\x00\x01\x08\x0b\x0c\x1f\ufffe\uffff om prøving",
    "markup": "</tittel><tittel>&amp;<![CDATA[x]]>]]> <?xml ?> &ent;",
    "Sámi": "Ođđa diehtojuohkinreaidu – Čállin Kárášjogas, ŋ đ ŧ ž",
    "Arabic": "تقرير عن الترجمة الفورية",
    "direction marks": "Rapport \u202egnp.exe\u202c \u2066x\u2069",
    "astral": "Ansvar 🧭 \U0001f1f3\U0001f1f4 𝔖𝔱",
    "broken half": "halv \ud83d her",
    "line breaks": "En\r\ntittel\nover\rflere",
    "blank": " ",
}


def message(case: noark.Case = CASE, files: int = 1) -> bytes:
    out = io.BytesIO()
    noark.write_message(out, message="prøve", moment=MOMENT, files=files, cases=[case])
    return out.getvalue()


def texts(xml: bytes, name: str) -> list[str]:
    root = etree.fromstring(xml, etree.XMLParser(huge_tree=True))
    return [element.text or "" for element in root.iter(f"{NS}{name}")]


# -- the writer


def test_a_message_keeps_the_schema_s_rules():
    full = replace(
        CASE,
        public_title="Dialog",
        exemption="offl. § 14",
        class_code="121",
        closed_at=MOMENT,
        closed_by="Prøve Fører",
        entries=tuple(
            replace(ENTRY, direction=direction, exemption="offl. § 13", public_title="Brev", files=(FILE, FILE, FILE))
            for direction in "IUX"
        ),
    )
    assert faults(message()) == []
    assert faults(message(full)) == []
    assert faults(message(replace(CASE, entries=()), 0)) == []
    assert texts(message(full), "saksstatus") == ["Avsluttet"]
    assert texts(message(full), "klasseID") == ["121"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"<system>Styrhus</system>", b"", "system stands 0 times"),
        (b"Inng\xc3\xa5ende dokument", b"Inngaaende", "is no journalposttype"),
        (b"<saksaar>2023</saksaar>", b"<saksaar>i fjor</saksaar>", "is no integer"),
        (b"<antallFiler>1</antallFiler>", b"<antallFiler/>", "is no int"),
        (b'xsi:type="journalpost"', b'xsi:type="saksmappe"', "does not extend registrering"),
        (b"<journaldato>2023-05-01", b"<journaldato>01.05.2023", "is no date"),
        (b"<tidspunkt>2023-05-01T", b"<tidspunkt>2023-05-01 ", "is no dateTime"),
        (b"<fagsystem>Styrhus</fagsystem>", b"<fagsystem>Styrhus</fagsystem><farge/>", "farge is not known"),
        (b"<saksstatus>", b"<mappeID>x</mappeID><saksstatus>", "mappeID stands too late"),
    ],
)
def test_the_rules_find_what_breaks_them(old, new, said):
    """The control of the validator itself: a message that is wrong in one place is refused for that."""
    xml = message()
    assert old in xml
    assert any(said in fault for fault in faults(xml.replace(old, new, 1)))


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_hostile_titles_are_written_as_text(title):
    case = replace(CASE, title=title, entries=(replace(ENTRY, title=title, sender=title, public_title=title),))
    xml = message(case)
    assert faults(xml) == []
    kept = texts(xml, "tittel")[0]
    assert all(sign == "\ufffd" or sign in title or sign == " " for sign in kept)
    if title in (HOSTILE["Sámi"], HOSTILE["Arabic"], HOSTILE["markup"], HOSTILE["direction marks"], HOSTILE["astral"]):
        assert kept == title


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_title_gives_a_message_that_can_be_read(title):
    assert faults(message(replace(CASE, title=title))) == []


def test_a_title_of_a_million_signs_is_written_whole():
    title = "Ærlig tittel " * 80_000
    assert texts(message(replace(CASE, title=title)), "tittel")[0] == title


def test_two_thousand_entries_are_written_as_they_come_in_little_memory():
    entries = (replace(ENTRY, key=f"1-{n}", number=n, sequence=n) for n in range(1, 2001))
    tracemalloc.start()
    xml = message(replace(CASE, entries=entries))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(texts(xml, "journalpostnummer")) == 2000
    assert faults(xml) == []
    assert peak < 40_000_000, "the tree is never built"


# -- the ZIP


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.DEMO_TODAY = date(2023, 5, 1)
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


@pytest.fixture
def place(db):
    return factories.world()


@pytest.fixture
def case(place):
    made = formal.open_case(organisation=place.agency, key="dialog", title="Styringsdialog 2023", by=None)
    extra = factories.document(place.agency, "Et vedlegg", "Vedlegg")
    formal.file_record(
        case=made,
        title="Avvik meldt",
        facts=[("Gjelder", "Mål 2")],
        sections=[("Hva", "Kø hos kommunene.")],
        direction=Direction.OUT,
        sender="Prøvedir",
        recipient="PD",
        by=place.controller,
        exemption="offl. § 14",
        attachments=[extra],
        shared_with=[place.ministry],
    )
    formal.file_record(
        case=made,
        title="Kvittering",
        facts=[],
        sections=[("Svar", "Mottatt.")],
        direction=Direction.IN,
        sender="PD",
        recipient="Prøvedir",
        by=None,
        attachments=[extra],
    )
    return made


def unpacked(made: CaseFile) -> tuple[bytes, zipfile.ZipFile]:
    whole = b"".join(exports.stream(list(exports.entries_to_export([made]))))
    return whole, zipfile.ZipFile(io.BytesIO(whole))


def test_the_zip_holds_the_message_and_each_file_once_with_the_stored_hash(case):
    _whole, archive = unpacked(case)
    xml = archive.read("arkivmelding.xml")
    assert archive.testzip() is None
    assert faults(xml) == []
    named = texts(xml, "referanseDokumentfil")
    assert len(named) == 4
    assert sorted(archive.namelist()) == sorted({"arkivmelding.xml", *named})
    assert texts(xml, "antallFiler") == ["3"]
    stored = {exports.path_of(document): document for document in Document.objects.filter(pk__in=_used(case))}
    sizes = dict(zip(named, texts(xml, "filstoerrelse"), strict=True))
    for name, stated in zip(named, texts(xml, "sjekksum"), strict=True):
        content = archive.read(name)
        assert hashlib.sha256(content).hexdigest() == stated == stored[name].sha256
        assert len(content) == int(sizes[name]) == stored[name].size


def _used(case):
    rows = JournalEntry.objects.filter(case_file=case)
    return {*rows.values_list("document", flat=True), *rows.values_list("attachments", flat=True)} - {None}


def test_the_same_case_gives_the_same_bytes(case):
    assert unpacked(case)[0] == unpacked(case)[0]


def test_parties_types_and_exemption_are_those_of_the_journal(case):
    xml = unpacked(case)[1].read("arkivmelding.xml")
    assert texts(xml, "journalposttype") == ["Utgående dokument", "Inngående dokument"]
    assert texts(xml, "korrespondansepartNavn") == ["Prøvedir", "PD", "PD", "Prøvedir"]
    assert texts(xml, "skjermingshjemmel")[0] == "offl. § 14"
    assert texts(xml, "antallVedlegg") == ["1", "1"]


def test_a_case_is_handed_over_by_its_own_people_and_the_auditor_and_is_an_event(place, case, client):
    url = f"/dokumenter/saker/{case.pk}/arkivmelding/"
    for person, status in (
        (place.controller, 200),
        (place.people[Role.AUDITOR], 200),
        (place.people[Role.MINISTRY_OFFICIAL], 404),
        (place.other_controller, 404),
        (place.people[Role.CASE_OFFICER], 403),
        (place.stranger, 403),
    ):
        client.force_login(person)
        answer = client.post(url)
        assert answer.status_code == status, person
        if status == 200:
            content = b"".join(answer.streaming_content)
            assert faults(zipfile.ZipFile(io.BytesIO(content)).read("arkivmelding.xml")) == []
    assert Event.objects.filter(act="archive.export").count() == 2
    assert client.get(url).status_code in (403, 405)


def test_a_changed_file_stops_the_hand_over(place, case, client, tmp_path):
    broken = JournalEntry.objects.filter(case_file=case).first().document
    (tmp_path / broken.file.name).write_bytes(b"noe annet")
    client.force_login(place.controller)
    answer = client.post(f"/dokumenter/saker/{case.pk}/arkivmelding/", follow=True)
    assert "kan ikke tas ut" in answer.content.decode()
    assert not Event.objects.filter(act="archive.export").exists()


def test_a_period_takes_what_was_journaled_in_it(place, case, client, settings):
    settings.DEMO_TODAY = date(2023, 6, 1)
    formal.file_record(
        case=case,
        title="Senere",
        facts=[],
        sections=[("Tekst", "Senere.")],
        direction=Direction.WITHIN,
        sender="",
        recipient="",
        by=None,
    )
    client.force_login(place.controller)
    period = {"organisation": place.agency.pk, "begin": "2023-05-15", "end": "2023-06-30"}
    content = b"".join(client.post("/dokumenter/arkivmelding/", period).streaming_content)
    xml = zipfile.ZipFile(io.BytesIO(content)).read("arkivmelding.xml")
    assert texts(xml, "journalpostnummer") == ["3"]
    assert faults(xml) == []
    empty = client.post("/dokumenter/arkivmelding/", period | {"begin": "2022-01-01", "end": "2022-02-01"})
    assert "ingen journalposter" in empty.content.decode()


def test_a_case_of_two_thousand_entries_is_handed_over(place):
    case = formal.open_case(organisation=place.agency, key="stor", title="Stor sak", by=None)
    document = factories.document(place.agency, "Et ord")
    JournalEntry.objects.bulk_create(
        JournalEntry(
            case_file=case,
            number=number,
            year=2023,
            sequence=number,
            direction=Direction.IN,
            document=document,
            title=f"Brev {number}",
            document_date=date(2023, 5, 1),
            journal_date=date(2023, 5, 1),
            made_at=MOMENT,
        )
        for number in range(1, 2001)
    )
    began = perf_counter()
    _whole, archive = unpacked(case)
    took = perf_counter() - began
    xml = archive.read("arkivmelding.xml")
    assert faults(xml) == []
    assert len(texts(xml, "journalpostnummer")) == 2000
    assert took < 30, "seconds on a slow, busy machine"
