"""What the style guide shows its elements with; nothing here reaches a page for users."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms, template
from django.core.paginator import Paginator
from django.utils import timezone

from core import charts
from core.scoring import Tally

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()


class SampleForm(forms.Form):
    """One of each control, with help and with something to get wrong."""

    name = forms.CharField(label="Campaign name", max_length=80, help_text="Only your team sees it.")
    reply_to = forms.EmailField(label="Replies go to")
    channel = forms.ChoiceField(
        label="Channel", choices=[("email", "E-mail"), ("widget", "Website widget"), ("link", "Public link")]
    )
    stages = forms.MultipleChoiceField(
        label="Who is asked",
        choices=[("new", "New customers"), ("renewal", "Renewals"), ("advocate", "Advocates")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    delay = forms.IntegerField(label="Wait after the event", min_value=0, help_text="0 sends at once.")
    starts_on = forms.DateField(
        label="First day", widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    question = forms.CharField(label="Question", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    backlog = forms.BooleanField(
        label="Also ask for events that happened before today",
        help_text="214 customers would be asked at once.",
        required=False,
    )
    file = forms.FileField(label="Customer file", required=False)


class SampleFilter(forms.Form):
    """What stands above a list."""

    q = forms.CharField(label="Search customers", required=False)
    stage = forms.ChoiceField(choices=[("", "All stages"), ("renewal", "Renewal")], required=False)
    band = forms.ChoiceField(choices=[("", "All bands"), ("detractor", "Detractors")], required=False)


@register.simple_tag
def samples() -> dict[str, Any]:
    """Instants around now, a tally, a page of many and two forms, one of them filled in wrongly."""
    now = timezone.now()
    return {
        "now": now,
        "instants": _around(now),
        "tally": Tally(promoters=297, passives=150, detractors=81),
        "page": Paginator(range(3312), 50).page(3),
        "scores": range(11),
        "filter": SampleFilter(),
        "form": SampleForm(initial={"name": "After onboarding", "channel": "email", "delay": 3}),
        **_charts(now.date()),
        "wrong": SampleForm(
            {"name": "After onboarding", "reply_to": "no address", "channel": "email", "delay": 3}
        ),
    }


MONTHS = (
    ("Jun", 9, 4, 4),
    ("Jul", 205, 118, 79),
    ("Aug", 214, 121, 82),
    ("Sep", 198, 117, 83),
    ("Oct", 250, 124, 77),
    ("Nov", 297, 150, 81),
)
STAGES = (
    ("Advocate", (92, 20, 6)),
    ("New customer", (71, 33, 18)),
    ("Renewal", (44, 31, 29)),
    ("Prospect", (8, 6, 5)),
    ("Loss", (5, 9, 16)),
)


def _charts(today: date) -> dict[str, SafeString]:
    months = [charts.TrendPoint.of(label, Tally(*counts)) for label, *counts in MONTHS]
    stages = [charts.ComparisonRow.of(label, Tally(*counts)) for label, counts in STAGES]
    marker = [charts.TrendMarker(3.5, "New onboarding")]
    return {
        "trend": charts.responsive(
            charts.trend(months, height=270, markers=marker),
            charts.trend(months, width=charts.NARROW, markers=marker),
        ),
        "distribution": charts.distribution([6, 4, 7, 9, 12, 19, 24, 58, 92, 151, 146]),
        "comparison": charts.responsive(
            charts.comparison(stages), charts.comparison(stages, width=charts.NARROW)
        ),
        "history": _history(today),
    }


def _history(today: date) -> SafeString:
    def ago(days: int) -> date:
        return today - timedelta(days=days)

    answers = [
        charts.HistoryPoint(ago(days), score) for days, score in ((640, 9), (450, 7), (250, 3), (60, 8))
    ]
    spans = [
        charts.StageSpan("new", "New customer", ago(700), ago(610)),
        charts.StageSpan("established", "Between stages", ago(610), ago(90)),
        charts.StageSpan("renewal", "Renewal", ago(90)),
    ]
    return charts.responsive(
        charts.score_history(answers, spans=spans),
        charts.score_history(answers, spans=spans, width=charts.NARROW),
    )


def _around(now: datetime) -> dict[str, datetime]:
    return {
        "minutes": now - timedelta(minutes=12),
        "hours": now - timedelta(hours=5),
        "days": now - timedelta(days=3),
        "months": now - timedelta(days=200),
        "late": now - timedelta(hours=2, minutes=5),
        "soon": now + timedelta(hours=1, minutes=30),
        "later": now + timedelta(hours=26),
    }
