"""Turkish. Names take suffixes that follow their vowels, so they stand where none is needed."""

WORDS = {
    "subject": "{product}: tavsiye eder misiniz?",
    "subject_b": "{product} hakkında kısa bir soru",
    "reminder_subject": "{product} hakkındaki sorumuz yanıtınızı bekliyor",
    "reminder_greeting": (
        "Sayın {name|ilgili}, birkaç gün önce size bir soru sormuştuk; "
        "yanıtınızı hâlâ merak ediyoruz. Yalnızca bir dakikanızı alır."
    ),
    "greeting": "Sayın {name|ilgili}, lütfen bir sayı seçin. Sonraki sayfada birkaç söz ekleyebilirsiniz.",
    "question": "Bir arkadaşınıza veya meslektaşınıza {product} tavsiye etme olasılığınız nedir?",
    "low_label": "Hiç olası değil",
    "high_label": "Son derece olası",
    "reason_question": "Yanıtınızın nedeni nedir?",
    "reason_hint": "İsteğe bağlı. Sözleriniz doğrudan ekibe ulaşır.",
    "contact_me": "Yanıtımla ilgili olarak benimle iletişime geçebilirsiniz",
    "send_button": "Yanıtımı gönder",
    "why_you": (
        "Bu iletiyi {company} ile iletişimde olduğunuz için aldınız. Yılda en fazla iki kez soruyoruz."
    ),
    "unsubscribe": "Abonelikten çık",
    "thanks_title": "Teşekkür ederiz",
    "thanks_promoter": "Bunu duymak çok güzel. Böyle kalması için elimizden geleni yapacağız.",
    "thanks_passive": "Yanıtınız daha iyi olmamıza yardımcı oluyor.",
    "thanks_detractor": "Sizi hayal kırıklığına uğrattığımız için üzgünüz. Yanıtınızı okuyacağız.",
}
