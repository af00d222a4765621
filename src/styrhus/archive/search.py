"""Full-text search in Norwegian: the stored column, the query a person types, and the piece of text to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector, SearchVectorField
from django.db import models
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

CONFIGURATION = "norwegian"
LONGEST_QUERY = 400  # characters; nobody types more, and a machine's long query must not cost long work
MOST_WORDS = 12  # beyond this a text is not a handful of words
OPERATORS = {"or", "and"}
START, STOP = "\ue000", "\ue001"  # private characters around a hit, so that text and marks can't be mixed up


def searchable(*fields: tuple[str, str]) -> models.GeneratedField:
    """A full-text column in Norwegian over ``fields``, each with its weight (A to D)."""
    vector: Any = None
    for name, weight in fields:
        part = SearchVector(name, weight=weight, config=CONFIGURATION)
        vector = part if vector is None else vector + part
    return models.GeneratedField(expression=vector, output_field=SearchVectorField(), db_persist=True)


def typed_query(text: str) -> SearchQuery | None:
    """What a person typed, in the syntax of web search ("phrase", -not, or). None when there is nothing to look for.

    Plain words are also looked for as the beginning of words: Norwegian writes its compounds together, so that who
    asks for "tolk" wants "tolkeordningen" as well.
    """
    words = text.replace("\x00", " ").replace(START, "").replace(STOP, "").strip()[:LONGEST_QUERY]
    if not words:
        return None
    query = SearchQuery(words, config=CONFIGURATION, search_type="websearch")
    plain = words.split()
    if len(plain) > MOST_WORDS or not all(word.isalnum() for word in plain) or OPERATORS & {w.lower() for w in plain}:
        return query
    beginnings = " & ".join(f"'{word}':*" for word in plain)
    return query | SearchQuery(beginnings, config=CONFIGURATION, search_type="raw")


def matching(rows: models.QuerySet[Any], query: SearchQuery, shown: str, limit: int) -> models.QuerySet[Any]:
    """The ``limit`` best rows whose column ``search`` fits, with ``rank`` and ``headline`` cut out of ``shown``."""
    headline = SearchHeadline(
        shown, query, config=CONFIGURATION, start_sel=START, stop_sel=STOP, max_words=30, min_words=12
    )
    found: models.QuerySet[Any] = rows.filter(search=query).annotate(
        rank=SearchRank("search", query), headline=headline
    )
    return found.order_by("-rank", "pk")[:limit]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a search found. ``url_name`` and ``url_args`` lead to its page."""

    kind: Any  # lazy text: "Oppdrag", "Plikt"
    title: str
    snippet: SafeString
    url_name: str
    url_args: tuple[int | str, ...]
    rank: float
    plan: str = ""  # whose and which year's: "IMDi 2023"


def snippet(headline: str) -> SafeString:
    """A headline as HTML: the text escaped, the words that fit in <mark>."""
    marked = escape(headline).replace(START, "<mark>").replace(STOP, "</mark>")
    return mark_safe(marked)  # noqa: S308 - escaped on the line above; the marks are ours
