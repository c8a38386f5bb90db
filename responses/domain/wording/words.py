"""What the public pages say, by place."""

from __future__ import annotations

from dataclasses import dataclass

from core import languages


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language. `{company}` is the program's, `{day}` a date in this language; no other placeholder."""

    code: str
    language: str
    privacy: str

    # Answer page
    choose_score: str
    too_long: str
    page_too_old: str
    answered_before: str

    # Thanks page
    your_answer: str
    your_reason: str
    out_of_ten: str
    change: str
    # Behind the thanks to a detractor who may be contacted, and to nobody else.
    will_call: str

    # A link that leads nowhere
    expired_title: str
    expired_text: str
    missing_title: str
    missing_text: str

    # Unsubscribe page
    stop_title: str
    stop_text: str
    stop_button: str
    stopped_title: str
    stopped_text: str
    resume_button: str
    resumed_title: str
    resumed_text: str

    # The rest of that page: a pause instead, and the language of mails
    pause_title: str
    pause_text: str
    pause_six_months: str
    pause_year: str
    paused_title: str
    paused_text: str
    pause_end_button: str
    mail_language: str
    save_button: str
    language_saved: str

    # Extra questions
    optional: str
    no_answer: str
    look_again: str

    # The pages behind a mail that was sent as a test
    trial_note: str
    trial_stop_title: str
    trial_stop_text: str

    @property
    def direction(self) -> str:
        """Which way this language reads."""
        return languages.direction(self.code)
