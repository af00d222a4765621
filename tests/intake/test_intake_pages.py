"""Every page of the room answers, shows what it should, and escapes what a letter says."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from styrhus.intake.models import Item, ItemKind, Reading

pytestmark = pytest.mark.django_db


def page(web: Client, name: str, *args: int | str, query: str = "", status: int = 200) -> str:
    response = web.get(reverse(f"intake:{name}", args=args) + query)
    assert response.status_code == status, response
    text = response.content.decode()
    assert "UNKNOWN-VARIABLE" not in text, text[max(0, text.find("UNKNOWN-VARIABLE") - 200) :][:400]
    return text


def test_the_pages_of_a_letter(web: Client, read: Reading):
    assert "tildelingsbrev" in page(web, "letters").lower()
    page(web, "upload")
    page(web, "letter", read.pk)
    page(web, "head", read.pk)
    page(web, "discard", read.pk)
    for kind in ItemKind.values:
        page(web, "review", read.pk, query=f"?art={kind}")
        page(web, "add_item", read.pk, kind, query="?linjer=12-14")
        item = read.items.filter(kind=kind).first()
        if item:
            page(web, "item", read.pk, item.pk)
            page(web, "merge_item", read.pk, item.pk)
            assert f'id="punkt-{item.pk}"' in page(web, "review", read.pk, query=f"?punkt={item.pk}")
    page(web, "findings", read.pk)
    page(web, "findings", read.pk, query="?alvor=error")
    page(web, "reply", read.pk)
    page(web, "adopt", read.pk)
    page(web, "status", read.pk)


def test_the_pages_of_a_supplement(web: Client, supplement: Reading):
    page(web, "letter", supplement.pk)
    text = page(web, "changes", supplement.pk)
    assert "30.09.2023" in text
    page(web, "adopt", supplement.pk, status=404)


def test_addresses_that_are_none_are_not_found(web: Client, read: Reading):
    for query in ("?art=tull", "?side=x", "?linje=-1", "?punkt=999999", "?punkt=1;2"):
        page(web, "review", read.pk, query=query, status=404)
    page(web, "findings", read.pk, query="?alvor=tull", status=404)
    page(web, "item", read.pk, Item.objects.order_by("-pk").first().pk + 1, status=404)
    page(web, "letter", read.pk + 1000, status=404)


def item_form(web: Client, address: str) -> Any:
    """The form of an item's page, as a browser would fill it."""
    return next(form for form in html.fromstring(web.get(address).content).forms if "version" in form.fields)


@pytest.mark.parametrize("kind", ItemKind.values)
def test_a_form_that_is_saved_untouched_changes_nothing(web: Client, read: Reading, kind: str):
    for item in read.items.filter(kind=kind).order_by("sequence")[:4]:
        address = reverse("intake:item", args=(read.pk, item.pk))
        form = item_form(web, address)
        response = web.post(address, dict(form.form_values()))
        assert response.status_code == 302, response.context["filling"].form.errors
        after = Item.objects.get(pk=item.pk)
        assert (after.values, after.lines, after.state, after.version) == (item.values, item.lines, item.state, 0)


def test_a_part_a_deadline_and_money_are_added_and_removed_in_their_rows(web: Client, read: Reading):
    item = read.items.get(kind="assignment", key="2023-11")
    address = reverse("intake:item", args=(read.pk, item.pk))
    form = item_form(web, address)
    data = dict(form.form_values())
    new = data["deadlines-TOTAL_FORMS"], int(data["deadlines-TOTAL_FORMS"]) - 1
    data |= {f"deadlines-{new[1]}-text": "Ut 2024", f"deadlines-{new[1]}-kind": "end_of_year", "parts-0-DELETE": "on"}
    data |= {f"funding-{int(data['funding-TOTAL_FORMS']) - 1}-amount": "0,5 mill. kroner"}
    response = web.post(address, data)
    assert response.status_code == 302, [rows.errors for rows in response.context["filling"].row_sets.values()]
    after = Item.objects.get(pk=item.pk)
    assert after.values["deadlines"][-1]["text"] == "Ut 2024"
    assert len(after.values["parts"]) == len(item.values["parts"]) - 1
    assert after.values["funding"][-1]["amount"] == 500_000
    bad = data | {f"deadlines-{new[1]}-kind": "date"}
    assert web.post(address, bad).status_code == 422
