import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.scoring import SCORES, Band, Tally, band_of, parse_band, parse_score, scores_of, signed

BANDS = {
    **dict.fromkeys(range(7), Band.DETRACTOR),
    **dict.fromkeys((7, 8), Band.PASSIVE),
    **dict.fromkeys((9, 10), Band.PROMOTER),
}
COUNTS = st.integers(0, 10**7)
TALLIES = st.builds(Tally, COUNTS, COUNTS, COUNTS)


@given(st.integers())
def test_band_of_knows_eleven_scores_and_no_other(score: int) -> None:
    """G8, G9: 0-6 detractor, 7-8 passive, 9-10 promoter, and nothing outside."""
    if score in BANDS:
        assert band_of(score) == BANDS[score]
    else:
        with pytest.raises(ValueError, match="score must be a whole number from 0 to 10"):
            band_of(score)


@pytest.mark.parametrize("score", SCORES)
def test_band_of_and_scores_of_agree_on_each_score(score: int) -> None:
    """G9: each single score."""
    assert band_of(score) == BANDS[score]
    assert [band for band in Band if score in scores_of(band)] == [BANDS[score]]


@pytest.mark.parametrize("score", [True, False, 9.0, "9", None])
def test_band_of_refuses_what_only_looks_like_a_score(score: int) -> None:
    with pytest.raises(ValueError, match="score must be"):
        band_of(score)


def test_band_words_are_for_people() -> None:
    assert [(band.label, band.plural, band.range_label) for band in Band] == [
        ("Promoter", "Promoters", "9–10"),
        ("Passive", "Passives", "7–8"),
        ("Detractor", "Detractors", "0–6"),
    ]


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("promoter", Band.PROMOTER),
        ("Passive", Band.PASSIVE),
        ("neutral", Band.PASSIVE),
        (" Neutrals ", Band.PASSIVE),
        ("DETRACTORS", Band.DETRACTOR),
    ],
)
def test_parse_band_accepts_neutral_for_passive(text: str, band: Band) -> None:
    """T7: "neutral" is another word for passive."""
    assert parse_band(text) == band


@pytest.mark.parametrize("text", ["", "s", "fan", "promoterss"])
def test_parse_band_refuses_other_words(text: str) -> None:
    with pytest.raises(ValueError, match="band must be"):
        parse_band(text)


def test_parse_score_reads_the_eleven_scores() -> None:
    """G8: integers from 0 to 10."""
    assert [parse_score(str(score)) for score in SCORES] == list(SCORES)


@pytest.mark.parametrize(
    "text", ["", "11", "-1", "+9", "1_0", "７", " 9", "9\n", "09", "9.0", "1e1", "٣", "²"]
)
def test_parse_score_refuses_what_int_would_take(text: str) -> None:
    with pytest.raises(ValueError, match="score must be"):
        parse_score(text)


@given(st.text(max_size=4))
def test_parse_score_agrees_with_its_pattern(text: str) -> None:
    if re.fullmatch(r"(?:10|[0-9])", text, re.ASCII):
        assert parse_score(text) in SCORES
    else:
        with pytest.raises(ValueError, match="score must be"):
            parse_score(text)


@pytest.mark.parametrize(
    ("points", "text"), [(47, "+47"), (-18, "−18"), (0, "0"), (-0.0, "0"), (None, "–"), (2.5, "+2.5")]
)
def test_signed_shows_the_direction(points: float | None, text: str) -> None:
    assert signed(points) == text


def test_tally_without_answers_has_no_number() -> None:
    """G10: an empty set shows no number."""
    empty = Tally()

    assert (empty.total, empty.nps, empty.nps_exact) == (0, None, None)
    assert empty.shares == dict.fromkeys(Band)


@given(TALLIES)
def test_tally_nps_is_promoters_minus_detractors_within_bounds(tally: Tally) -> None:
    """T9: percent promoters minus percent detractors, from -100 to 100; G10: none when empty."""
    if not tally.total:
        assert tally.nps is None
        return
    assert tally.nps is not None
    assert -100 <= tally.nps <= 100
    exact = 100 * tally.promoters / tally.total - 100 * tally.detractors / tally.total
    assert abs(tally.nps - exact) <= 0.5 + 1e-9


@given(TALLIES)
def test_tally_nps_changes_sign_when_promoters_and_detractors_swap(tally: Tally) -> None:
    mirrored = Tally(tally.detractors, tally.passives, tally.promoters)

    assert (mirrored.nps or 0) == -(tally.nps or 0)


@given(st.lists(st.sampled_from(SCORES)), st.lists(st.sampled_from(SCORES)))
def test_tally_adds_up_however_it_is_counted(first: list[int], second: list[int]) -> None:
    together = first + second

    assert Tally.from_scores(first) + Tally.from_scores(second) == Tally.from_scores(together)
    assert Tally.from_counts({score: together.count(score) for score in SCORES}) == Tally.from_scores(
        together
    )


@pytest.mark.parametrize(
    ("tally", "nps"),
    [(Tally(32, 13, 6), 51), (Tally(1, 7), 13), (Tally(0, 7, 1), -13), (Tally(5), 100), (Tally(0, 3), 0)],
)
def test_tally_rounds_half_away_from_zero(tally: Tally, nps: int) -> None:
    assert tally.nps == nps


def test_tally_shares_have_one_decimal() -> None:
    tally = Tally(promoters=32, passives=13, detractors=6)

    assert tally.shares == {Band.PROMOTER: 62.7, Band.PASSIVE: 25.5, Band.DETRACTOR: 11.8}
    assert [tally.count(band) for band in Band] == [32, 13, 6]


def test_tally_refuses_fewer_than_no_answers() -> None:
    with pytest.raises(ValueError, match="fewer than no answers"):
        Tally(promoters=-1)
