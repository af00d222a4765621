"""One demo database for all the lists: made once, committed, dropped at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tests.databases import cloned_database, leading_to
from tests.lists.samples import Samples, make_samples

BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Made:
    database: str
    files: Path
    samples: Samples


@pytest.fixture(scope="session")
def made_samples(
    made_database: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Made]:
    """The demo, made once for all modules of lists; only while one of them runs does the connection lead to it."""
    files = tmp_path_factory.mktemp("documents")
    with django_db_blocker.unblock(), cloned_database("lists") as name:
        with _settings(files), leading_to(name):
            samples = make_samples()
        yield Made(name, files, samples)


@pytest.fixture(scope="module")
def samples(made_samples: Made, django_db_blocker: Any) -> Iterator[Samples]:
    """The demo of IMDi's year and a second agency, with a user of every role and the keys of one of everything."""
    with django_db_blocker.unblock(), _settings(made_samples.files), leading_to(made_samples.database):
        yield made_samples.samples


@pytest.fixture(scope="module")
def clients(samples: Samples) -> dict[str, Client]:
    """A logged-in client for each column. An error in a view is an answer (500), not an exception."""
    made = {}
    for name, user in samples.users.items():
        made[name] = Client(raise_request_exception=False)
        if user:
            made[name].force_login(user, backend=BACKEND)
    return made


def _settings(files: Path) -> override_settings:
    return override_settings(DEMO=True, STORAGES=_storages(files), AUDIT_HEADS=files / "heads.log")


def _storages(files: Path) -> dict[str, Any]:
    own = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": files}}
    return settings.STORAGES | {"default": own}
