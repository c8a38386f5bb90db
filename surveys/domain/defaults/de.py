"""German."""

WORDS = {
    "subject": "Wie wahrscheinlich ist es, dass Sie {product} weiterempfehlen?",
    "subject_b": "Eine kurze Frage zu {product}",
    "reminder_subject": "Eine Frage zu {product} ist noch offen",
    "reminder_greeting": (
        "Guten Tag {name|liebe Leserin, lieber Leser}, "
        "wir haben Sie vor einigen Tagen gefragt und wüssten es weiterhin gern. Es dauert eine Minute."
    ),
    "greeting": (
        "Guten Tag {name|liebe Leserin, lieber Leser}, "
        "tippen Sie auf eine Zahl. Für Worte ist die nächste Seite."
    ),
    "question": "Wie wahrscheinlich ist es, dass Sie {product} Freunden oder Kollegen empfehlen?",
    "low_label": "Sehr unwahrscheinlich",
    "high_label": "Sehr wahrscheinlich",
    "reason_question": "Was ist der Grund für Ihre Antwort?",
    "reason_hint": "Freiwillig. Ihre Worte gehen direkt an das Team.",
    "contact_me": "Sie dürfen mich zu meiner Antwort ansprechen",
    "send_button": "Antwort senden",
    "why_you": "Sie erhalten dies, weil Sie {company} kennen. Wir fragen höchstens zweimal im Jahr.",
    "unsubscribe": "Abmelden",
    "thanks_title": "Vielen Dank",
    "thanks_promoter": "Das freut uns. Wir geben uns Mühe, dass es so bleibt.",
    "thanks_passive": "Ihre Antwort hilft uns, besser zu werden.",
    "thanks_detractor": "Es tut uns leid, Sie enttäuscht zu haben. Jemand liest es.",
}
