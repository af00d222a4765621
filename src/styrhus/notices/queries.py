"""Reads of notices and of the outbox."""

from __future__ import annotations

from django.apps import apps
from django.db.models import QuerySet

from styrhus.identity.models import User

from .models import Mail, Notice


def notices_of(user: User) -> QuerySet[Notice]:
    """One's own notices with the mail that carried them, newest first."""
    return Notice.objects.visible_to(user).select_related("mail").order_by("-made_at", "-pk")


def rooms_of(user: User) -> list[tuple[str, str]]:
    """The rooms that have told ``user`` something: (label, name), for a filter."""
    kinds = Notice.objects.visible_to(user).order_by().values_list("kind", flat=True).distinct()
    labels = {kind.split(".")[0] for kind in kinds}
    known = [
        (label, str(apps.get_app_config(label).verbose_name))
        for label in labels
        if apps.is_installed(f"styrhus.{label}")
    ]
    return sorted(known, key=lambda pair: pair[1])


def mails_visible_to(user: User) -> QuerySet[Mail]:
    """The outbox that ``user`` looks after, newest first."""
    return Mail.objects.visible_to(user).select_related("user", "queued_by").order_by("-made_at", "-pk")
