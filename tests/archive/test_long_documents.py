"""A document may be longer than a full-text column can hold."""

import pytest

from styrhus.archive.models import Document
from styrhus.archive.search import typed_query
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_text_of_many_megabytes_is_kept_whole_and_searched_from_its_start():
    words = " ".join(f"ord{number}æøå" for number in range(400_000))
    made = factories.document(factories.organisation(), text=f"Tolkeloven {words}")
    assert len(Document.objects.get(pk=made.pk).text) == len(words) + len("Tolkeloven ")
    assert Document.objects.filter(search=typed_query("tolkeloven")).exists()
