"""A survey's extra questions: which of them somebody sees, in whose words, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from core import languages, placeholders
from surveys.enums import QuestionKind
from surveys.models import QuestionText
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveys.models import Survey

SCALE = range(1, 6)
# Nobody is known by name on every channel, so the questions name nobody.
READ = (
    *("question_id", "question__key", "question__kind", "question__options", "question__stages"),
    *("language", "prompt", "low_label", "high_label", "options"),
)


class Words(NamedTuple):
    """A question in one language; `options` pairs each code with its words."""

    language: str
    prompt: str
    low_label: str
    high_label: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StoredQuestion:
    """A question as it is stored, in all its languages; equal ones make equal pages."""

    pk: int
    key: str
    kind: str
    options: tuple[str, ...]
    stages: tuple[str, ...]
    texts: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class ExtraQuestion:
    """A question as one reader sees it.

    `language` is that of its words, which may not be the page's. `options` pairs what is sent with what is
    read: codes with their words, or 1 to 5; empty for a question that takes words.
    """

    pk: int
    key: str
    kind: str
    prompt: str
    language: str
    options: tuple[tuple[str, str], ...] = ()
    low_label: str = ""
    high_label: str = ""

    @property
    def field(self) -> str:
        """The name of its field in a form."""
        return f"q_{self.key}"

    @property
    def direction(self) -> str:
        """Which way its words read."""
        return languages.direction(self.language)


class Given(NamedTuple):
    """What somebody said to one question. All empty: they took it back, or never said anything."""

    question_id: int
    choice: str = ""
    number: int | None = None
    text: str = ""

    @property
    def is_blank(self) -> bool:
        """True where nothing was said."""
        return not self.choice and self.number is None and not self.text


def asked_of(*, survey: Survey, language: str, stage: str = "") -> list[ExtraQuestion]:
    """The questions for somebody of this stage, in their language or in the survey's default one.

    A question that is tied to stages is not asked of visitors, whose stage nobody knows.
    """
    program = Program.objects.current()
    values = {"company": program.company, "product": program.asked_about}
    known = stored(survey.pk)
    return list(spoken(known, language=language, default=survey.default_language, stage=stage, values=values))


def stored(survey_id: int) -> tuple[StoredQuestion, ...]:
    """The survey's questions that are still asked, in their order."""
    rows = QuestionText.objects.filter(question__survey=survey_id, question__retired_at=None)
    texts: dict[int, list[Words]] = {}
    heads: dict[int, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {}
    for pk, key, kind, options, stages, language, prompt, low, high, words in rows.order_by(
        "question__position", "question_id", "language"
    ).values_list(*READ):
        heads[pk] = key, kind, tuple(options), tuple(stages)
        texts.setdefault(pk, []).append(Words(language, prompt, low, high, tuple(words.items())))
    return tuple(StoredQuestion(pk, *head, tuple(texts[pk])) for pk, head in heads.items())


def spoken(
    known: Sequence[StoredQuestion],
    *,
    language: str,
    default: str,
    stage: str | None,
    values: Mapping[str, str],
) -> tuple[ExtraQuestion, ...]:
    """Those of the questions that this stage is asked, all for None, in the best words there are."""
    return tuple(
        _in_words(question, _best(question.texts, language, default), values)
        for question in known
        if stage is None or not question.stages or stage in question.stages
    )


def _best(texts: Sequence[Words], language: str, default: str) -> Words:
    by_language = {text.language: text for text in texts}
    code = languages.matching(language, by_language) or languages.matching(default, by_language)
    return by_language[code] if code else texts[0]


def _in_words(question: StoredQuestion, text: Words, values: Mapping[str, str]) -> ExtraQuestion:
    prompt, low_label, high_label = (
        placeholders.fill(words, values) for words in (text.prompt, text.low_label, text.high_label)
    )
    return ExtraQuestion(
        pk=question.pk,
        key=question.key,
        kind=question.kind,
        prompt=prompt,
        language=text.language,
        options=_options(question, text, values),
        low_label=low_label,
        high_label=high_label,
    )


def _options(question: StoredQuestion, text: Words, values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    if question.kind == QuestionKind.SCALE:
        return tuple((str(number), str(number)) for number in SCALE)
    # A code without words in this language has been said in another: better that than a gap.
    words = {code: said for other in (*question.texts, text) for code, said in other.options if said}
    return tuple((code, placeholders.fill(words.get(code, code), values)) for code in question.options)
