"""Chinese in simplified characters."""

WORDS = {
    "subject": "您会推荐{product}吗？",
    "subject_b": "关于{product}的一个小问题",
    "reminder_subject": "关于{product}的问题，仍期待您的回答",
    "reminder_greeting": (
        "尊敬的{name|客户}，您好！几天前我们向您提了一个问题，仍希望听到您的意见，只需一分钟。"
    ),
    "greeting": "尊敬的{name|客户}，您好！请点选一个数字，您可以在下一页补充几句话。",
    "question": "您有多大可能向朋友或同事推荐{product}？",
    "low_label": "完全不可能",
    "high_label": "非常有可能",
    "reason_question": "您给出这个分数的原因是什么？",
    "reason_hint": "选填。您的话会直接送达我们的团队。",
    "contact_me": "可以就我的回答与我联系",
    "send_button": "提交我的回答",
    "why_you": "您收到此邮件，是因为您与{company}有联系。我们每年最多询问两次。",
    "unsubscribe": "退订",
    "thanks_title": "谢谢您",
    "thanks_promoter": "很高兴听到您这样说，我们会继续保持。",
    "thanks_passive": "您的回答有助于我们做得更好。",
    "thanks_detractor": "很抱歉让您失望了。我们会有专人阅读您的回答。",
}
