"""One chart in two widths, of which the page shows the one that fits."""

from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

# Widths of the drawings in their own units. Labels are 11 and 12 units high, so a wide drawing
# is legible down to 600 pixels and a narrow one down to 300.
WIDE: Final = 640
NARROW: Final = 320


def responsive(wide: SafeString, narrow: SafeString) -> SafeString:
    """Both drawings; CSS shows one by the room there is, and hides the other from everybody."""
    return format_html(
        '<div class="chart-frame"><div class="chart-wide">{}</div><div class="chart-narrow">{}</div></div>',
        wide,
        narrow,
    )
