"""The template of a report as plain data: its sections with guidance and sources, as it stood when the report began.

A report keeps its outline as JSON, so that a template which is changed later doesn't touch it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

LANGUAGES = ("nb", "nn")


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """``title`` and ``guidance`` by language; ``sources`` are keys of the sources; ``parent`` the key of the section
    that it lies in; ``signs`` whether the head of the agency signs it; ``rule`` which rule fixes its title.
    """

    key: str
    number: str
    title: Mapping[str, str]
    guidance: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    parent: str = ""
    signs: bool = False
    rule: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """``copy_to_auditor``: the audit office gets it at the same moment as the ministry."""

    key: str
    version: int
    title: Mapping[str, str]
    sections: tuple[OutlineSection, ...]
    copy_to_auditor: bool = False

    def section(self, key: str) -> OutlineSection | None:
        return next((one for one in self.sections if one.key == key), None)

    def level(self, section: OutlineSection) -> int:
        """1 for a section that lies in no other."""
        level, current = 1, section
        while current.parent and (above := self.section(current.parent)) and level < 9:
            level, current = level + 1, above
        return level

    def children(self, key: str) -> Iterator[OutlineSection]:
        return (one for one in self.sections if one.parent == key)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in ``language``, or in the other form where it lacks that one."""
    return texts.get(language) or texts.get("nb") or next(iter(texts.values()), "")


def to_json(outline: Outline) -> dict[str, Any]:
    return {
        "key": outline.key,
        "version": outline.version,
        "title": dict(outline.title),
        "copy_to_auditor": outline.copy_to_auditor,
        "sections": [
            {
                "key": one.key,
                "number": one.number,
                "title": dict(one.title),
                "guidance": dict(one.guidance),
                "sources": list(one.sources),
                "parent": one.parent,
                "signs": one.signs,
                "rule": one.rule,
                "verified": one.verified,
            }
            for one in outline.sections
        ],
    }


def from_json(kept: Mapping[str, Any]) -> Outline:
    sections = tuple(OutlineSection(**{**one, "sources": tuple(one["sources"])}) for one in kept["sections"])
    return Outline(kept["key"], kept["version"], kept["title"], sections, kept["copy_to_auditor"])
