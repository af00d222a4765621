"""Taking letters in: what is kept, what is refused, and that a refusal leaves nothing behind."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document as Word
from procrastinate.contrib.django.models import ProcrastinateJob

from styrhus.archive.models import Document
from styrhus.identity.access import AccessDenied
from styrhus.identity.models import User
from styrhus.intake import actions
from styrhus.intake.models import Item, Reading, ReadingState
from styrhus.intake.presentation import refusal
from styrhus.letters.demo import LETTER, demo_text
from styrhus.letters.sources.guard import MAX_FILE_BYTES
from tests.factories import World
from tests.intake.conftest import take_in

pytestmark = pytest.mark.django_db

BOMB = 100 * 1024 * 1024


def bomb() -> bytes:
    """A DOCX whose one part unpacks to 100 MB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * BOMB)
    return buffer.getvalue()


def docx(*lines: str) -> bytes:
    document, buffer = Word(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(buffer)
    return buffer.getvalue()


def post(web: Client, here: World, content: bytes, name: str = "brev.txt"):
    return web.post(reverse("intake:upload"), {"agency": here.agency.pk, "file": SimpleUploadedFile(name, content)})


def test_a_letter_is_kept_and_queued_and_the_same_bytes_only_once(web: Client, here: World):
    content = demo_text(LETTER).encode()
    first = post(web, here, content)
    reading = Reading.objects.get()
    assert (first.status_code, first["Location"]) == (302, reverse("intake:letter", args=(reading.pk,)))
    assert (reading.state, reading.document.organisation, reading.ministry) == ("queued", here.agency, here.ministry)
    assert ProcrastinateJob.objects.filter(task_name="intake.read_letter").count() == 1
    post(web, here, content, "samme-brev.txt")
    assert (Reading.objects.count(), Document.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("tom.txt", b"", "er tom"),
        ("bilde.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "typen PNG"),
        ("gammel.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "gammelt Office-format"),
        ("side.html", b"<!doctype html><html><body>Tildelingsbrev</body></html>", "HTML"),
        ("odelagt.docx", b"PK\x03\x04" + b"\1" * 200, "skadet"),
        ("bombe.docx", bomb(), "skadelig"),
    ],
)
def test_a_file_that_is_no_letter_gets_one_sentence_and_nothing_is_kept(
    web: Client, here: World, name, content, sentence
):
    response = post(web, here, content, name)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Document.objects.exists()
    assert not Reading.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_a_file_over_the_limit_is_refused_while_it_arrives(web: Client, here: World):
    response = post(web, here, b"a" * (MAX_FILE_BYTES + 1), "stor.txt")
    assert response.status_code == 422
    assert "grensen er 50 MB" in response.content.decode()
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("roman.txt", "Det var en gang en mann som bodde ved sjøen.\n".encode() * 30, "not-a-letter"),
        ("roman.docx", docx("Det var en gang", "en mann"), "not-a-letter"),
        ("tom.docx", docx(""), "empty-document"),
        ("odelagt.pdf", b"%PDF-1.7\n" + b"tull " * 200, "damaged-pdf"),
    ],
)
def test_a_document_that_is_no_letter_fails_with_its_sentence(here: World, controller: User, name, content, code):
    reading = take_in(here, content, name, controller)
    assert (reading.state, reading.error_code) == (ReadingState.FAILED, code)
    assert reading.document.filename in refusal(reading)
    assert not Item.objects.exists()
    assert reading.document.text == ""


def test_a_failed_letter_says_why_and_can_be_tried_again_or_put_away(web: Client, here: World, controller: User):
    reading = take_in(here, "En roman uten departement.\n" * 20, "roman.txt", controller)
    page = web.get(reverse("intake:letter", args=(reading.pk,))).content.decode()
    assert "roman.txt" in page
    assert "Prøv å lese på nytt" in page
    assert web.post(reverse("intake:read_again", args=(reading.pk,))).status_code == 302
    reading.refresh_from_db()
    assert (reading.state, reading.error_code) == (ReadingState.QUEUED, "")
    assert web.post(reverse("intake:discard", args=(reading.pk,)), {"why": "Feil fil"}).status_code == 302
    reading.refresh_from_db()
    assert reading.state == ReadingState.DISCARDED


def test_the_ministry_uploads_for_its_own_agencies_alone(here: World, client: Client):
    official = here.people["ministry_official"]
    client.force_login(official)
    page = client.get(reverse("intake:upload")).content.decode()
    assert here.agency.name in page
    assert here.other_agency.name not in page
    assert post(client, here, demo_text(LETTER).encode()).status_code == 302
    assert Reading.objects.get().document.organisation == here.ministry
    with pytest.raises(AccessDenied):
        actions.upload_letter(
            agency=here.other_agency,
            ministry=here.other_ministry,
            owner=here.other_ministry,
            content=b"x",
            filename="x.txt",
            by=official,
        )


def test_what_a_letter_says_is_shown_as_text(web: Client, here: World, controller: User):
    """HTML and formulas in titles: never live in a page, a list or an export."""
    attack = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    text = demo_text(LETTER).replace("Mål 1: ", f"Mål 1: {attack} ").replace("\n2023-04\t", "\n2023-04\t=HYPERLINK(1) ")
    reading = take_in(here, text, "<b>brev</b>.txt", controller)
    assert attack in reading.items.filter(kind="goal")[0].title
    for name in ("letter", "review", "findings", "reply", "adopt"):
        page = web.get(reverse(f"intake:{name}", args=(reading.pk,))).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in web.get(reverse("intake:review", args=(reading.pk,))).content.decode()
    title = "=1+1 Tildelingsbrev"
    Document.objects.filter(pk=reading.document_id).update(title=title)
    Reading.objects.filter(pk=reading.pk).update(head={"title": title})
    export = b"".join(web.get(reverse("intake:letters") + "?format=csv").streaming_content).decode("utf-8-sig")
    assert title in export
    assert not any(line.startswith(("=", '"=')) for line in export.splitlines())
