from __future__ import annotations

import pytest

from core import colors


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#777777", "#ffffff", 4.48)],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert round(colors.contrast_of(one, other), 2) == ratio
    assert colors.contrast_of(one, other) == colors.contrast_of(other, one)
