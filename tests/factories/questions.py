"""Extra questions and logos for tests."""

from __future__ import annotations

import hashlib
import io
from typing import Any

from factory.declarations import LazyAttribute, LazyFunction, RelatedFactory, Sequence, SubFactory
from factory.django import DjangoModelFactory
from PIL import Image

from responses.models import Answer
from surveys.enums import QuestionKind
from surveys.models import QuestionText, SurveyLogo, SurveyQuestion
from tests.factories.surveys import SurveyFactory

WORDS = {"price": "The price", "speed": "The speed"}


def picture(kind: str = "PNG", *, size: tuple[int, int] = (240, 60), **options: Any) -> bytes:
    """An image file with one color in it."""
    out = io.BytesIO()
    Image.new(options.pop("mode", "RGB"), size, options.pop("color", "#3b4cca")).save(out, kind, **options)
    return out.getvalue()


class QuestionTextFactory(DjangoModelFactory[QuestionText]):
    """A question's English words."""

    class Meta:
        model = QuestionText

    question = SubFactory("tests.factories.questions.SurveyQuestionFactory", words=None)
    language = "en"
    prompt = "What matters most to you at {company}?"
    low_label = LazyAttribute(lambda text: "Not much" if text.question.kind == QuestionKind.SCALE else "")
    high_label = LazyAttribute(lambda text: "A lot" if text.question.kind == QuestionKind.SCALE else "")
    options = LazyAttribute(
        lambda text: {code: WORDS.get(code, code.title()) for code in text.question.options}
    )


class SurveyQuestionFactory(DjangoModelFactory[SurveyQuestion]):
    """A choice between price and speed, asked of everybody, in English."""

    class Meta:
        model = SurveyQuestion
        skip_postgeneration_save = True

    survey = SubFactory(SurveyFactory)
    key = Sequence(lambda n: f"matters-{n}")
    kind: str = QuestionKind.CHOICE
    position = Sequence(lambda n: n)
    options = LazyAttribute(
        lambda question: ["price", "speed"] if question.kind == QuestionKind.CHOICE else []
    )
    stages = LazyFunction(list)
    words = RelatedFactory(QuestionTextFactory, factory_related_name="question")


class SurveyLogoFactory(DjangoModelFactory[SurveyLogo]):
    """A blue logo, 240 by 60."""

    class Meta:
        model = SurveyLogo

    survey = SubFactory(SurveyFactory)
    image = LazyFunction(picture)
    content_type = "image/png"
    width = 240
    height = 60
    digest = LazyAttribute(lambda logo: hashlib.sha256(logo.image).hexdigest())
    alternative = "Northwind"


class AnswerFactory(DjangoModelFactory[Answer]):
    """An answer to an extra question; say `response` and `question`."""

    class Meta:
        model = Answer
