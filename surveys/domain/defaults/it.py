"""Italian."""

WORDS = {
    "subject": "Consiglierebbe {product}?",
    "subject_b": "Una breve domanda su {product}",
    "reminder_subject": "Una domanda su {product} aspetta ancora la Sua risposta",
    "reminder_greeting": (
        "Buongiorno {name|a Lei}, "
        "Le abbiamo scritto qualche giorno fa e il Suo parere ci interessa ancora. Basta un minuto."
    ),
    "greeting": (
        "Buongiorno {name|a Lei}, scelga un numero. Nella pagina seguente potrà aggiungere qualche parola."
    ),
    "question": "Con quale probabilità consiglierebbe {product} a un amico o a un collega?",
    "low_label": "Per niente probabile",
    "high_label": "Estremamente probabile",
    "reason_question": "Qual è il motivo della Sua risposta?",
    "reason_hint": "Facoltativo. Le Sue parole arrivano direttamente al team.",
    "contact_me": "Potete contattarmi riguardo alla mia risposta",
    "send_button": "Invia la mia risposta",
    "why_you": (
        "Riceve questo messaggio perché è in contatto con {company}. "
        "Lo chiediamo al massimo due volte l’anno."
    ),
    "unsubscribe": "Annulla l’iscrizione",
    "thanks_title": "Grazie mille",
    "thanks_promoter": "Ci fa molto piacere. Faremo di tutto perché continui così.",
    "thanks_passive": "La Sua risposta ci aiuta a migliorare.",
    "thanks_detractor": "Ci dispiace di averLa delusa. Qualcuno leggerà la Sua risposta.",
}
