"""English."""

from responses.domain.wording.words import Words

WORDS = Words(
    code="en",
    language="Language",
    privacy="How answers are used",
    choose_score="Choose a number from 0 to 10.",
    too_long="That is more text than we can take. Please shorten it to 4,000 characters.",
    page_too_old="This page was open for a long time. Nothing is lost: please send your answer once more.",
    answered_before="You have answered already. A new answer replaces the earlier one.",
    your_answer="Your answer",
    your_reason="Your reason",
    out_of_ten="out of 10",
    change="Change my answer",
    expired_title="This link has closed",
    expired_text="Answers are no longer taken through it. Thank you for wanting to tell us.",
    missing_title="This link does not work",
    missing_text="Part of it may be missing. Please open it from the e-mail once more.",
    stop_title="No more questions from {company}?",
    stop_text="We will not send surveys to this address again. Other mail, such as invoices, stays.",
    stop_button="Unsubscribe",
    stopped_title="You are unsubscribed",
    stopped_text="We will not send surveys to this address again.",
    resume_button="You may ask me again",
    resumed_title="Welcome back",
    resumed_text="We may send surveys to this address again, at most once in a while.",
)
