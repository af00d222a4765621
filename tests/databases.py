"""A database of one's own for tests that commit: cloned from the test database and dropped afterwards.

The append-only tables refuse the truncation by which Django cleans up after tests that commit.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection

from styrhus.embedded import PROGRAM


@pytest.fixture(scope="session")
def made_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database, also where no collected test asks for Django's own fixture `db` and it would not be made."""
    wanted, real = connection.creation._get_test_db_name(), connection.settings_dict["NAME"]
    if real == wanted:
        yield
        return
    with django_db_blocker.unblock():
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(real, verbosity=0)


@contextlib.contextmanager
def own_database(suffix: str) -> Iterator[str]:
    """Let Django's connection lead to a fresh clone of the test database. Yields the clone's name."""
    with cloned_database(suffix) as name, leading_to(name):
        yield name


@contextlib.contextmanager
def cloned_database(suffix: str) -> Iterator[str]:
    """A clone of the test database that nobody leads to yet; dropped afterwards. Yields its name."""
    original = connection.settings_dict["NAME"]
    name = f"{original}_{suffix}"
    connection.close()
    _maintain(f'drop database if exists "{name}" with (force)', f'create database "{name}" template "{original}"')
    try:
        yield name
    finally:
        connection.close()
        _maintain(f'drop database if exists "{name}" with (force)')


@contextlib.contextmanager
def leading_to(name: str) -> Iterator[None]:
    """Let Django's connection lead to the database ``name`` for a while."""
    original = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = original


def connect(user: str | None = None, **options: Any) -> psycopg.Connection[Any]:
    """A connection of its own to the database that Django's connection leads to; ``user``: another role."""
    settings = connection.settings_dict
    return psycopg.connect(
        dbname=settings["NAME"],
        user=user or settings["USER"],
        password=settings["PASSWORD"] or None,
        host=settings["HOST"] or None,
        port=settings["PORT"] or None,
        **options,
    )


def skip_unless_house_roles() -> None:
    """The three roles exist on the embedded server; on a bare DATABASE_URL there may be one role alone."""
    try:
        connect(PROGRAM).close()
    except psycopg.OperationalError:
        pytest.skip("This server does not have the roles of the house, so their privileges can't be tried here.")


def _maintain(*statements: str) -> None:
    name = connection.settings_dict["NAME"]
    try:
        connection.settings_dict["NAME"] = "postgres"
        with connect(autocommit=True) as maintenance:
            for statement in statements:
                maintenance.execute(statement)
    finally:
        connection.settings_dict["NAME"] = name
