"""Charts drawn on the server: SVG that prints, follows the theme and needs no script.

Colors come from the classes in static/css/chart.css alone. Labels shrink with the picture, so
``responsive`` takes a wide and a narrow one: draw the second with ``width=NARROW``.
"""

from core.charts.columns import Column, columns
from core.charts.comparison import ComparisonRow, comparison
from core.charts.distribution import band_split, distribution
from core.charts.frame import NARROW, WIDE, responsive
from core.charts.history import HistoryPoint, StageSpan, score_history
from core.charts.notes import TrendLevel, TrendMarker
from core.charts.sparkline import level_line, sparkline
from core.charts.trend import TrendPoint, trend

__all__ = [
    "NARROW",
    "WIDE",
    "Column",
    "ComparisonRow",
    "HistoryPoint",
    "StageSpan",
    "TrendLevel",
    "TrendMarker",
    "TrendPoint",
    "band_split",
    "columns",
    "comparison",
    "distribution",
    "level_line",
    "responsive",
    "score_history",
    "sparkline",
    "trend",
]
