"""An event's changes in the words of the page: no field by the code's name, and the log itself in bokmål."""

import pytest
from django.db import transaction
from django.utils.translation import override

from styrhus.audit.actions import record
from styrhus.audit.changes import changes_of
from styrhus.audit.models import Event
from styrhus.identity.models import Organisation
from styrhus.steering.models import Goal

pytestmark = pytest.mark.django_db


def event_of(subject, **fields):
    with transaction.atomic():
        record(act="test.act", subject=subject, by=None, **fields)
    return Event.objects.latest("pk")


def said_of(event, language):
    with override(language):
        [(_event, changes)] = changes_of([event])
        return [(str(change.field), change.old, change.new) for change in changes]


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", {"Mål", "Ansvarlig", "År"}), ("nn", {"Mål", "Ansvarleg", "År"}), ("en", {"Goal", "Owner", "Year"})],
)
def test_fields_are_named_in_the_language_of_the_page(language, words):
    event = event_of(
        Goal(pk=1, number="1", title="Arbeid"), new={"title": "Arbeid", "owner_name": "Demo", "year": 2023}
    )
    assert {field for field, _old, _new in said_of(event, language)} == words


def test_a_person_is_shown_once_by_the_name_of_that_day():
    event = event_of(Goal(pk=1, number="1", title="Arbeid"), new={"owner": 7, "owner_name": "Demo Controller"})
    assert said_of(event, "nb") == [("Ansvarlig", "–", "Demo Controller")]


def test_the_log_is_written_in_one_language_whatever_one_reads():
    with override("en"):
        event = event_of(Goal(pk=1, number="2", title="Arbeid"), new={"kind": Organisation._meta.verbose_name})
        assert str(Goal(number="2", title="Arbeid")) == "Goal 2: Arbeid"
    assert event.subject_label == "Mål 2: Arbeid"
    assert event.new == {"kind": "organisasjon"}
