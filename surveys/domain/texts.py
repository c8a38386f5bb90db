"""The words a customer reads, in their language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveys.models import SurveyText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveys.models import Survey

PLACEHOLDERS = frozenset({"company", "product", "first_name", "name"})

# G7 and G40: the question and the reason question as the method words them.
DEFAULTS: dict[str, dict[str, str]] = {
    "en": {
        "subject": "How likely are you to recommend {product}?",
        "greeting": "Hi {first_name|there}, tap a number. You can add a few words on the next page.",
        "question": "How likely are you to recommend {product} to a friend or colleague?",
        "low_label": "Not at all likely",
        "high_label": "Extremely likely",
        "reason_question": "What is the reason for your answer?",
        "reason_hint": "Optional. Your words go straight to the team.",
        "contact_me": "You may contact me about my answer",
        "send_button": "Send my answer",
        "why_you": "You get this because you are in touch with {company}. We ask at most twice a year.",
        "unsubscribe": "Unsubscribe",
        "thanks_title": "Thank you",
        "thanks_promoter": "Great to hear. We will keep it that way.",
        "thanks_passive": "Your answer helps us to get better.",
        "thanks_detractor": "We are sorry that we let you down. Somebody will read this and get in touch.",
    },
    "de": {
        "subject": "Wie wahrscheinlich ist es, dass Sie {product} weiterempfehlen?",
        "greeting": "Guten Tag {name|}, tippen Sie auf eine Zahl. Für Worte ist die nächste Seite.",
        "question": "Wie wahrscheinlich ist es, dass Sie {product} Freunden oder Kollegen empfehlen?",
        "low_label": "Sehr unwahrscheinlich",
        "high_label": "Sehr wahrscheinlich",
        "reason_question": "Was ist der Grund für Ihre Antwort?",
        "reason_hint": "Freiwillig. Ihre Worte gehen direkt an das Team.",
        "contact_me": "Sie dürfen mich zu meiner Antwort ansprechen",
        "send_button": "Antwort senden",
        "why_you": "Sie erhalten dies, weil Sie {company} kennen. Wir fragen höchstens zweimal im Jahr.",
        "unsubscribe": "Abmelden",
        "thanks_title": "Vielen Dank",
        "thanks_promoter": "Das freut uns. Wir geben uns Mühe, dass es so bleibt.",
        "thanks_passive": "Ihre Antwort hilft uns, besser zu werden.",
        "thanks_detractor": "Es tut uns leid, Sie enttäuscht zu haben. Jemand liest es und meldet sich.",
    },
}


def add_defaults(*, survey: Survey, languages: Sequence[str] = tuple(DEFAULTS)) -> None:
    """Give the survey our own words in these languages, where it has none yet."""
    present = set(survey.texts.values_list("language", flat=True))
    SurveyText.objects.bulk_create(
        SurveyText(survey=survey, language=language, **DEFAULTS[language])
        for language in languages
        if language not in present
    )


def text_for(*, survey: Survey, language: str) -> SurveyText:
    """The survey's words in this language, else in its primary subtag, else in the default language.

    Raises SurveyText.DoesNotExist when the survey has no words at all.
    """
    return best_text(texts=list(survey.texts.all()), language=language, default=survey.default_language)


def best_text(*, texts: Sequence[SurveyText], language: str, default: str) -> SurveyText:
    """Of these texts the one for `de-AT`: de-AT, else de, else the default, else the first."""
    by_language = {text.language.lower(): text for text in texts}
    wanted = language.lower()
    for candidate in (wanted, wanted.split("-")[0], default.lower()):
        if candidate in by_language:
            return by_language[candidate]
    if not texts:
        raise SurveyText.DoesNotExist("This survey has no texts yet.")
    return texts[0]
