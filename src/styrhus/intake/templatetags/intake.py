"""The letter's lines as HTML. A template would take seconds for a thousand lines; this takes milliseconds."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from styrhus.intake.views.lines import ShownLine, ShownMark

register = template.Library()

LINE = (
    '<li class="ui-source__line{}" id="l{}"{}><a class="ui-source__number" href="#l{}" aria-label="{} {}" tabindex="-1">'
    '{}</a><span class="ui-source__text">{}{}</span></li>'
)


@register.simple_tag
def source_lines_html(lines: Iterable[ShownLine]) -> SafeString:
    """Each line with its number, its text, the page that begins there, and links to what was read there."""
    word, page_word, finding_word = gettext("Linje"), gettext("Side"), pgettext("one", "Funn")
    rows = []
    for one in lines:
        number, page = one.line.number, one.line.page
        page_mark = format_html(' data-page="{} {}"', page_word, page) if page else ""
        marks = format_html_join("", " {}", ((_mark(mark, finding_word),) for mark in one.marks)) if one.marks else ""
        css = " intake-marked" if one.marks else ""
        rows.append((css, number, page_mark, number, word, number, number, one.line.text, marks))
    return format_html_join("\n", LINE, rows)


def _mark(mark: ShownMark, finding_word: str) -> SafeString:
    if mark.is_finding:
        return format_html('<a class="intake-mark intake-mark--finding" href="{}">{}</a>', mark.url, finding_word)
    return format_html('<a class="intake-mark" href="{}">{}</a>', mark.url, mark.label)
