import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.scoring import Tally
from core.statistics import (
    Evidence,
    Interval,
    Verdict,
    difference,
    evidence,
    interval,
    needed_n,
    paired,
    rate_difference,
    wald,
    wilson,
)

COUNTS = st.integers(0, 10**5)
TALLIES = st.builds(Tally, COUNTS, COUNTS, COUNTS).filter(lambda tally: tally.total > 0)
SCORES = st.integers(0, 10)


def around(found: Interval | None) -> tuple[float, float]:
    assert found is not None
    return round(found.center, 1), round(found.margin, 1)


@pytest.mark.parametrize(
    ("n", "plain", "adjusted", "worst"),
    [
        (10, 48.4, 42.1, 62.0),
        (20, 34.2, 31.8, 43.8),
        (30, 27.9, 26.6, 35.8),
        (50, 21.6, 21.0, 27.7),
        (100, 15.3, 15.1, 19.6),
        (200, 10.8, 10.7, 13.9),
        (400, 7.7, 7.6, 9.8),
        (1000, 4.8, 4.8, 6.2),
    ],
)
def test_margins_match_the_table(n: int, plain: float, adjusted: float, worst: float) -> None:
    """T9, G4: the margin of half promoters and a fifth detractors, and of the worst case."""
    tally = Tally(n // 2, n - n // 2 - n // 5, n // 5)

    assert around(wald(tally)) == (30.0, plain)
    assert around(interval(tally))[1] == adjusted
    assert around(wald(Tally(n // 2, 0, n // 2)))[1] == worst


@pytest.mark.parametrize(
    ("tally", "plain", "adjusted"),
    [
        (Tally(5), (100.0, 0.0), (62.5, 45.0)),
        (Tally(32, 13, 6), (51.0, 19.1), (48.1, 18.9)),
    ],
)
def test_interval_does_not_take_few_answers_for_certainty(
    tally: Tally, plain: tuple[float, float], adjusted: tuple[float, float]
) -> None:
    assert around(wald(tally)) == plain
    assert around(interval(tally)) == adjusted


def test_interval_of_nothing_is_none() -> None:
    """G10: no answers, no number."""
    assert (interval(Tally()), wald(Tally()), wilson(0, 0)) == (None, None, None)


@given(TALLIES, st.sampled_from([0.95, 0.99]))
def test_interval_holds_the_score_and_stays_on_the_scale(tally: Tally, confidence: float) -> None:
    """T9: never below -100 or above 100."""
    # Of a single answer the formula leaves the extreme out; under ten none is shown.
    assume(tally.total > 1)
    found = interval(tally, confidence)

    assert found is not None
    assert tally.nps_exact is not None
    assert -100 <= found.low <= float(tally.nps_exact) + 1e-9
    assert float(tally.nps_exact) - 1e-9 <= found.high <= 100


def test_interval_narrows_when_most_of_a_small_base_has_answered() -> None:
    tally = Tally(40, 24, 16)

    assert around(wald(tally)) == (30.0, 17.1)
    assert around(wald(tally, population=100)) == (30.0, 7.7)
    assert around(interval(tally, population=100)) == (29.8, 7.7)


@given(TALLIES)
def test_interval_of_a_census_is_the_score_itself(tally: Tally) -> None:
    found = interval(tally, population=tally.total)

    assert found is not None
    assert found.margin == 0
    assert found.center == pytest.approx(float(tally.nps_exact or 0))


def test_interval_ignores_a_population_smaller_than_the_sample() -> None:
    tally = Tally(40, 24, 16)

    assert interval(tally, population=79) == interval(tally)


def test_interval_label_reads_as_a_range() -> None:
    found = interval(Tally(32, 13, 6))

    assert found is not None
    assert found.label == "+29 to +67"


def test_interval_refuses_a_confidence_outside_zero_and_one() -> None:
    with pytest.raises(ValueError, match="confidence"):
        interval(Tally(5), confidence=95)


def test_difference_within_chance_is_no_distinguishable_change() -> None:
    """T51: 30 against 20 at 100 answers each is undecided; it would take a gap of 22.1."""
    found = difference(Tally(50, 30, 20), Tally(45, 30, 25))

    assert found.z is not None
    assert found.needed_gap is not None
    assert (found.points, round(found.z, 2), round(found.needed_gap, 1)) == (10, 0.89, 22.1)
    assert (found.verdict, found.sentence) == (Verdict.UNDECIDED, "no distinguishable change")


@pytest.mark.parametrize(
    ("current", "previous", "verdict", "sentence"),
    [
        (Tally(70, 20, 10), Tally(45, 30, 25), Verdict.UP, "up by 40 points"),
        (Tally(45, 30, 25), Tally(70, 20, 10), Verdict.DOWN, "down by 40 points"),
        (Tally(9), Tally(0, 0, 100), Verdict.UNDECIDED, "too few answers to compare"),
        (Tally(), Tally(100), Verdict.UNDECIDED, "too few answers to compare"),
        (Tally(500_000), Tally(496_000, 4_000), Verdict.UP, "up by 1 point"),
        (Tally(500_000), Tally(498_000, 2_000), Verdict.UP, "up by less than a point"),
    ],
)
def test_difference_says_up_down_or_undecided(
    current: Tally, previous: Tally, verdict: Verdict, sentence: str
) -> None:
    """T51: a trend has a verdict."""
    found = difference(current, previous)

    assert (found.verdict, found.sentence) == (verdict, sentence)


def test_difference_of_uniform_answers_is_not_certain() -> None:
    found = difference(Tally(12), Tally(11, 1))

    assert found.verdict == Verdict.UNDECIDED


@given(TALLIES, TALLIES)
def test_difference_changes_sign_when_the_groups_swap(one: Tally, two: Tally) -> None:
    forth, back = difference(one, two), difference(two, one)

    assert forth.gap == -(back.gap or 0)
    assert (forth.verdict == Verdict.UP) == (back.verdict == Verdict.DOWN)


def test_paired_sees_a_change_that_two_groups_would_hide() -> None:
    """T10: the same people's latest answer against their earlier one."""
    pairs = [(6, 9), *[(8, 9)] * 6, *[(9, 9)] * 14, *[(3, 3)] * 9]
    found = paired(pairs)
    earlier = Tally.from_scores(before for before, _ in pairs)
    later = Tally.from_scores(after for _, after in pairs)

    assert (found.verdict, found.sentence) == (Verdict.UP, "up by 27 points")
    assert difference(later, earlier).verdict == Verdict.UNDECIDED


def test_paired_error_is_the_sample_deviation_over_root_n() -> None:
    """Twenty changes of +1 and twenty of -1: sd = sqrt(40 / 39), error = 100 sd / sqrt(40)."""
    found = paired([(8, 9)] * 20 + [(8, 3)] * 20)

    assert found.needed_gap == pytest.approx(1.959964 * 100 * (40 / 39) ** 0.5 / 40**0.5)
    assert (found.gap, found.z) == (0, 0)


def test_paired_of_nobody_has_no_gap() -> None:
    assert paired([]).gap is None
    assert paired([(0, 10)]).gap == 200


@given(st.lists(st.tuples(SCORES, SCORES), max_size=60))
def test_paired_gap_is_the_difference_of_the_scores(pairs: list[tuple[int, int]]) -> None:
    earlier = Tally.from_scores(before for before, _ in pairs).nps_exact
    later = Tally.from_scores(after for _, after in pairs).nps_exact

    expected = None if earlier is None or later is None else float(later - earlier)
    assert paired(pairs).gap == expected


def test_wilson_of_twelve_recovered_in_forty() -> None:
    """G70: 30 percent recovered, with 18 to 45 at 95 percent."""
    found = wilson(12, 40)

    assert found is not None
    assert (round(found.low), round(found.high)) == (18, 45)


@given(st.integers(0, 500), st.integers(0, 500))
def test_wilson_holds_the_rate_within_zero_and_a_hundred(successes: int, failures: int) -> None:
    found = wilson(successes, successes + failures)

    if found is None:
        assert successes + failures == 0
        return
    rate = 100 * successes / (successes + failures)
    assert 0 <= found.low <= rate + 1e-9
    assert rate - 1e-9 <= found.high <= 100


@pytest.mark.parametrize(("successes", "trials"), [(5, 4), (-1, 4)])
def test_wilson_refuses_more_successes_than_trials(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="some of the trials"):
        wilson(successes, trials)


@pytest.mark.parametrize(
    ("variance", "needed"),
    [(0.61, [938, 235, 105, 59]), (0.8, [1230, 308, 137, 77]), (1.0, [1537, 385, 171, 97])],
)
def test_needed_n_matches_the_table(variance: float, needed: list[int]) -> None:
    assert [needed_n(margin, variance=variance) for margin in (5, 10, 15, 20)] == needed


def test_needed_n_never_asks_for_more_than_there_are() -> None:
    assert needed_n(10, population=200) == 132
    assert needed_n(0.1, population=200) == 200


def test_needed_n_refuses_a_margin_of_nothing() -> None:
    with pytest.raises(ValueError, match="margin"):
        needed_n(0)


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, Evidence.COUNTS),
        (9, Evidence.COUNTS),
        (10, Evidence.TENTATIVE),
        (29, Evidence.TENTATIVE),
        (30, Evidence.NORMAL),
    ],
)
def test_evidence_grows_with_the_answers(n: int, expected: Evidence) -> None:
    assert evidence(n) == expected
    assert evidence(n).shows_score == (n >= 10)


def test_rate_difference_of_two_subjects() -> None:
    """G65: 60 of 200 against 40 of 200: 9.90 ± 1.96 · 4.29 of the lent rates, by hand."""
    found = rate_difference((60, 200), (40, 200))

    assert found is not None
    assert (found.gap, found.is_distinguishable) == (10.0, True)
    assert (round(found.interval.low, 2), round(found.interval.high, 2)) == (1.48, 18.32)


def test_rate_difference_claims_nothing_of_small_groups() -> None:
    found = rate_difference((3, 4), (1, 4))

    assert found is not None
    assert (found.gap, found.is_distinguishable) == (50.0, False)


def test_rate_difference_of_nobody_is_none() -> None:
    assert rate_difference((0, 0), (3, 4)) is None


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_rate_difference_turns_round_with_its_sides(a: int, b: int, c: int, d: int) -> None:
    there, back = rate_difference((a, a + b), (c, c + d)), rate_difference((c, c + d), (a, a + b))

    if there is None or back is None:
        assert there is back is None
        return
    assert there.gap == -back.gap
    assert there.interval.low == pytest.approx(-back.interval.high)
    assert there.is_distinguishable == back.is_distinguishable


def test_rate_difference_refuses_more_successes_than_trials() -> None:
    with pytest.raises(ValueError, match="some of the trials"):
        rate_difference((1, 2), (5, 4))
