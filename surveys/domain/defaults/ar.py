"""Arabic, without forms of address that suppose a man or a woman where it can be helped."""

WORDS = {
    "subject": "ما مدى احتمال أن توصي بـ {product}؟",
    "subject_b": "سؤال قصير عن {product}",
    "reminder_subject": "سؤالنا عن {product} ما زال في انتظار الإجابة",
    "reminder_greeting": (
        "مرحبًا {first_name|بكم}، طرحنا سؤالًا قبل بضعة أيام وما زال يهمّنا الرأي. لا يستغرق الأمر سوى دقيقة."
    ),
    "greeting": "مرحبًا {first_name|بكم}، يُرجى اختيار رقم. ويمكن إضافة بضع كلمات في الصفحة التالية.",
    "question": "ما مدى احتمال أن توصي صديقًا أو زميلًا بـ {product}؟",
    "low_label": "غير محتمل إطلاقًا",
    "high_label": "محتمل جدًا",
    "reason_question": "ما سبب هذه الإجابة؟",
    "reason_hint": "اختياري. تصل هذه الكلمات مباشرةً إلى الفريق.",
    "contact_me": "أوافق على التواصل معي بشأن إجابتي",
    "send_button": "إرسال الإجابة",
    "why_you": "وصلت هذه الرسالة بسبب التواصل مع {company}. لا نسأل أكثر من مرتين في السنة.",
    "unsubscribe": "إلغاء الاشتراك",
    "thanks_title": "شكرًا جزيلًا",
    "thanks_promoter": "يسعدنا سماع ذلك، وسنعمل على أن يبقى الأمر كذلك.",
    "thanks_passive": "تساعدنا هذه الإجابة على التحسّن.",
    "thanks_detractor": "نأسف لأننا لم نكن عند حسن الظن. سيقرأ أحدنا هذه الإجابة.",
}
