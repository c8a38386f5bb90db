"""Japanese."""

WORDS = {
    "subject": "{product}についてお聞かせください",
    "subject_b": "{product}に関する一つのご質問",
    "reminder_subject": "{product}に関するご質問へのご回答をお待ちしております",
    "reminder_greeting": (
        "{name|お客}様、先日お送りしたご質問について、ぜひご意見をお聞かせください。1分ほどで終わります。"
    ),
    "greeting": "{name|お客}様、数字を一つお選びください。次のページでご意見もお書きいただけます。",
    "question": "{product}をご友人や同僚の方に薦める可能性は、どのくらいありますか。",
    "low_label": "まったく薦めない",
    "high_label": "ぜひ薦めたい",
    "reason_question": "そのようにお答えになった理由をお聞かせください。",
    "reason_hint": "任意です。いただいたお言葉は担当チームに直接届きます。",
    "contact_me": "回答について連絡を受けてもかまいません",
    "send_button": "回答を送信する",
    "why_you": "このメールは、{company}とご縁のある方にお送りしています。お尋ねするのは多くても年に2回です。",
    "unsubscribe": "配信を停止する",
    "thanks_title": "ありがとうございました",
    "thanks_promoter": "大変うれしく思います。これからもご期待に応えてまいります。",
    "thanks_passive": "いただいたご回答を改善に役立ててまいります。",
    "thanks_detractor": "ご期待に沿えず申し訳ございません。担当者が拝読いたします。",
}
