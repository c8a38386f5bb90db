"""Spanish."""

WORDS = {
    "subject": "¿Recomendaría {product}?",
    "subject_b": "Una breve pregunta sobre {product}",
    "reminder_subject": "Una pregunta sobre {product} sigue abierta",
    "reminder_greeting": (
        "Hola, {first_name|buenos días}: "
        "le preguntamos hace unos días y su opinión nos sigue interesando. Es solo un minuto."
    ),
    "greeting": (
        "Hola, {first_name|buenos días}: elija un número. En la página siguiente podrá añadir unas palabras."
    ),
    "question": "¿Qué probabilidad hay de que recomiende {product} a un amigo o compañero de trabajo?",
    "low_label": "Nada probable",
    "high_label": "Muy probable",
    "reason_question": "¿Cuál es el motivo de su respuesta?",
    "reason_hint": "Opcional. Sus palabras llegan directamente al equipo.",
    "contact_me": "Pueden ponerse en contacto conmigo por mi respuesta",
    "send_button": "Enviar mi respuesta",
    "why_you": (
        "Recibe este mensaje porque está en contacto con {company}. Preguntamos como mucho dos veces al año."
    ),
    "unsubscribe": "Darse de baja",
    "thanks_title": "Muchas gracias",
    "thanks_promoter": "Nos alegra mucho. Haremos todo lo posible para que siga así.",
    "thanks_passive": "Su respuesta nos ayuda a mejorar.",
    "thanks_detractor": "Sentimos no haber estado a la altura. Alguien leerá su respuesta.",
}
