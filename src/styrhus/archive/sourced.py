"""What came from a document keeps its place there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from .models import Document


@dataclass(frozen=True)
class Place:
    """Where a statement stands: a document and its 1-based lines. Empty for what a person entered without one."""

    document: Document | None = None
    lines: Sequence[int] = field(default_factory=tuple)

    def as_fields(self) -> dict[str, object]:
        return {"document": self.document, "lines": list(self.lines)}


class Sourced(models.Model):
    """A row that remembers the lines of the document that it was read from."""

    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kilde")
    )
    lines = ArrayField(models.PositiveIntegerField(), default=list, blank=True, verbose_name=_("linjer"))

    class Meta:
        abstract = True
