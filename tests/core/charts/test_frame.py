from django.utils.safestring import SafeString, mark_safe

from core.charts import responsive
from core.charts.measure import shorten, text_width, thinned


def test_responsive_wraps_both_drawings() -> None:
    wide, narrow = mark_safe("<svg>w</svg>"), mark_safe("<svg>n</svg>")

    found = responsive(wide, narrow)

    assert isinstance(found, SafeString)
    assert found == (
        '<div class="chart-frame"><div class="chart-wide"><svg>w</svg></div>'
        '<div class="chart-narrow"><svg>n</svg></div></div>'
    )


def test_shorten_keeps_what_fits() -> None:
    assert shorten("Established", 200, "label") == "Established"
    assert shorten("Established", 45, "label") == "Estab…"
    assert shorten("Established", 20, "label") == ""
    assert shorten("", 20, "label") == ""


def test_text_width_knows_wide_narrow_and_combining_letters() -> None:
    assert text_width("四半期", "label") > text_width("MMM", "label") > text_width("abc", "label")
    assert text_width("e\u0301", "label") == text_width("e", "label")
    assert text_width("iii", "label") < text_width("abc", "label")


def test_thinned_always_keeps_the_last_label() -> None:
    assert thinned(["Jan", "Feb", "Mar", "Apr"], 100) == [True] * 4
    assert thinned(["Jan", "Feb", "Mar", "Apr"], 20) == [False, True, False, True]
    assert thinned(["Jan", "Feb", "Mar", "Apr"], 0) == [False, False, False, True]
    assert thinned([], 20) == []
