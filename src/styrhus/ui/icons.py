"""The icons in use: our name → the file of Aksel. Inlined, so that they take the text's colour."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

ICONS = {
    "archive": "Archive",
    "arrow-right": "ArrowRight",
    "bell": "Bell",
    "branch": "Branching",
    "calendar": "Calendar",
    "chart": "BarChart",
    "chat": "Chat",
    "check": "Checkmark",
    "chevron-down": "ChevronDown",
    "chevron-left": "ChevronLeft",
    "chevron-right": "ChevronRight",
    "clock": "Clock",
    "cog": "Cog",
    "department": "Buildings3",
    "document": "FileText",
    "download": "Download",
    "edit": "Pencil",
    "envelope": "EnvelopeClosed",
    "error": "XMarkOctagonFill",
    "excel": "FileExcel",
    "external": "ExternalLink",
    "eye": "Eye",
    "filter": "Funnel",
    "folder": "Folder",
    "gavel": "Gavel",
    "globe": "Globe",
    "goal": "Compass",
    "handshake": "Handshake",
    "history": "ClockDashed",
    "home": "House",
    "hourglass": "Hourglass",
    "info": "InformationSquareFill",
    "kroner": "SackKroner",
    "language": "Language",
    "link": "Link",
    "list": "BulletList",
    "lock": "PadlockLocked",
    "logout": "Leave",
    "meeting": "MeetingLarge",
    "menu": "MenuHamburger",
    "merge": "ArrowsSquarepath",
    "minus": "Minus",
    "moon": "Moon",
    "notes": "NotePencil",
    "ok": "CheckmarkCircleFill",
    "people": "PersonGroup",
    "person": "PersonCircle",
    "plus": "Plus",
    "pending": "CircleBroken",
    "print": "PrinterSmall",
    "receipt": "Receipt",
    "refresh": "ArrowsCirclepath",
    "search": "MagnifyingGlass",
    "send": "Paperplane",
    "shield": "ShieldCheckmark",
    "star": "Star",
    "stop": "CircleSlash",
    "sun": "Sun",
    "table": "Table",
    "tasks": "Tasklist",
    "theme": "Theme",
    "thumb-up": "ThumbUp",
    "timeline": "Timeline",
    "trash": "Trash",
    "trend-down": "TrendDown",
    "trend-flat": "TrendFlat",
    "trend-up": "TrendUp",
    "undo": "ArrowUndo",
    "upload": "Upload",
    "urgent": "Lightning",
    "warning": "ExclamationmarkTriangleFill",
    "wheel": "Lifebuoy",
    "x": "XMark",
}

# What wants attention is never told by its colour alone: each kind has an icon of its own beside its words.
KIND_ICONS = {
    "success": "ok",
    "warning": "warning",
    "danger": "error",
    "info": "info",
    "neutral": "pending",
}
# A tag that only tells a fact needs no sign: its words are enough, and the signs of the others stand out.
TAG_ICONS = {**KIND_ICONS, "info": "", "neutral": ""}


@cache
def icon_svg(name: str) -> SafeString:
    """The inline SVG of an icon, hidden from screen readers. Raises KeyError for a name that is not listed."""
    source = Path(settings.FRONT_END) / "@navikt/aksel-icons/dist/svg" / f"{ICONS[name]}.svg"
    if not source.is_file():
        return mark_safe("")
    svg = re.sub(r">\s+<", "><", source.read_text(encoding="utf-8").strip())
    return mark_safe(svg.replace("<svg ", '<svg class="ui-icon" aria-hidden="true" focusable="false" ', 1))  # noqa: S308
