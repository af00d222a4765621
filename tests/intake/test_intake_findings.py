"""Deciding findings, and the draft reply that comes of it."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from docx import Document

from styrhus.identity.models import User
from styrhus.intake import actions
from styrhus.intake.models import Finding, FindingState, Reading
from styrhus.intake.queries import corrections_of, to_tell
from styrhus.letters.texts import render
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def make(
    read: Reading, code: str, lines: list[int], expected: str = "", severity: str = "error", **values: str
) -> Finding:
    last = read.findings.order_by("-sequence").first()
    return Finding.objects.create(
        reading=read,
        sequence=(last.sequence if last else 0) + 1,
        code=code,
        severity=severity,
        lines=lines,
        values=values,
        expected=expected,
    )


@pytest.fixture
def wrong_number(read: Reading) -> Finding:
    line = read.items.filter(kind="budget_line", values__assignment="2023-07")[0]
    return make(read, "assignment-number-wrong", line.lines, "2023-08", printed="2023-07", number="2023-08", title="x")


def test_taking_a_proposal_corrects_the_item(read: Reading, wrong_number: Finding, controller: User):
    item = actions.take_proposal(finding=wrong_number, by=controller)
    wrong_number.refresh_from_db()
    assert (item.values["assignment"], item.original["assignment"]) == ("2023-08", "2023-07")
    assert (wrong_number.state, wrong_number.decided_by) == (FindingState.TAKEN, controller)


def test_a_proposal_that_fits_no_item_says_so(read: Reading, controller: User):
    finding = make(read, "placeholder", [30], "en dato", text="<dato>")
    with pytest.raises(ValidationError) as error:
        actions.take_proposal(finding=finding, by=controller)
    assert "Rett punktet selv" in refused(error)
    assert corrections_of(read, [finding]) == {}


def test_dismissing_needs_a_reason_and_reopening_forgets_it(wrong_number: Finding, controller: User):
    with pytest.raises(ValidationError):
        actions.dismiss_finding(finding=wrong_number, note="", by=controller)
    gone = actions.dismiss_finding(finding=wrong_number, note="Avklart på telefon", by=controller)
    assert (gone.state, gone.note) == (FindingState.DISMISSED, "Avklart på telefon")
    again = actions.reopen_finding(finding=gone, by=controller)
    assert (again.state, again.note, again.decided_at) == (FindingState.OPEN, "", None)


def words_of(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)


@pytest.mark.parametrize(
    ("form", "said"),
    [("nb", ("Forslag: 2023-08", "Deres ref.", "Med hilsen")), ("nn", ("Framlegg: 2023-08", "Dykkar ref."))],
)
def test_the_reply_is_a_polite_letter_in_either_norwegian(
    web: Client, wrong_number: Finding, controller: User, form, said
):
    actions.tell_ministry(finding=wrong_number, note="Vi tror dette er en skrivefeil.", by=controller)
    other = make(wrong_number.reading, "placeholder", [12], text="<dato>")
    actions.tell_ministry(finding=other, by=controller)
    address = reverse("intake:reply_docx", args=(wrong_number.reading_id,))
    response = web.get(f"{address}?maalform={form}")
    text = words_of(response.content)
    assert response["Content-Disposition"].startswith("attachment")
    for words in (*said, "Prøvedepartementet", "Prøvedirektoratet", "Vi tror dette er en skrivefeil."):
        assert words in text
    assert render(wrong_number.code, wrong_number.values, form) in text
    page = web.get(f"{reverse('intake:reply', args=(wrong_number.reading_id,))}?maalform={form}").content.decode()
    assert said[0] in page
    numbered = [p for p in Document(BytesIO(response.content)).paragraphs if p.style.name == "List Number"]
    assert len(numbered) == 2


def test_the_points_stand_in_the_letters_order(read: Reading, controller: User):
    late, early = make(read, "placeholder", [500], text="<a>"), read.findings.order_by("sequence")[0]
    for finding in (late, early):
        actions.tell_ministry(finding=finding, by=controller)
    assert list(to_tell(read)) == [early, late]


def test_deciding_in_the_browser(web: Client, wrong_number: Finding):
    address = reverse("intake:decide_finding", args=(wrong_number.reading_id, wrong_number.pk))
    assert web.get(address).status_code == 405
    assert web.post(address, {"act": "tell", "note": "Se på dette"}).status_code == 302
    wrong_number.refresh_from_db()
    assert (wrong_number.state, wrong_number.note) == (FindingState.TELL_MINISTRY, "Se på dette")
    assert web.post(address, {"act": "noe annet"}).status_code == 404


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_findings_speak_the_users_language(web: Client, wrong_number: Finding, controller: User, language: str):
    User.objects.filter(pk=controller.pk).update(language=language)
    page = web.get(reverse("intake:findings", args=(wrong_number.reading_id,))).content.decode()
    expected = render(wrong_number.code, wrong_number.values, language)
    assert expected.split("«")[0] in page
