import pytest
from django.db import connection, transaction

from styrhus.audit.actions import record
from styrhus.identity.models import Organisation
from tests.databases import own_database


@pytest.fixture
def events(db):
    """Write ``count`` events of every shape."""

    def write(count):
        subject = Organisation.objects.create(kind="municipality", name=f"Prøve kommune {count}")
        with transaction.atomic():
            for number in range(count):
                old = {"name": f"før {number}", "count": number} if number % 3 else None
                record(act="test.act", subject=subject, by=None, old=old, new={"name": "æøå"}, why=f"fordi {number}")
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
        return subject

    return write


@pytest.fixture
def committing_database(made_database, django_db_blocker):
    with django_db_blocker.unblock(), own_database("audit") as name:
        yield name


@pytest.fixture(autouse=True)
def heads_of_our_own(settings, tmp_path):
    settings.AUDIT_HEADS = tmp_path / "heads.log"
