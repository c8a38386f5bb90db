"""Where one can go, and where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.templatetags.icons import icon as draw_icon

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.template import Context

register = template.Library()

THEMES = ("light", "dark")
# Every place in the sidebar: of two that hold the page's path, the longer one is where we are.
PLACES = (
    "home",
    "followups:list",
    "notifications:list",
    "plans:list",
    "advocates:list",
    "responses:list",
    "customers:list",
    "customers:stages",
    "insights:overview",
    "campaigns:list",
    "surveys:list",
    "team:settings",
    "mailroom:outbox",
)

# Pages of libraries and of other rooms that stand under the settings.
ANNEXES = ("integrations:start", "mfa_index", "account_change_password")


@register.simple_tag(takes_context=True)
def nav_link(
    context: Context, name: str, label: str, icon: str, count: int | None = None
) -> SafeString | str:
    """A link of the sidebar, with how many things wait there; nothing where the address is unknown."""
    url = _address(name)
    if url is None:
        return ""
    number = (
        format_html(
            '<span class="sidebar-count">{}<span class="visually-hidden"> waiting</span></span>', count
        )
        if count
        else ""
    )
    return format_html(
        '<a class="sidebar-link" href="{}"{}>{}<span>{}</span>{}</a>',
        url,
        _current(url, context.get("request")),
        draw_icon(icon),
        label,
        number,
    )


@register.simple_tag(takes_context=True)
def tab(context: Context, url: str, label: str, count: int | None = None) -> SafeString:
    """A link of a tab bar; the one whose path is the page's own is the current one."""
    request: HttpRequest | None = context.get("request")
    here = request is not None and request.path == url.partition("?")[0]
    return format_html(
        '<a href="{}"{}>{}{}</a>',
        url,
        SafeString(' aria-current="page"' if here else ""),
        label,
        "" if count is None else format_html(' <span class="count">{}</span>', count),
    )


@register.simple_tag
def address(name: str, *args: object, **kwargs: object) -> str:
    """The address of a named page, or nothing where this installation has no such page."""
    try:
        return reverse(name, args=args or None, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def theme_attribute(context: Context) -> SafeString | str:
    """The reader's own choice of light or dark, written into <html> so that no page flashes."""
    request: HttpRequest | None = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request else ""
    return format_html(' data-theme="{}"', chosen) if chosen in THEMES else ""


def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _current(url: str, request: HttpRequest | None) -> SafeString:
    if request is None:
        return SafeString("")
    if request.path == url:
        return SafeString(' aria-current="page"')
    if any(request.path.startswith(there) for there in map(_address, ANNEXES) if there):
        return SafeString(' aria-current="true"' if url == _address("team:settings") else "")
    held = [
        place for place in map(_address, PLACES) if place and place != "/" and request.path.startswith(place)
    ]
    return SafeString(' aria-current="true"' if held and max(held, key=len) == url else "")
