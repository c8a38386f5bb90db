"""Polish. A name would need the vocative, so nobody is called by theirs."""

WORDS = {
    "subject": "Czy poleci Pan/Pani {product}?",
    "subject_b": "Krótkie pytanie o {product}",
    "reminder_subject": "Jedno pytanie o {product} wciąż czeka na odpowiedź",
    "reminder_greeting": (
        "Dzień dobry, kilka dni temu zadaliśmy Panu/Pani pytanie i nadal jesteśmy ciekawi odpowiedzi. "
        "To zajmie tylko minutę."
    ),
    "greeting": "Dzień dobry, prosimy wybrać liczbę. Na następnej stronie można dodać kilka słów.",
    "question": "Jakie jest prawdopodobieństwo, że poleci Pan/Pani {product} znajomym lub współpracownikom?",
    "low_label": "Bardzo mało prawdopodobne",
    "high_label": "Bardzo prawdopodobne",
    "reason_question": "Jaki jest powód tej odpowiedzi?",
    "reason_hint": "Nieobowiązkowe. Te słowa trafią prosto do zespołu.",
    "contact_me": "Zgadzam się na kontakt w sprawie mojej odpowiedzi",
    "send_button": "Wyślij odpowiedź",
    "why_you": (
        "Otrzymuje Pan/Pani tę wiadomość ze względu na kontakt z {company}. Pytamy najwyżej dwa razy w roku."
    ),
    "unsubscribe": "Wypisz się",
    "thanks_title": "Dziękujemy",
    "thanks_promoter": "Bardzo nas to cieszy. Postaramy się, żeby tak pozostało.",
    "thanks_passive": "Ta odpowiedź pomoże nam stać się lepszymi.",
    "thanks_detractor": "Przykro nam, że zawiedliśmy. Ktoś z nas przeczyta tę odpowiedź.",
}
