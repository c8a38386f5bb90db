"""What the pages on themes show: how often each is found, what no theme fits, and what phrases would find."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q

from core.rounding import round_half_away
from responses.domain.themes import common_words, folding, linking, matching
from responses.models import Response, ResponseTheme, Theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from responses.querysets import ResponseQuerySet

LATEST = 1000
EXAMPLES = 5
# The words that tell of a subject are longer than those that hold a sentence together.
WORD = re.compile(r"[^ ]{5,}")
SUGGESTIONS = 12
# Words that stand in more of the comments than this are the language's, not the customers'.
COMMON = 0.1


@dataclass(frozen=True, slots=True)
class Share:
    """How many comments have a theme."""

    comments: int
    matched: int

    @property
    def unmatched(self) -> int:
        """Those without."""
        return self.comments - self.matched

    @property
    def percent(self) -> int:
        """Rounded, and 100 only where no comment is left; 0 where there is none."""
        if not self.comments:
            return 0
        rounded = round_half_away(Fraction(100 * self.matched, self.comments))
        return min(rounded, 99) if self.unmatched else rounded


@dataclass(frozen=True, slots=True)
class Example:
    """A comment in three pieces: before the words found, the words, behind them."""

    response: Response
    before: str
    found: str
    after: str


@dataclass(frozen=True, slots=True)
class Reach:
    """What phrases find among the newest comments."""

    looked_at: int
    found: int
    examples: list[Example]


def counted() -> QuerySet[Theme]:
    """Every theme, those in use first, with `answers` that have it and `by_people` among them."""
    has = Q(response_links__is_removed=False)
    by_people = has & Q(response_links__origin="person")
    return Theme.objects.annotate(
        answers=Count("response_links", filter=has), by_people=Count("response_links", filter=by_people)
    ).order_by("-is_active", "-answers", "name")


def with_theme(rows: ResponseQuerySet, code: str) -> ResponseQuerySet:
    """The answers that have a theme."""
    return rows.filter(_links(theme__code=code))


def without_theme(rows: ResponseQuerySet) -> ResponseQuerySet:
    """The answers that say why, and have no theme."""
    return rows.with_reason().exclude(_links())


def share() -> Share:
    """Of every comment, whether it counts or not: a theme is about words, not about scores."""
    comments = Response.objects.with_reason()
    return Share(comments.count(), comments.filter(_links()).count())


def reach(phrases: Mapping[str, Iterable[str]]) -> Reach:
    """What these phrases would find among the newest thousand comments, with the first few."""
    rules = [
        matching.Phrase.of(theme_id=0, language=language, phrase=phrase)
        for language, said in phrases.items()
        for phrase in said
    ]
    looked_at, found = 0, 0
    examples: list[Example] = []
    for response in _latest(Response.objects.with_reason().select_related("customer")):
        looked_at += 1
        words = linking.speaks_of(response.reason, response.language, rules).get(0)
        if words is None:
            continue
        found += 1
        if len(examples) < EXAMPLES:
            before, _, after = response.reason.partition(words)
            examples.append(Example(response, before, words, after))
    return Reach(looked_at, found, examples)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word as most people write it, in how many comments it stands, and the language of most of them."""

    word: str
    comments: int
    language: str


def suggestions(*, without: Iterable[str] = ()) -> list[Suggestion]:
    """Words that stand in several of the newest comments without a theme, and are rare elsewhere.

    The words that every text of a language has are left out, and those of the texts in `without`, such as
    the product's name.
    """
    dull = common_words.FOLDED.union(*map(_words_of, without))
    everywhere = [_words_of(row.reason) for row in _latest(Response.objects.with_reason())]
    limit = max(COMMON * len(everywhere), 5)
    common = Counter(word for words in everywhere for word in words)
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    languages: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in _latest(without_theme(Response.objects.all())):
        for folded, word in _words_of(row.reason).items():
            if folded not in dull and common[folded] <= limit:
                written[folded][word.lower()] += 1
                languages[folded][row.language.partition("-")[0].lower()] += 1
    found = [
        Suggestion(_most(words), words.total(), _most(languages[folded]))
        for folded, words in written.items()
        if words.total() > 1
    ]
    return sorted(found, key=lambda one: (-one.comments, one.word))[:SUGGESTIONS]


def _latest(rows: ResponseQuerySet) -> ResponseQuerySet:
    return rows.order_by("-answered_at", "-pk")[:LATEST]


def _most(counts: Counter[str]) -> str:
    """What there is most of; of equals the first by its letters, so that a page says the same twice."""
    return min(counts, key=lambda one: (-counts[one], one))


def _words_of(reason: str) -> dict[str, str]:
    """The longer words of a comment, folded, each with how it is written there."""
    text = folding.fold(reason)
    found: dict[str, str] = {}
    for match in WORD.finditer("".join(map(_letter, text.text))):
        start, end = text.places[match.start()], text.places[match.end() - 1]
        if not match[0].isdigit():
            found.setdefault(match[0], reason[start : end + 1])
    return found


def _letter(char: str) -> str:
    return char if folding.is_part_of_word(char) else " "


def _links(**facts: object) -> Exists:
    return Exists(ResponseTheme.objects.filter(response=OuterRef("pk"), is_removed=False, **facts))
