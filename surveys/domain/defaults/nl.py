"""Dutch."""

WORDS = {
    "subject": "Zou u {product} aanbevelen?",
    "subject_b": "Een korte vraag over {product}",
    "reminder_subject": "Een vraag over {product} staat nog open",
    "reminder_greeting": (
        "Goedendag {name|en welkom}, "
        "we vroegen het u een paar dagen geleden en horen het nog steeds graag. Het kost één minuut."
    ),
    "greeting": (
        "Goedendag {name|en welkom}, kies een cijfer. Op de volgende pagina kunt u een toelichting geven."
    ),
    "question": "Hoe waarschijnlijk is het dat u {product} aanbeveelt aan een vriend of collega?",
    "low_label": "Zeer onwaarschijnlijk",
    "high_label": "Zeer waarschijnlijk",
    "reason_question": "Wat is de reden voor uw antwoord?",
    "reason_hint": "Niet verplicht. Uw woorden gaan rechtstreeks naar het team.",
    "contact_me": "U mag contact met mij opnemen over mijn antwoord",
    "send_button": "Antwoord versturen",
    "why_you": "U ontvangt dit omdat u contact hebt met {company}. We vragen het hooguit twee keer per jaar.",
    "unsubscribe": "Afmelden",
    "thanks_title": "Hartelijk dank",
    "thanks_promoter": "Dat horen we graag. We doen ons best om het zo te houden.",
    "thanks_passive": "Uw antwoord helpt ons om beter te worden.",
    "thanks_detractor": "Het spijt ons dat we u hebben teleurgesteld. Iemand leest uw antwoord.",
}
