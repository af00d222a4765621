"""What is registered in Kudos, in Kudos' own fields, as JSON and as rows for a spreadsheet."""

from __future__ import annotations

from typing import Any

from styrhus.archive.models import Document

from .models import Evaluation

FIELDS = (
    "type", "title", "abstract", "language", "external_public_url", "publish_date", "concerned_year_from",
    "concerned_year_to", "authors", "publishers", "owners", "recipients", "files",
)  # fmt: skip


def lines(text: str) -> list[str]:
    """The names of a field that holds one on each line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def record_of(row: Evaluation) -> dict[str, Any]:
    """One evaluation in Kudos' fields. Actors are named; uuids are Kudos' own to give."""
    owner = {"org_number": row.agency.number or None, "name": row.agency.name}
    return {
        "type": row.kind,
        "title": row.title,
        "abstract": row.abstract,
        "language": row.language,
        "external_public_url": row.link or None,
        "publish_date": row.published_on.isoformat() if row.published_on else None,
        "concerned_year_from": row.concerned_from,
        "concerned_year_to": row.concerned_to,
        "authors": lines(row.authors),
        "publishers": [{"org_number": None, "name": name} for name in lines(row.publishers)],
        "owners": [owner],
        "recipients": [{"org_number": None, "name": name} for name in lines(row.recipients)],
        "files": [file_of(row.report, row.link)] if row.report else [],
    }


def file_of(document: Document, link: str) -> dict[str, Any]:
    return {
        "filename": document.filename,
        "url": link or None,
        "sha256": document.sha256,
        "size": document.size,
        "mimetype": document.media_type,
        "is_primary": True,
    }


def missing_of(row: Evaluation) -> list[str]:
    """The fields of the model that Kudos' form needs and that are still empty."""
    return [name for name in ("abstract", "publishers", "concerned_from") if not getattr(row, name)]


def flat(row: Evaluation) -> dict[str, Any]:
    """The same on one line: names separated by semicolons, the file's fields one by one."""
    record = record_of(row)
    file = record.pop("files")
    for name in ("publishers", "owners", "recipients"):
        record[name] = "; ".join(actor["name"] for actor in record[name])
    record["authors"] = "; ".join(record["authors"])
    known = file[0] if file else {}
    return record | {f"file_{name}": known.get(name) for name in ("filename", "sha256", "size", "mimetype")}
