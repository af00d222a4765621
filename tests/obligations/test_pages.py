"""The pages: what each shows and does, without JavaScript, and whom they are closed to."""

from __future__ import annotations

import io
import json
from datetime import date

import docx
import pytest
from django.urls import reverse
from django.utils import translation

from styrhus.identity.roles import Role
from styrhus.obligations import actions, queries
from styrhus.obligations.front import cards
from styrhus.obligations.models import Claim, ConsultantPurchase, Evaluation
from styrhus.obligations.reminders import due
from tests.factories import document
from tests.obligations.conftest import APPRENTICES

LISTS = (
    "overview", "directives", "apprentices", "purchases", "decentralised", "evaluations", "procurements", "assets",
    "asset_counts", "strategies", "contacts", "routines", "coverage",
)  # fmt: skip


@pytest.mark.parametrize("name", [*LISTS, "claims"])
def test_an_empty_list_says_what_to_do(here, small, browser, name):
    answer = browser(here.controller).get(reverse(f"obligations:{name}"))
    assert answer.status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_strangers_and_partners_get_nothing(here, browser, name):
    for user in (here.stranger, here.people[Role.ADMINISTRATOR]):
        assert browser(user).get(reverse(f"obligations:{name}")).status_code == 403


@pytest.mark.parametrize("name", ["purchase", "strike_purchase", "change_purchase"])
def test_another_agency_does_not_find_the_row(here, purchase, browser, name):
    address = reverse(f"obligations:{name}", args=(purchase.pk,))
    assert browser(here.controller).get(address).status_code == 200
    assert browser(here.other_controller).get(address).status_code == 404
    assert browser(here.people[Role.MINISTRY_OFFICIAL]).get(address).status_code == 403


def test_a_purchase_is_entered_in_a_form(here, browser):
    page = browser(here.people[Role.CASE_OFFICER])
    given = {
        "bought_on": "2023-03-01", "supplier": "Prøve AS", "supplier_kind": "consultancy", "field": "ict", "amount": "1,2 mill. kr",
        "purpose": "Prøve", "why_not_own": "Ingen", "case_number": "", "department": here.department.pk,
    }  # fmt: skip
    wrong = page.post(reverse("obligations:new_purchase"), given | {"campaign": "on"})
    assert "Kommunikasjon" in wrong.content.decode()
    assert "Prøve AS" in wrong.content.decode(), "what was typed is kept"
    answer = page.post(reverse("obligations:new_purchase"), given)
    assert answer.status_code == 302
    assert ConsultantPurchase.objects.get().amount == 1_200_000
    listed = page.get(reverse("obligations:purchases") + "?format=csv")
    assert "Prøve AS" in b"".join(listed.streaming_content).decode()


def test_the_row_of_another_department_can_not_be_moved_to_one_s_own(here, purchase, browser):
    actions.change_purchase(
        row=purchase, by=here.controller, values=_values(purchase) | {"department": here.other_department}
    )
    page = browser(here.people[Role.CASE_OFFICER])
    address = reverse("obligations:change_purchase", args=(purchase.pk,))
    assert page.post(address, {"department": here.department.pk}).status_code == 404
    assert (
        "Endre"
        not in page.get(reverse("obligations:purchase", args=(purchase.pk,)))
        .content.decode()
        .split("<main")[1]
        .split("Historikk")[0]
    )


def _values(row):
    return {name: getattr(row, name) for name in row.FIELDS}


def test_a_directive_is_answered_and_becomes_text(here, small, purchase, browser):
    directive = small.plan.directives.get()
    page = browser(here.controller)
    address = reverse("obligations:directive", args=(directive.pk,))
    assert page.post(address, {"measures": "To er ansatt."}).status_code == 302
    assert page.post(address, {"happened_on": "2023-02-01", "text": "Avtalen er sagt opp."}).status_code == 302
    shown = page.get(address).content.decode()
    assert "To er ansatt." in shown
    text = page.get(reverse("obligations:text", args=(directive.pk,))).content.decode()
    assert "Avtalen er sagt opp." in text
    word = page.get(reverse("obligations:text_docx", args=(directive.pk,)))
    written = docx.Document(io.BytesIO(word.content))
    assert "To er ansatt." in [paragraph.text for paragraph in written.paragraphs]
    assert "500\xa0000\xa0kr" in written.tables[0].rows[0].cells[1].text
    assert "Avtalen er sagt opp." in page.get(reverse("obligations:text_csv", args=(directive.pk,))).content.decode()
    assert page.post(reverse("obligations:approve", args=(directive.pk,))).status_code == 302
    assert page.post(address, {"measures": "Noe annet."}).status_code == 404
    assert "Godkjent" in page.get(reverse("obligations:text", args=(directive.pk,))).content.decode()
    assert page.get(reverse("obligations:text_docx", args=(directive.pk,))).status_code == 200


def test_kudos_gets_its_own_fields(here, evaluation, browser, settings):
    report = document(here.agency, "Rapporten", "Sluttrapport")
    actions.publish_evaluation(
        row=evaluation, published_on=date(2023, 4, 1), report=report, link="", by=here.controller
    )
    page = browser(here.controller)
    listed = json.loads(page.get(reverse("obligations:kudos_json")).content)["documents"]
    (found,) = listed
    assert found["type"] == "Evaluering"
    assert found["publish_date"] == "2023-04-01"
    assert (found["concerned_year_from"], found["concerned_year_to"]) == (2022, 2023)
    assert found["authors"] == ["Prøve Forfatter", "Prøve Medforfatter"]
    (file,) = found["files"]
    assert (file["sha256"], file["size"], file["mimetype"]) == (report.sha256, report.size, "text/plain")
    assert report.sha256 in page.get(reverse("obligations:kudos_csv")).content.decode()
    assert json.loads(browser(here.other_controller).get(reverse("obligations:kudos_json")).content)["documents"] == []


def test_what_is_published_and_not_in_kudos_is_shown(here, evaluation, browser):
    actions.publish_evaluation(
        row=evaluation, published_on=date(2023, 4, 1), report=None, link="https://example.invalid/r", by=here.controller
    )
    page = browser(here.controller)
    assert "Det mangler registreringer i Kudos" in page.get(reverse("obligations:evaluations")).content.decode()
    address = reverse("obligations:register_kudos", args=(evaluation.pk,))
    assert page.post(address, {"kudos_on": "2023-04-03", "kudos_link": ""}).status_code == 302
    assert Evaluation.objects.get().kudos_on == date(2023, 4, 3)
    assert "Det mangler" not in page.get(reverse("obligations:evaluations")).content.decode()


def test_the_ministry_decides_a_claim_and_sees_no_draft(here, claim, browser):
    official = browser(here.people[Role.MINISTRY_OFFICIAL])
    address = reverse("obligations:claim", args=(claim.pk,))
    assert official.get(address).status_code == 404
    actions.assess_claim(row=claim, assessment="Et hemmelig utkast", recommendation="Avslå", by=here.controller)
    actions.assess_claim(row=claim, assessment="Den endelige vurderingen", recommendation="Avslå", by=here.controller)
    browser(here.controller).post(reverse("obligations:send_claim", args=(claim.pk,)))
    shown = official.get(address).content.decode()
    assert "Den endelige vurderingen" in shown
    assert "hemmelig utkast" not in shown
    decided = official.post(
        reverse("obligations:decide_claim", args=(claim.pk,)), {"decision": "rejected", "decision_text": "Enig."}
    )
    assert decided.status_code == 302
    assert Claim.objects.get().decided_by == here.people[Role.MINISTRY_OFFICIAL]


def test_the_list_on_a_page_can_be_taken_away(here, procurement, browser):
    actions.check_point(
        procurement=procurement, point="need", outcome="in_order", deviation="", document=None,
        checked_on=date(2023, 4, 1), by=here.controller,
    )  # fmt: skip
    page = browser(here.controller)
    address = reverse("obligations:procurement", args=(procurement.pk,))
    assert "format=csv" in page.get(address).content.decode()
    taken = page.get(address + "?format=csv")
    assert "Behov og beslutning" in b"".join(taken.streaming_content).decode()


def test_the_rule_about_the_storting_stands_where_it_applies(here, browser):
    shown = browser(here.people[Role.CASE_OFFICER]).get(reverse("obligations:contacts")).content.decode()
    assert "avklart det" in shown
    assert "punkt 13.4" in shown


def test_the_assets_are_counted_on_a_page(here, asset, browser):
    page = browser(here.controller)
    address = reverse("obligations:count_assets")
    assert "Skriv i merknaden" in page.post(address, {"counted_on": "2023-04-01"}).content.decode()
    assert page.post(address, {"counted_on": "2023-04-01", "found": [asset.pk]}).status_code == 302
    assert queries.last_asset_count(here.agency.pk).counted_on == date(2023, 4, 1)


def test_the_coverage_lists_every_duty_of_the_plan(here, small, browser):
    shown = browser(here.people[Role.MINISTRY_OFFICIAL]).get(reverse("obligations:coverage"))
    assert shown.status_code == 200
    assert "Har et sted" in shown.content.decode()
    other = reverse("obligations:coverage", args=(small.plan.pk,))
    assert browser(here.other_controller).get(other).status_code == 404


def test_cards_and_reminders_say_what_waits(here, small, claim, asset, settings):
    actions.count_apprentices(agency=here.agency, values=APPRENTICES | {"apprentices": 0}, by=here.controller)
    (card,) = cards(here.controller, small.plan, "virksomheten")
    assert card.urgent
    assert "Kravet om lærlinger er ikke oppfylt" in [line.text for line in card.lines]
    assert cards(here.people[Role.AUDITOR], small.plan, "virksomheten") == []
    assert cards(here.people[Role.MINISTRY_OFFICIAL], small.plan, "departementet") == []
    actions.send_claim(row=claim, by=here.controller)
    (card,) = cards(here.people[Role.MINISTRY_OFFICIAL], small.plan, "departementet")
    assert card.count == 1
    reminders = list(due(date(2023, 5, 1)))
    assert here.controller in [one.user for one in reminders]
    assert here.people[Role.CASE_OFFICER] not in [one.user for one in reminders]
    assert all(one.text() and one.kind.startswith("obligations.") for one in reminders)
    with translation.override("en"):
        words = {one.text() for one in reminders if one.user == here.controller}
    assert "The demand for apprentices is not met" in words
    autumn = {one.kind for one in due(date(2023, 10, 2))}
    assert "obligations.assets" in autumn


def test_the_auditor_sees_everything_and_changes_nothing(here, purchase, claim, browser):
    page = browser(here.people[Role.AUDITOR])
    for name, row in (("purchase", purchase), ("claim", claim)):
        shown = page.get(reverse(f"obligations:{name}", args=(row.pk,)))
        assert shown.status_code == 200
        assert page.get(reverse(f"obligations:change_{name}", args=(row.pk,))).status_code == 403
