"""The company's own themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from responses.domain.themes import editing, linking, matching, queries, retagging
from responses.domain.themes.starters import LANGUAGES, STARTERS
from responses.models import Tagging, Theme, ThemeRule
from team.models import AuditEntry
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import User

pytestmark = pytest.mark.django_db


def said(theme: Theme) -> list[tuple[str, str]]:
    return list(theme.rules.values_list("language", "phrase"))


def test_ready_made_phrases_of_other_languages_stay_out_of_english() -> None:
    """A comment in which its own language finds nothing is read with all: “custo” is no customer there."""
    rules = [
        matching.Phrase.of(theme_id=place, language=language, phrase=phrase)
        for place, one in enumerate(STARTERS)
        for language, said in one.phrases.items()
        for phrase in said
    ]

    reason = "A million customers, custom customs papers, milestones precompiled."
    assert linking.speaks_of(reason, "en", rules) == {}


def suggested(*without: str) -> list[tuple[str, int]]:
    return [(one.word, one.comments) for one in queries.suggestions(without=without)]


def test_a_theme_is_added_with_its_phrases_and_everything_is_read_again(manager: User) -> None:
    """G42: the company's own words, audited."""
    ResponseFactory.create(reason="Too slow")
    phrases = {"en": ["slow*", "Slow*", ""], "de": ["langsam"], "fr": []}
    theme = editing.add(name="Slow support", description="Waiting", phrases=phrases, actor=manager, now=NOW)

    assert (theme.code, said(theme)) == ("slow-support", [("de", "langsam"), ("en", "slow*")])
    entry = AuditEntry.objects.get(action="theme.add")
    assert entry.changes == {"name": ["", "Slow support"], "phrases": {"added": ["de: langsam", "en: slow*"]}}
    job = Tagging.objects.get()
    assert (job.version, job.done_version, job.total, job.next_id) == (1, 0, 1, 0)


def test_names_are_taken_once_and_codes_stay(manager: User) -> None:
    common: dict[str, Any] = {"description": "", "phrases": {}, "actor": manager, "now": NOW}
    first = editing.add(name="Price", **common)
    other = editing.add(name="Price!", **common)

    assert (first.code, other.code) == ("price", "price-2")
    assert editing.add(name="None", **common).code == "theme"
    with pytest.raises(editing.TakenName):
        editing.add(name="PRICE", **common)
    with pytest.raises(editing.TakenName):
        editing.change(theme=other, name="price", **common)
    assert editing.change(theme=first, name="Prices", **common)
    first.refresh_from_db()
    assert (first.code, first.name) == ("price", "Prices")


def test_only_other_phrases_have_everything_read_again(manager: User) -> None:
    theme = editing.add(name="Price", description="", phrases={"en": ["dear"]}, actor=manager, now=NOW)
    common: dict[str, Any] = {"theme": theme, "name": "Price", "actor": manager, "now": NOW}

    assert not editing.change(description="", phrases={"en": ["dear"]}, **common)
    assert editing.change(description="What it costs", phrases={"en": ["dear"]}, **common)
    assert Tagging.objects.get().version == 1
    assert editing.change(description="What it costs", phrases={"en": ["cost*"]}, **common)
    assert (Tagging.objects.get().version, said(theme)) == (2, [("en", "cost*")])
    changes = AuditEntry.objects.filter(action="theme.change").order_by("pk").last()
    assert changes
    assert changes.changes == {"phrases": {"added": ["en: cost*"], "removed": ["en: dear"]}}


def test_the_ready_made_themes_are_added_once_and_leave_ours_alone(manager: User) -> None:
    editing.add(name="billing", description="Ours", phrases={"en": ["bill"]}, actor=manager, now=NOW)
    version = Tagging.objects.get().version

    assert editing.install(actor=manager, now=NOW) == len(STARTERS) - 1
    assert editing.install(actor=manager, now=NOW) == 0
    assert Tagging.objects.get().version == version + 1
    assert said(Theme.objects.get(name="billing")) == [("en", "bill")]
    assert ThemeRule.objects.filter(theme__code="price", language="ar").count() > 5


def test_every_ready_made_theme_speaks_every_language() -> None:
    codes = {one.code for one in STARTERS}

    assert len(LANGUAGES) == 13
    for language, themes in LANGUAGES.items():
        assert set(themes) == codes, language
        for phrases in themes.values():
            assert len(editing.distinct({language: phrases})[language]) == len(phrases) >= 5


@pytest.mark.parametrize(
    ("language", "reason", "code"),
    [
        ("en", "Nobody called back after the last survey either.", "support-speed"),
        ("de", "Die Rechnung trägt noch immer den alten Firmennamen.", "billing"),
        ("fr", "Beaucoup trop cher pour ce que c'est", "price"),
        ("es", "La página es lentísima... muy lenta", "performance"),
        ("pt", "O sistema é muito complicado", "usability"),
        ("it", "Manca la possibilità di esportare", "features"),
        ("nl", "De handleiding klopt niet", "documentation"),
        ("pl", "Program się zawiesza", "reliability"),
        ("sv", "Mycket trevlig personal", "people"),
        ("tr", "Fiyatlar çok yüksek", "price"),
        ("ja", "電話がつながらない", "support-speed"),
        ("zh", "系统经常崩溃", "reliability"),
        ("ar", "الواجهة مُعَقَّدة جدا", "usability"),
    ],
)
def test_ready_made_phrases_find_what_people_write(language: str, reason: str, code: str) -> None:
    """G42: comments get their themes in the languages of the ready-made set."""
    rules = [
        matching.Phrase.of(theme_id=place, language=language, phrase=phrase)
        for place, one in enumerate(STARTERS)
        for phrase in one.phrases[language]
    ]

    assert code in [STARTERS[place].code for place in matching.find(reason, rules)]


@pytest.mark.parametrize(
    ("comments", "matched", "percent"), [(0, 0, 0), (1000, 999, 99), (8, 1, 13), (3, 3, 100), (1000, 1, 0)]
)
def test_all_is_understood_only_where_nothing_is_left(comments: int, matched: int, percent: int) -> None:
    assert queries.Share(comments, matched).percent == percent


def test_the_numbers_beside_the_list(manager: User) -> None:
    theme = editing.add(name="Price", description="", phrases={"en": ["dear"]}, actor=manager, now=NOW)
    ResponseFactory.create(reason="Too dear", language="en")
    ResponseFactory.create_batch(2, reason="Palletised wrongly", language="en")
    ResponseFactory.create(reason="")
    retagging.run(clock=lambda: NOW, budget=retagging.LEASE)

    share = queries.share()
    assert (share.comments, share.matched, share.unmatched, share.percent) == (3, 1, 2, 33)
    assert [(row.name, vars(row)["answers"], vars(row)["by_people"]) for row in queries.counted()] == [
        ("Price", 1, 0)
    ]
    assert suggested() == [("palletised", 2), ("wrongly", 2)]
    assert suggested("Wrongly, Inc.") == [("palletised", 2)]
    reach = queries.reach(editing.phrases_of(theme))
    assert (reach.looked_at, reach.found) == (3, 1)
    assert [(one.before, one.found, one.after) for one in reach.examples] == [("Too ", "dear", "")]


@pytest.mark.parametrize(
    "reason",
    [
        "Everything doesn't always really Palletised",
        "Eigentlich trotzdem vielleicht Überhaupt palletised",
        "Malheureusement toujours plutôt ÊTRE palletised",
        "Todavía después siempre también palletised",
        "Infelizmente também sempre não palletised",
        "Purtroppo sempre perché così palletised",
        "Eigenlijk helaas altijd misschien palletised",
        "Właśnie niestety również dlatego palletised",
        "Tyvärr alltid egentligen därför palletised",
        "Maalesef çünkü özellikle BAZI palletised",
        "دائما لأنها أحيانا palletised",
        "とても遅いです palletised",
        "系统经常崩溃 palletised",
    ],
)
def test_words_that_every_text_has_are_no_suggestion(reason: str) -> None:
    """In each of the thirteen languages."""
    ResponseFactory.create_batch(2, reason=reason)

    assert suggested() == [("palletised", 2)]


def test_a_suggestion_is_written_as_people_write_it_in_their_language() -> None:
    for reason, language in (
        ("El conductor no respondió", "es"),
        ("RESPONDIÓ tarde", "es-MX"),
        ("nunca respondio", ""),
    ):
        ResponseFactory.create(reason=reason, language=language)

    assert queries.suggestions() == [queries.Suggestion("respondió", 3, "es")]
