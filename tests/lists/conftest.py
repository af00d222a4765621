"""One demo database for all the lists: made once, committed, dropped at the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tests.databases import own_database
from tests.lists.samples import Samples, make_samples

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(scope="package")
def samples(made_database: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Samples]:
    """The demo of IMDi's year and a second agency, with a user of every role and the keys of one of everything."""
    files = tmp_path_factory.mktemp("documents")
    with (
        override_settings(DEMO=True, STORAGES=_storages(files), AUDIT_HEADS=files / "heads.log"),
        django_db_blocker.unblock(),
        own_database("lists"),
    ):
        yield make_samples()


@pytest.fixture(scope="package")
def clients(samples: Samples) -> dict[str, Client]:
    """A logged-in client for each column. An error in a view is an answer (500), not an exception."""
    made = {}
    for name, user in samples.users.items():
        made[name] = Client(raise_request_exception=False)
        if user:
            made[name].force_login(user, backend=BACKEND)
    return made


def _storages(files: Path) -> dict[str, Any]:
    own = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": files}}
    return settings.STORAGES | {"default": own}
