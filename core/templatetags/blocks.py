"""Elements with a body of their own: ``{% panel "Latest responses" %} … {% endpanel %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def panel(
    content: str,
    title: str = "",
    *,
    meta: str = "",
    note: str = "",
    kind: str = "",
    span: int | str = "",
    flush: bool = False,
    id: str = "",  # noqa: A002  # it is the HTML attribute of that name
) -> SafeString:
    """A sheet with a head; `flush` for tables and rows, `kind` urgent, brand or sunken, `span` columns."""
    parts = {"title": title, "meta": meta, "note": note, "kind": kind, "span": span, "flush": flush, "id": id}
    return render_to_string("elements/panel.html", {**parts, "content": content})


@register.simple_block_tag
def explain(content: str, summary: str = "How is this computed?", *, end: bool = False) -> SafeString:
    """A question that opens its answer on the spot; `end` aligns it to the right edge."""
    return render_to_string("elements/explain.html", {"summary": summary, "end": end, "content": content})


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """A message that belongs to the page: info, success, warning or danger."""
    return render_to_string("elements/notice.html", {"kind": kind, "title": title, "content": content})


@register.simple_block_tag
def dialog(content: str, id: str, title: str, *, wide: bool = False) -> SafeString:  # noqa: A002  # the HTML attribute
    """A dialog that ``data-dialog-open="id"`` opens."""
    return render_to_string(
        "elements/dialog.html", {"id": id, "title": title, "wide": wide, "content": content}
    )
