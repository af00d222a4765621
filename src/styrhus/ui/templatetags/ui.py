"""The components that templates use. `docs/design-system.md` shows each with an example to copy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import template
from django.forms import BaseForm
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from styrhus.ui import formats
from styrhus.ui.charts import sparkline_path
from styrhus.ui.forms import summary_of
from styrhus.ui.icons import ICONS, KIND_ICONS, TAG_ICONS, icon_svg
from styrhus.ui.parts import Progress, TimelineEntry, lines_text

register = template.Library()

for _name in ("number", "kroner", "millions", "percent", "date_long", "date_short", "date_time", "days_until"):
    register.filter(_name, getattr(formats, _name))

PARTS = "ui/parts/"


def _pairs(texts: Sequence[Any]) -> list[tuple[Any, Any]]:
    return [(texts[i], texts[i + 1] if i + 1 < len(texts) else "") for i in range(0, len(texts), 2)]


def _known_kind(kind: str) -> str:
    if kind not in KIND_ICONS:
        raise template.TemplateSyntaxError(f"The kind '{kind}' is not one of {', '.join(KIND_ICONS)}.")
    return kind


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An inline icon. Give ``label`` only where no text stands beside it."""
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"No icon is called '{name}'; the list is in styrhus/ui/icons.py.")
    if not label:
        return icon_svg(name)
    return format_html('{}<span class="ds-sr-only">{}</span>', icon_svg(name), label)


@register.inclusion_tag(PARTS + "button.html")
def button(
    text: str,
    *,
    variant: str = "primary",
    color: str = "",
    icon: str = "",
    size: str = "",
    type: str = "submit",
    name: str = "",
    value: str = "",
    dialog: str = "",
    form: str = "",
) -> dict[str, Any]:
    """A button. ``dialog`` is the id of the dialog that it opens."""
    kind = "button" if dialog else type
    return dict(
        text=text, variant=variant, color=color, icon=icon, size=size, type=kind, name=name, value=value,
        dialog=dialog, form=form,
    )  # fmt: skip


@register.inclusion_tag(PARTS + "link_button.html")
def link_button(
    url: str, text: str, *, variant: str = "secondary", color: str = "", icon: str = "", size: str = "",
    download: bool = False,
) -> dict[str, Any]:  # fmt: skip
    return dict(url=url, text=text, variant=variant, color=color, icon=icon, size=size, download=download)


@register.inclusion_tag(PARTS + "tag.html")
def tag(text: str, kind: str = "neutral", *, icon: bool = True, size: str = "sm") -> dict[str, Any]:
    """A status in words, with colour, and with an icon where it wants attention. ``kind``: success, warning, danger, info or neutral."""
    return dict(text=text, kind=_known_kind(kind), icon=TAG_ICONS[kind] if icon else "", size=size)


@register.inclusion_tag(PARTS + "key_figure.html")
def key_figure(
    label: str, value: Any, *, note: str = "", url: str = "", kind: str = "", icon: str = ""
) -> dict[str, Any]:
    """A figure with its name. Put several in ``<ul class="ui-figures">``."""
    return dict(label=label, value=value, note=note, url=url, kind=_known_kind(kind) if kind else "", icon=icon)


@register.simple_block_tag
def card(
    content: str, *, title: str = "", url: str = "", level: int = 2, color: str = "neutral", tinted: bool = False,
    icon: str = "",
) -> str:  # fmt: skip
    context = dict(content=content, title=title, url=url, level=level, color=color, tinted=tinted, icon=icon)
    return render_to_string(PARTS + "card.html", context)


@register.simple_block_tag
def alert(content: str, kind: str = "info", *, title: str = "", level: int = 2, live: bool = False) -> str:
    """A message on the page. ``live`` for one that appears after the page has loaded."""
    context = dict(content=content, kind=_known_kind(kind), title=title, level=level, live=live)
    return render_to_string(PARTS + "alert.html", context)


@register.simple_block_tag
def details(content: str, summary: str, *, open: bool = False) -> str:
    return render_to_string(PARTS + "details.html", dict(content=content, summary=summary, open=open))


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> str:
    """A dialog, opened by ``{% button … dialog=id %}``. What is essential needs a page of its own as well."""
    return render_to_string(PARTS + "dialog.html", dict(content=content, id=id, title=title))


@register.simple_block_tag
def tabs(content: str, *labels: str) -> SafeString:
    """Tabs with one ``{% tab %}`` for each label, in order. Without JavaScript all panels show."""
    heads = mark_safe("".join(format_html("<ds-tab>{}</ds-tab>", label) for label in labels))  # noqa: S308
    return format_html('<ds-tabs class="ds-tabs"><ds-tablist>{}</ds-tablist>{}</ds-tabs>', heads, content)


@register.simple_block_tag
def tab(content: str) -> SafeString:
    return format_html("<ds-tabpanel>{}</ds-tabpanel>", content)


@register.simple_block_tag
def section(content: str, title: str, id: str, *, level: int = 2, text: str = "") -> str:
    """A part of the page with its heading, which is also its name for screen readers."""
    return render_to_string(PARTS + "section.html", dict(content=content, title=title, id=id, level=level, text=text))


@register.inclusion_tag(PARTS + "page_head.html")
def page_head(title: str, *, over: str = "", lead: str = "", tag: str = "", kind: str = "neutral") -> dict[str, Any]:
    """The page's one h1, with a line over it (what kind of thing this is) and a sentence under it."""
    return dict(title=title, over=over, lead=lead, tag=tag, kind=_known_kind(kind))


@register.inclusion_tag(PARTS + "breadcrumbs.html")
def breadcrumbs(*texts: str) -> dict[str, Any]:
    """Alternating text and address; the last has a text only: it is this page."""
    steps = _pairs(texts)
    return dict(steps=steps[:-1], here=steps[-1][0], back=steps[-2] if len(steps) > 1 else None)


@register.inclusion_tag(PARTS + "subnav.html", takes_context=True)
def subnav(context: Context, label: str, *texts: str) -> dict[str, Any]:
    """Links between the pages of one thing: a name for the group, then alternating text and address."""
    path = context["request"].path
    return dict(label=label, links=[(text, url, url.split("?")[0] == path) for text, url in _pairs(texts)])


@register.inclusion_tag(PARTS + "timeline.html")
def timeline(entries: Iterable[TimelineEntry], today: date | None = None) -> dict[str, Any]:
    """Entries in the order given, with their dates. ``today`` draws a line before the first entry that is not past."""
    listed = list(entries)
    place = next((i for i, e in enumerate(listed) if e.day and today and e.day >= today), None) if today else None
    return dict(entries=[(entry, i == place) for i, entry in enumerate(listed)], today=today)


@register.inclusion_tag(PARTS + "progress.html")
def progress(progress: Progress) -> dict[str, Any]:
    return dict(progress=progress)


@register.inclusion_tag(PARTS + "empty.html")
def empty_state(title: str, text: str = "", *, url: str = "", action: str = "", icon: str = "folder") -> dict[str, Any]:
    return dict(title=title, text=text, url=url, action=action, icon=icon)


@register.inclusion_tag(PARTS + "definitions.html")
def definitions(pairs: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """A list of (term, value). Empty values show as a dash."""
    return dict(pairs=[(term, formats.NOTHING if value in (None, "") else value) for term, value in pairs])


@register.inclusion_tag(PARTS + "source_lines.html")
def source_lines(lines: Sequence[int] | None, url: str = "") -> dict[str, Any]:
    """A badge that leads to the lines of the letter. ``lines`` is (first, last); ``url`` the page that shows them."""
    if not lines:
        return dict(text="", url="", span="")
    single = lines[0] == lines[-1]
    text = gettext("Linje %(lines)s") if single else gettext("Linjene %(lines)s")
    return dict(text=text % {"lines": lines_text(lines)}, url=f"{url}#l{lines[0]}", span=f"{lines[0]}-{lines[-1]}")


@register.simple_tag
def form(form: BaseForm) -> SafeString:
    """The error summary and all fields of a form; the form element and its buttons are the template's own."""
    return form.render("ui/form/form.html")


@register.simple_tag
def field(bound_field: Any) -> SafeString:
    """One field, where a template places fields itself. Put ``{% error_summary form %}`` first in that form."""
    return bound_field.as_field_group()


@register.inclusion_tag("ui/form/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    return dict(summary=summary_of(form))


@register.simple_tag(takes_context=True)
def table(context: Context, table: Any) -> str:
    return table.render(context.get("request"))


@register.simple_tag
def chart(chart: Any) -> SafeString:
    return chart.render()


@register.simple_tag
def sparkline(values: Sequence[float | None], label: str) -> SafeString:
    """A small line beside a number. ``label`` says in words what it shows ("Fra 61 til 74 på fire år")."""
    return format_html(
        '<span class="ui-spark"><svg viewBox="0 0 100 24" aria-hidden="true" focusable="false">'
        '<path class="ui-line" d="{}"/></svg><span class="ds-sr-only">{}</span></span>',
        sparkline_path(values),
        label,
    )
