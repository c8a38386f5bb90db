"""What the pages on themes show: how often each is found, what no theme fits, and what phrases would find."""

from __future__ import annotations

from collections import Counter
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
SHORTEST_WORD = 5
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


def suggestions(*, without: Iterable[str] = ()) -> list[tuple[str, int]]:
    """Words that stand in several of the newest comments without a theme, and are rare elsewhere.

    The words that every text of a language has are left out, and those of the texts in `without`, such as
    the product's name.
    """
    dull = common_words.FOLDED.union(*map(_words_of, without))
    everywhere = _words(_latest(Response.objects.with_reason()))
    limit = max(COMMON * sum(1 for _ in everywhere), 5)
    common = Counter(word for words in everywhere for word in words)
    unmatched = _words(_latest(without_theme(Response.objects.all())))
    counts = Counter(word for words in unmatched for word in words - dull if common[word] <= limit)
    several = [(word, number) for word, number in counts.items() if number > 1]
    return sorted(several, key=lambda pair: (-pair[1], pair[0]))[:SUGGESTIONS]


def _latest(rows: ResponseQuerySet) -> ResponseQuerySet:
    return rows.order_by("-answered_at", "-pk")[:LATEST]


def _words(rows: Iterable[Response]) -> list[set[str]]:
    """The longer words of each comment, folded."""
    return [_words_of(row.reason) for row in rows]


def _words_of(reason: str) -> set[str]:
    text = "".join(char if folding.is_part_of_word(char) else " " for char in folding.fold(reason).text)
    return {word for word in text.split() if len(word) >= SHORTEST_WORD and not word.isdigit()}


def _links(**facts: object) -> Exists:
    return Exists(ResponseTheme.objects.filter(response=OuterRef("pk"), is_removed=False, **facts))
