"""The ready-made themes: what customers of nearly every company speak of, in thirteen languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from responses.domain.themes.starters import ar, de, en, es, fr, it, ja, nl, pl, pt, sv, tr, zh

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": en.PHRASES,
    "de": de.PHRASES,
    "fr": fr.PHRASES,
    "es": es.PHRASES,
    "pt": pt.PHRASES,
    "it": it.PHRASES,
    "nl": nl.PHRASES,
    "pl": pl.PHRASES,
    "sv": sv.PHRASES,
    "tr": tr.PHRASES,
    "ja": ja.PHRASES,
    "zh": zh.PHRASES,
    "ar": ar.PHRASES,
}


@dataclass(frozen=True, slots=True)
class Starter:
    """A theme as we deliver it; its phrases are the company's to change."""

    code: str
    name: str
    description: str

    @property
    def phrases(self) -> dict[str, tuple[str, ...]]:
        """By language."""
        return {language: themes[self.code] for language, themes in LANGUAGES.items()}


STARTERS = (
    Starter("support-speed", "Support speed", "How long people wait for an answer from support."),
    Starter("price", "Price", "What it costs, and whether it is worth it."),
    Starter("reliability", "Reliability", "Errors, outages, delays and damage, and their absence."),
    Starter("usability", "Usability", "How easy it is to use and to understand."),
    Starter("features", "Missing features", "What people miss or wish for."),
    Starter("onboarding", "Onboarding", "The first weeks: setup, training, moving over."),
    Starter("billing", "Billing", "Invoices, payments and refunds."),
    Starter("performance", "Performance", "How fast the product is."),
    Starter("documentation", "Documentation", "Manuals, guides and help pages."),
    Starter("people", "People", "How they were treated, and by whom."),
)
