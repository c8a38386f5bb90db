"""The pages of one survey as text: whoever asks, by mail, by link or as a test, shows the same ones."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from django.template.loader import render_to_string

from core.scoring import SCORES
from responses.forms.answer import LONGEST_REASON
from responses.forms.questions import LONGEST_ANSWER

if TYPE_CHECKING:
    from responses.domain.sheets import Sheet

# Stands in a finished page where each visitor's own nonce goes.
NONCE = "{nonce}"


class Draft(NamedTuple):
    """What stands in the form; `extra` pairs the fields of extra questions with what was said."""

    score: int | None = None
    reason: str = ""
    contact_me: bool = True
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def score_text(self) -> str:
        """The chosen score as an address writes it; empty for none."""
        return "" if self.score is None else str(self.score)


class Moment(NamedTuple):
    """What else shows on the page: the fields that are wrong, an earlier answer, that it is all a test."""

    problems: frozenset[str] = frozenset()
    answered_before: bool = False
    is_trial: bool = False


def question_page(sheet: Sheet, draft: Draft, moment: Moment, *, nonce: str) -> str:
    """The page with the question, its form filled with the draft."""
    # Most visitors of a survey get one of twelve pages; whoever wrote something has one of their own.
    is_common = not moment.problems and not draft.reason and not draft.extra
    page = (_common_page if is_common else _page)(sheet, draft, moment)
    return page.replace(f'value="{NONCE}"', f'value="{nonce}"', 1)


def _page(sheet: Sheet, draft: Draft, moment: Moment) -> str:
    said = dict(draft.extra)
    context = {
        "sheet": sheet,
        "draft": draft,
        "moment": moment,
        "nonce": NONCE,
        "scores": SCORES,
        "questions": [(question, said.get(question.field, "")) for question in sheet.questions],
        "longest_reason": LONGEST_REASON,
        "longest_answer": LONGEST_ANSWER,
    }
    return render_to_string("responses/public/answer.html", context)


# Whoever edits a word changes the sheet, and so the key.
_common_page = lru_cache(maxsize=512)(_page)
