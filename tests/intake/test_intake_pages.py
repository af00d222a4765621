"""Every page of the room answers, shows what it should, and escapes what a letter says."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

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
