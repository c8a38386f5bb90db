"""English."""

WORDS = {
    "subject": "How likely are you to recommend {product}?",
    "subject_b": "A short question about {product}",
    "reminder_subject": "One question about {product} is still open",
    "reminder_greeting": (
        "Hi {first_name|there}, we asked you a few days ago and would still like to know. It takes a minute."
    ),
    "greeting": "Hi {first_name|there}, tap a number. You can add a few words on the next page.",
    "question": "How likely are you to recommend {product} to a friend or colleague?",
    "low_label": "Not at all likely",
    "high_label": "Extremely likely",
    "reason_question": "What is the reason for your answer?",
    "reason_hint": "Optional. Your words go straight to the team.",
    "contact_me": "You may contact me about my answer",
    "send_button": "Send my answer",
    "why_you": "You get this because you are in touch with {company}. We ask at most twice a year.",
    "unsubscribe": "Unsubscribe",
    "thanks_title": "Thank you",
    "thanks_promoter": "Great to hear. We will keep it that way.",
    "thanks_passive": "Your answer helps us to get better.",
    "thanks_detractor": "We are sorry that we let you down. Somebody will read this.",
}
