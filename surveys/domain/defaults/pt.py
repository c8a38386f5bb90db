"""Portuguese, worded so that it reads well on both sides of the ocean."""

WORDS = {
    "subject": "Recomendaria {product}?",
    "subject_b": "Uma breve pergunta sobre {product}",
    "reminder_subject": "Uma pergunta sobre {product} continua em aberto",
    "reminder_greeting": (
        "Olá, {first_name|bom dia}. "
        "Escrevemos há alguns dias e a sua opinião continua a ser importante para nós. Leva apenas um minuto."
    ),
    "greeting": (
        "Olá, {first_name|bom dia}. Escolha um número. Na página seguinte pode acrescentar algumas palavras."
    ),
    "question": "Qual a probabilidade de recomendar {product} a um amigo ou colega?",
    "low_label": "Nada provável",
    "high_label": "Muito provável",
    "reason_question": "Qual é o motivo da sua resposta?",
    "reason_hint": "Opcional. As suas palavras chegam diretamente à equipe.",
    "contact_me": "Podem entrar em contato comigo sobre a minha resposta",
    "send_button": "Enviar a minha resposta",
    "why_you": (
        "Recebe esta mensagem porque tem contato com {company}. Perguntamos no máximo duas vezes por ano."
    ),
    "unsubscribe": "Cancelar a inscrição",
    "thanks_title": "Muito obrigado",
    "thanks_promoter": "Ficamos muito contentes. Faremos tudo para que continue assim.",
    "thanks_passive": "A sua resposta ajuda-nos a melhorar.",
    "thanks_detractor": "Lamentamos não ter correspondido às suas expectativas. Alguém lerá a sua resposta.",
}
