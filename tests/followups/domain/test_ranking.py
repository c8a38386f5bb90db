"""Who fits a follow-up best."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from followups.domain.ranking import Candidate, Needs, Points, language_name, rank
from followups.enums import Trait

if TYPE_CHECKING:
    from random import Random

DEFAULTS = {
    "account_owner": 100,
    "skill": 40,
    "language": 30,
    "region": 15,
    "zone": 10,
    "history": 25,
    "stage": 10,
    "load": 20,
}
POINTS = Points(by_trait=DEFAULTS)
SOME_POINTS = st.builds(
    Points,
    by_trait=st.fixed_dictionaries(
        {**{trait.value: st.integers(0, 200) for trait in Trait}, "custom.plan": st.integers(0, 200)}
    ),
    owner_first=st.booleans(),
    labels=st.just({"custom.plan": "Plan"}),
)
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        user_id=st.integers(1, 50),
        name=st.just("Somebody"),
        load=st.integers(0, 5),
        capacity=st.integers(1, 6),
        languages=st.lists(st.sampled_from(["en", "es", "de"]), max_size=2).map(tuple),
        skills=st.frozensets(st.integers(1, 5)),
        regions=st.lists(st.sampled_from(["DE", "ES"]), max_size=2).map(tuple),
        stages=st.lists(st.sampled_from(["loss", "renewal"]), max_size=2).map(tuple),
        custom=st.fixed_dictionaries({"plan": st.lists(st.sampled_from(["Gold", "tin"])).map(tuple)}),
        overlap=st.fractions(0, 1),
        ended_well=st.integers(0, 2),
        at_work=st.integers(0, 2),
        ended=st.integers(2, 4),
    ),
    max_size=6,
    unique_by=lambda candidate: candidate.user_id,
)
NEEDS = st.builds(
    Needs,
    account_manager=st.none() | st.integers(1, 50),
    themes=st.dictionaries(st.integers(1, 5), st.just("Slow support")),
    language=st.sampled_from(["", "es-MX", "de"]),
    country=st.sampled_from(["", "ES"]),
    stage=st.sampled_from(["", "loss"]),
    custom=st.fixed_dictionaries({"plan": st.lists(st.just("gold"), max_size=1).map(tuple)}),
)


def traits(**points: int) -> dict[str, int]:
    """Everybody's traits, most of them nothing."""
    return {**dict.fromkeys(DEFAULTS, 0), **points}


def test_rank_puts_the_account_manager_before_everybody() -> None:
    """G49, T31: a full head of work and no Spanish weigh less than knowing the account."""
    owner = Candidate(1, "Omar", load=9, capacity=10)
    free = Candidate(2, "Ines", load=0, capacity=10, languages=("es",), skills=frozenset({1}))

    fits = rank([free, owner], Needs(account_manager=1, language="es", themes={1: "Billing"}), POINTS)

    assert [(fit.candidate.name, fit.traits, fit.total) for fit in fits] == [
        ("Omar", traits(account_owner=100, load=2), 102),
        ("Ines", traits(skill=40, language=30, load=20), 90),
    ]


def test_without_owner_first_the_points_decide() -> None:
    """T32: whoever knows more may win over the account's manager."""
    owner = Candidate(1, "Omar", load=9, capacity=10)
    free = Candidate(2, "Ines", load=0, capacity=10, languages=("es",))
    needs = Needs(account_manager=1, language="es")
    points = Points(by_trait={**DEFAULTS, "account_owner": 30}, owner_first=False)

    assert [fit.candidate.name for fit in rank([owner, free], needs, points)] == ["Ines", "Omar"]
    first = Points(by_trait=points.by_trait, owner_first=True)
    assert [fit.candidate.name for fit in rank([owner, free], needs, first)] == ["Omar", "Ines"]


def test_rank_prefers_the_language_then_the_room() -> None:
    """T32, T34."""
    busy = Candidate(1, "Bea", load=8, capacity=10, languages=("es-ES",))
    free = Candidate(2, "Cem", load=1, capacity=10)
    freer = Candidate(3, "Dan", load=0, capacity=10)

    fits = rank([freer, free, busy], Needs(language="es-MX"), POINTS)

    assert [fit.candidate.name for fit in fits] == ["Bea", "Dan", "Cem"]
    assert fits[0].words() == "speaks Spanish, 8 of 10 open"


def test_every_trait_gives_its_part_and_says_so() -> None:
    """T32, T33: specialty, history, capacity, preference, location, and a trait of the company's own."""
    ines = Candidate(
        1,
        "Ines",
        load=5,
        capacity=10,
        languages=("es",),
        skills=frozenset({1, 2, 3}),
        regions=("ES",),
        stages=("loss",),
        custom={"industry": ("automotive",)},
        overlap=Fraction(3, 4),
        ended_well=0,
        ended=2,
    )
    needs = Needs(
        themes={1: "Billing", 2: "Slow support", 3: "Invoices", 4: "Price"},
        language="es",
        country="ES",
        stage="loss",
        custom={"industry": ("Automotive",)},
    )
    points = Points({**DEFAULTS, "custom.industry": 20}, labels={"custom.industry": "Industry"})

    fit = rank([ines], needs, points)[0]

    assert fit.traits == {
        "account_owner": 0,
        "skill": 30,
        "language": 30,
        "region": 15,
        "zone": 7,
        "history": 12,
        "stage": 10,
        "load": 10,
        "custom.industry": 20,
    }
    assert fit.total == 134
    assert fit.words() == (
        "knows “Billing” and “Invoices” and 1 more, speaks Spanish, looks after Spain, works at their hours, "
        "has worked with them before, prefers the stage loss, Industry: Automotive, 5 of 10 open"
    )


def test_history_weighs_more_where_it_ended_well() -> None:
    """T32."""
    well = Candidate(1, "Ines", load=0, capacity=10, ended_well=1, ended=3)
    other = Candidate(2, "Omar", load=0, capacity=10, ended=3)
    none = Candidate(3, "Cem", load=0, capacity=10)

    fits = rank([none, other, well], Needs(), POINTS)

    assert [(fit.candidate.name, fit.traits["history"]) for fit in fits] == [
        ("Ines", 25),
        ("Omar", 12),
        ("Cem", 0),
    ]


def test_who_works_with_them_just_now_is_spoken_for_as_much_as_who_helped_before() -> None:
    """T31: a customer is not to be called by two of us."""
    now = Candidate(1, "Ines", load=0, capacity=10, at_work=1)

    (fit,) = rank([now], Needs(), POINTS)

    assert fit.traits["history"] == 25
    assert fit.words() == "works with them just now, 0 of 10 open"


@given(candidates=CANDIDATES, needs=NEEDS, points=SOME_POINTS, dice=st.randoms(use_true_random=False))
def test_rank_does_not_depend_on_the_order(
    candidates: list[Candidate], needs: Needs, points: Points, dice: Random
) -> None:
    """T32: the same people and the same answer always give the same owner."""
    shuffled = list(candidates)
    dice.shuffle(shuffled)

    assert rank(shuffled, needs, points) == rank(candidates, needs, points)


@given(candidates=CANDIDATES, needs=NEEDS, points=SOME_POINTS)
def test_the_explanation_sums_to_the_score(candidates: list[Candidate], needs: Needs, points: Points) -> None:
    """T32: every point is told, none is more than its trait is worth, and whole numbers add up exactly."""
    for fit in rank(candidates, needs, points):
        kept = fit.stored()
        assert kept["total"] == sum(kept["traits"].values()) == fit.total
        assert set(kept["traits"]) == set(points.by_trait)
        assert all(0 <= given <= points.by_trait[trait] for trait, given in kept["traits"].items())
        told = set(kept["shares"])
        assert all(trait in told for trait, given in kept["traits"].items() if given)


@given(candidates=CANDIDATES, needs=NEEDS, points=SOME_POINTS)
def test_the_account_manager_is_first_exactly_where_the_rules_say_so(
    candidates: list[Candidate], needs: Needs, points: Points
) -> None:
    """G49, T31."""
    fits = rank(candidates, needs, points)
    owners = [fit for fit in fits if fit.candidate.user_id == needs.account_manager]
    totals = [fit.total for fit in fits if not fit.goes_first]

    assert totals == sorted(totals, reverse=True)
    if owners and points.owner_first:
        assert fits[0] == owners[0]


def test_language_name_says_the_code_of_a_language_it_does_not_know() -> None:
    assert [language_name("pt-BR"), language_name("tlh")] == ["Portuguese", "tlh"]
