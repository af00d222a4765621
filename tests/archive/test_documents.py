"""Documents: the bytes as they came, whom they are visible to, their lines, and their journal."""

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from styrhus.archive import actions
from styrhus.archive.models import Direction, Document
from styrhus.archive.queries import broken_documents, documents_visible_to, fault_of, line_numbers, search
from styrhus.audit.models import Event
from styrhus.audit.queries import version_of
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import OrganisationKind, Role
from tests import factories


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


@pytest.fixture
def agency(db):
    return factories.organisation(OrganisationKind.DIRECTORATE)


@pytest.fixture
def ministry(db):
    return factories.organisation(OrganisationKind.MINISTRY)


@pytest.fixture
def controller(agency):
    return factories.user(Role.CONTROLLER, agency)


def register(agency, content=b"En linje\nog en til", by=None, **values):
    values = {"filename": "brev.txt", "media_type": "text/plain", "title": "Brev"} | values
    return actions.register_document(organisation=agency, content=content, by=by, **values)


def test_the_bytes_are_kept_as_they_came_under_their_hash(agency, controller):
    content = "Ærlig\r\nbrev \x00 med æøå".encode("latin-1")
    kept = register(agency, content, controller, text="Ærlig\x00\nbrev")
    with kept.file.open("rb") as file:
        assert file.read() == content
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert kept.file.name == f"{kept.sha256[:2]}/{kept.sha256}"
    assert "\x00" not in kept.text
    assert Event.objects.get().new["sha256"] == kept.sha256


def test_the_same_bytes_are_kept_once_for_each_owner(agency, ministry):
    first, again, other = register(agency), register(agency), register(ministry)
    assert first == again
    assert other != first
    assert other.file.name == first.file.name
    assert fault_of(other) == ""
    assert Event.objects.count() == 2


def test_an_empty_file_and_one_above_the_limit_are_refused(agency, monkeypatch):
    with pytest.raises(ValidationError, match="tom"):
        register(agency, b"")
    monkeypatch.setattr(actions, "LARGEST", 10)
    with pytest.raises(ValidationError, match="større enn"):
        register(agency, b"x" * 11)
    assert not Document.objects.exists()


def test_documents_are_registered_in_one_s_own_organisation_alone(ministry, controller, agency):
    with pytest.raises(AccessDenied):
        register(ministry, by=controller)
    with pytest.raises(AccessDenied):
        register(agency, by=factories.user(Role.CASE_OFFICER, agency))


def test_a_document_is_seen_by_its_owner_by_those_it_is_shared_with_and_by_the_auditor(agency, ministry, controller):
    kept = register(agency)
    official = factories.user(Role.MINISTRY_OFFICIAL, ministry)
    auditor = factories.user(Role.AUDITOR, factories.organisation(OrganisationKind.AUDITOR))
    administrator = factories.user(Role.ADMINISTRATOR, agency)
    assert list(documents_visible_to(controller)) == [kept]
    assert list(documents_visible_to(auditor)) == [kept]
    assert not documents_visible_to(official).exists()
    assert not documents_visible_to(administrator).exists()
    actions.share_document(document=kept, organisation=ministry, by=controller)
    actions.share_document(document=kept, organisation=ministry, by=controller)
    assert list(documents_visible_to(official)) == [kept]
    assert Event.objects.filter(act="archive.share_document").count() == 1


def test_another_organisation_s_document_is_not_found(client, agency, ministry):
    kept = register(agency)
    client.force_login(
        factories.user(Role.MINISTRY_OFFICIAL, ministry), backend="django.contrib.auth.backends.ModelBackend"
    )
    for name in ("document", "download", "edit_journal"):
        assert client.get(reverse(f"archive:{name}", args=[kept.pk])).status_code == 404


def log_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_original_is_an_attachment_that_no_browser_opens(client, agency, controller):
    kept = register(agency, b"<script>alert(1)</script>", filename='en "rar" fil\r\n.html', media_type="text/html")
    answer = log_in(client, controller).get(reverse("archive:download", args=[kept.pk]))
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "\n" not in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_bytes_that_are_changed_or_gone_are_found_and_not_handed_out(client, agency, controller, harm, tmp_path):
    kept = register(agency)
    path = tmp_path / kept.file.name
    assert broken_documents() == []
    if harm == "changed":
        path.chmod(0o600)
        path.write_bytes(b"En linje\nog en tid")
    else:
        path.unlink()
    assert broken_documents() == [
        (kept, "Filen mangler." if harm == "gone" else "Filen er endret siden den ble registrert.")
    ]
    answer = log_in(client, controller).get(reverse("archive:download", args=[kept.pk]))
    assert answer.status_code == 409
    assert "ikke den samme" in answer.content.decode()


def test_the_page_numbers_the_lines_and_marks_those_that_are_asked_for(client, agency, controller):
    text = "\n".join(f"Linje {number} <b>x</b>" for number in range(1, 1201))
    kept = register(agency, text.encode(), text=text)
    page = log_in(client, controller).get(f"/dokumenter/{kept.pk}/?linjer=88,1101-1102").content.decode()
    assert 'id="L1200"' in page
    assert page.count("data-marked") == 3
    assert 'id="l1101" data-marked' in page
    assert "Linje 5 &lt;b&gt;x&lt;/b&gt;" in page
    assert kept.sha256 in page


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", set()),
        ("88,721", {88, 721}),
        ("3-5, 9", {3, 4, 5, 9}),
        ("3–4", {3, 4}),
        ("x,-1,1e9,٣,9999999", set()),
        ("5-3", set()),
    ],
)
def test_line_numbers_of_an_address(text, expected):
    assert line_numbers(text) == expected


def test_a_huge_span_of_lines_is_cut():
    assert len(line_numbers("1-999999,1-999999")) < 5000


def upload(client, content, name="brev.txt", **values):
    values = {"title": "Et brev", "direction": "I", "file": SimpleUploadedFile(name, content)} | values
    return client.post(reverse("archive:register"), values)


def test_an_upload_is_registered_with_its_text(client, agency, controller):
    answer = upload(log_in(client, controller), "Første linje\nAndre linje".encode(), organisation=agency.pk)
    kept = Document.objects.get()
    assert answer.headers["Location"] == reverse("archive:document", args=[kept.pk])
    assert kept.text.splitlines() == ["Første linje", "Andre linje"]
    assert (kept.registered_by, kept.direction, kept.media_type) == (controller, Direction.IN, "text/plain")


@pytest.mark.parametrize(
    ("name", "content"),
    [("bilde.png", b"\x89PNG\r\n\x1a\n" + b"0" * 50), ("side.html", b"<html><body>x</body></html>"), ("tom.txt", b" ")],
)
def test_what_is_no_letter_gets_one_sentence_and_leaves_nothing(client, agency, controller, name, content):
    answer = upload(log_in(client, controller), content, name, organisation=agency.pk)
    assert answer.status_code == 200
    assert answer.content.decode().count("ds-validation-message") == 1
    assert not Document.objects.exists()


def test_an_upload_into_another_organisation_is_refused(client, ministry, controller):
    assert upload(log_in(client, controller), b"tekst i brev", organisation=ministry.pk).status_code == 200
    assert not Document.objects.exists()


def test_the_journal_changes_by_an_act_with_old_and_new(agency, controller):
    kept = register(agency, sender="Avsender A")
    values = {"sender": "Avsender B", "exemption": "offl. § 14", "title": kept.title}
    actions.edit_journal(document=kept, values=values, version=version_of(kept), by=controller, why="feilskrift")
    event = Event.objects.get(act="archive.edit_journal")
    assert event.old == {"sender": "Avsender A", "exemption": ""}
    assert event.new == {"sender": "Avsender B", "exemption": "offl. § 14"}
    assert event.why == "feilskrift"


def test_the_second_of_two_who_edit_at_once_is_told(agency, controller):
    kept = register(agency)
    version = version_of(kept)
    actions.edit_journal(document=kept, values={"sender": "A"}, version=version, by=controller)
    with pytest.raises(ValidationError, match="Noen andre"):
        actions.edit_journal(document=kept, values={"sender": "B"}, version=version, by=controller)
    assert Document.objects.get().sender == "A"


def test_the_edit_page_shows_the_conflict(client, agency, controller):
    kept = register(agency)
    log_in(client, controller)
    values = {"title": "Ny tittel", "direction": "U", "why": "bedre tittel", "version": version_of(kept)}
    address = reverse("archive:edit_journal", args=[kept.pk])
    assert client.post(address, values).status_code == 302
    again = client.post(address, values | {"title": "Enda en"})
    assert "Noen andre har endret dokumentet" in again.content.decode()
    assert Document.objects.get().title == "Ny tittel"


def test_bytes_and_hash_can_t_be_edited(agency, controller):
    kept = register(agency)
    actions.edit_journal(
        document=kept, values={"sha256": "0" * 64, "title": "Ny"}, version=version_of(kept), by=controller
    )
    assert Document.objects.get().sha256 == kept.sha256


def test_search_finds_norwegian_words_in_visible_documents_alone(agency, ministry, controller):
    register(agency, text="Direktoratet skal kartlegge bosettingen i kommunene <b>")
    register(ministry, b"annet", text="Direktoratet skal kartlegge bosettingen")
    hits = search(controller, "kommune kartlegging OR bosetting")
    assert [hit.title for hit in hits] == ["Brev"]
    assert "<mark>" in hits[0].snippet
    assert "<b>" not in hits[0].snippet
    assert search(controller, "   ") == []
