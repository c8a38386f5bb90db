"""Swedish."""

WORDS = {
    "subject": "Skulle du rekommendera {product}?",
    "subject_b": "En kort fråga om {product}",
    "reminder_subject": "En fråga om {product} väntar fortfarande på svar",
    "reminder_greeting": (
        "Hej {first_name|där}, "
        "vi frågade för några dagar sedan och vill fortfarande gärna veta. Det tar en minut."
    ),
    "greeting": "Hej {first_name|där}, välj en siffra. På nästa sida kan du lägga till några ord.",
    "question": "Hur troligt är det att du skulle rekommendera {product} till en vän eller kollega?",
    "low_label": "Inte alls troligt",
    "high_label": "Mycket troligt",
    "reason_question": "Vad är anledningen till ditt svar?",
    "reason_hint": "Frivilligt. Dina ord går direkt till teamet.",
    "contact_me": "Ni får kontakta mig om mitt svar",
    "send_button": "Skicka mitt svar",
    "why_you": "Du får det här för att du har kontakt med {company}. Vi frågar högst två gånger om året.",
    "unsubscribe": "Avregistrera",
    "thanks_title": "Tack så mycket",
    "thanks_promoter": "Vad roligt att höra. Vi ska göra allt för att det ska förbli så.",
    "thanks_passive": "Ditt svar hjälper oss att bli bättre.",
    "thanks_detractor": "Vi beklagar att vi har gjort dig besviken. Någon läser ditt svar.",
}
