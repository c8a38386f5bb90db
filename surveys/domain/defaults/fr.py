"""French."""

WORDS = {
    "subject": "Recommanderiez-vous {product}\u00a0?",
    "subject_b": "Une courte question sur {product}",
    "reminder_subject": "Une question sur {product} attend votre réponse",
    "reminder_greeting": (
        "Bonjour {name|à vous}, "
        "nous vous avons écrit il y a quelques jours et votre avis nous intéresse toujours. "
        "Une minute suffit."
    ),
    "greeting": (
        "Bonjour {name|à vous}, choisissez un chiffre. Vous pourrez ajouter quelques mots à la page suivante."
    ),
    "question": "Quelle est la probabilité que vous recommandiez {product} à un ami ou à un collègue\u00a0?",
    "low_label": "Pas du tout probable",
    "high_label": "Très probable",
    "reason_question": "Quelle est la raison de votre réponse\u00a0?",
    "reason_hint": "Facultatif. Vos mots arrivent directement à l’équipe.",
    "contact_me": "Vous pouvez me contacter au sujet de ma réponse",
    "send_button": "Envoyer ma réponse",
    "why_you": (
        "Vous recevez ce message car vous êtes en contact avec {company}. "
        "Nous écrivons au plus deux fois par an."
    ),
    "unsubscribe": "Se désabonner",
    "thanks_title": "Merci beaucoup",
    "thanks_promoter": "Cela nous fait très plaisir. Nous ferons tout pour que cela continue.",
    "thanks_passive": "Votre réponse nous aide à progresser.",
    "thanks_detractor": "Nous sommes désolés de vous avoir déçu. Quelqu’un lira votre réponse.",
}
