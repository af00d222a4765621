"""Every table and every text field stands in `models.toml` with its retention and what it holds of persons."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from axes.models import AccessAttempt, AccessLog
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.test import Client

from styrhus.privileges import APPEND_ONLY
from tests import factories

HERE = Path(__file__).parent
LIST = tomllib.loads((HERE / "models.toml").read_text(encoding="utf-8"))
for of_room in sorted(HERE.glob("rooms/*.models.toml")):
    LIST |= tomllib.loads(of_room.read_text(encoding="utf-8"))
KEEP, PERSONAL = LIST.pop("keep"), LIST.pop("personal")
MODELS = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
TEXTS = (models.CharField, models.TextField, models.JSONField, models.GenericIPAddressField)


def is_text(field: models.Field) -> bool:
    held = field.base_field if isinstance(field, ArrayField) else field
    return isinstance(held, TEXTS) and not isinstance(field, models.GeneratedField)


def is_person(field: models.Field) -> bool:
    return field.remote_field is not None and field.related_model is get_user_model()


def listed_fields(entry: dict) -> list[str]:
    return [*entry.get("persons", {}), *entry.get("free", []), *entry.get("plain", [])]


def test_the_list_names_every_table_and_no_other():
    assert set(MODELS) - set(LIST) == set(), "add these to models.toml"
    assert set(LIST) - set(MODELS) == set(), "these are gone: take them out of models.toml"


@pytest.mark.parametrize("label", MODELS)
def test_every_text_and_every_link_to_a_person_is_classed_once(label):
    entry = LIST[label]
    fields = MODELS[label]._meta.local_fields
    wanted = sorted(field.name for field in fields if is_text(field) or is_person(field))
    assert sorted(listed_fields(entry)) == wanted
    assert set(entry) <= {"keep", "append_only", "persons", "free", "plain"}
    assert entry["keep"] in KEEP
    assert set(entry.get("persons", {}).values()) <= set(PERSONAL)
    for field in fields:
        if is_person(field):
            assert field.name in entry["persons"], field.name


def test_what_is_append_only_is_so_in_the_database():
    marked = {MODELS[label]._meta.db_table for label, entry in LIST.items() if entry.get("append_only")}
    assert marked == set(APPEND_ONLY)


def test_no_link_to_a_person_lets_the_person_s_traces_vanish():
    for label, model in MODELS.items():
        for field in model._meta.local_fields:
            if is_person(field):
                assert field.remote_field.on_delete is models.PROTECT, f"{label}.{field.name}"


def test_a_successful_login_leaves_no_log_of_machines_and_addresses(db):
    user = factories.user()
    for password in ("feil passord", factories.PASSWORD):
        Client().post("/logg-inn/", {"username": user.email, "password": password, "next": "/profil/"})
    assert not AccessLog.objects.exists()
    assert not AccessAttempt.objects.exists(), "a right password ends the count of wrong ones"


def test_a_failed_login_keeps_no_password(db):
    Client().post("/logg-inn/", {"username": "en@demo.styrhus.invalid", "password": "hemmelig ord", "next": "/"})
    kept = AccessAttempt.objects.get()
    assert "hemmelig ord" not in kept.post_data + kept.get_data
