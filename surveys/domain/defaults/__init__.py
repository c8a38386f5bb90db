"""Our own words for a survey, in each language: G7 and G40 as the method words them, in the polite form.

A customer reads them as they stand where nobody changes them, so each is what a person of that language
would write, not what a dictionary gives.
"""

from surveys.domain.defaults import ar, de, en, es, fr, it, ja, nl, pl, pt, sv, tr, zh_hans

DEFAULTS: dict[str, dict[str, str]] = {
    "en": en.WORDS,
    "de": de.WORDS,
    "fr": fr.WORDS,
    "es": es.WORDS,
    "pt": pt.WORDS,
    "it": it.WORDS,
    "nl": nl.WORDS,
    "pl": pl.WORDS,
    "sv": sv.WORDS,
    "tr": tr.WORDS,
    "ja": ja.WORDS,
    "zh-Hans": zh_hans.WORDS,
    "ar": ar.WORDS,
}
