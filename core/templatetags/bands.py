"""Scores and bands on pages: a color never stands without its word or number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join

from core.scoring import Band, Tally, band_of

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def band(score: int | None) -> str:
    """The band's code of a score, for class names and comparisons; empty without a score."""
    return "" if score is None else band_of(score).value


@register.filter
def band_label(value: int | str | None) -> str:
    """The band's word of a score or of a band's code: "Promoter"; empty without one."""
    if value is None or value == "":
        return ""
    return (Band(value) if isinstance(value, str) else band_of(value)).label


@register.simple_tag
def score_chip(score: int | None, size: str = "") -> SafeString:
    """One answer's number on its band's ground, the band in hidden text. `size`: small or large."""
    sized = f" score-{size}" if size else ""
    if score is None:
        return format_html(
            '<span class="score{}">–<span class="visually-hidden"> no score</span></span>', sized
        )
    found = band_of(score)
    return format_html(
        '<span class="score score-{}{}">{}<span class="visually-hidden"> out of 10, {}</span></span>',
        found.value,
        sized,
        score,
        found.label.lower(),
    )


@register.simple_tag
def band_badge(value: int | str | None) -> SafeString | str:
    """The band in words, for a score or a band's code."""
    label = band_label(value)
    return format_html('<span class="badge badge-{}">{}</span>', label.lower(), label) if label else ""


@register.simple_tag
def split_bar(tally: Tally, size: str = "") -> SafeString:
    """The three shares of a tally in one bar, told in a sentence. `size`: small."""
    shares = [(found, tally.share(found) or 0.0) for found in Band]
    told = ", ".join(f"{share}% {found.plural.lower()}" for found, share in shares)
    offset, rects = 0.0, []
    for found, share in shares:
        if share:
            rects.append((found.value, f"{offset:.1f}%", f"{share}%"))
        offset += share
    return format_html(
        '<svg class="split{}" role="img" aria-label="{}" width="100%" height="12">{}</svg>',
        f" split-{size}" if size else "",
        told if tally.total else "No answers yet",
        format_html_join("", '<rect class="split-{}" x="{}" width="{}" height="100%"></rect>', rects),
    )
