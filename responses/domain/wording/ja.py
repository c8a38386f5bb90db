"""Japanese."""

from responses.domain.wording.words import Words

WORDS = Words(
    code="ja",
    language="言語",
    privacy="回答の利用について",
    choose_score="0から10までの数字を一つお選びください。",
    too_long="文章が長すぎます。4,000文字以内にまとめてください。",
    page_too_old="ページが長い間開かれたままでした。入力内容は失われていません。もう一度送信してください。",
    answered_before="すでにご回答いただいています。新しい回答は以前の回答と置き換わります。",
    your_answer="あなたの回答",
    your_reason="あなたの理由",
    out_of_ten="/ 10",
    change="回答を変更する",
    will_call="担当者よりご連絡いたします。",
    expired_title="このリンクは終了しました",
    expired_text=(
        "このリンクからの回答は受け付けていません。"
        "ご意見をお寄せいただこうとしてくださり、ありがとうございます。"
    ),
    missing_title="このリンクは使用できません",
    missing_text="一部が欠けている可能性があります。メールからもう一度開いてください。",
    stop_title="{company}からのアンケートを停止しますか？",
    stop_text="今後、このアドレスにアンケートはお送りしません。請求書などのほかのメールは引き続き届きます。",
    stop_button="配信を停止する",
    stopped_title="配信を停止しました",
    stopped_text="今後、このアドレスにアンケートはお送りしません。",
    resume_button="配信を再開する",
    resumed_title="配信を再開しました",
    resumed_text="このアドレスに、ときどきアンケートをお送りすることがあります。",
    pause_title="しばらくの間だけ停止しますか？",
    pause_text="完全に停止せず、一定期間だけお休みすることもできます。",
    pause_six_months="6か月間休止する",
    pause_year="1年間休止する",
    paused_title="休止中です",
    paused_text="{day}までは、このアドレスにアンケートをお送りしません。",
    pause_end_button="休止を終了する",
    mail_language="アンケートの言語",
    save_button="保存する",
    language_saved="保存しました。アンケートはこの言語で届きます。",
    optional="任意",
    no_answer="回答しない",
    look_again="その他のご質問をもう一度ご確認ください。",
    trial_note="テスト：ここに入力した内容は保存されません。",
    trial_stop_title="これはテストメールです",
    trial_stop_text=(
        "何も変更されていません。実際のメールでは、このリンクからアンケートの配信を停止できます。"
    ),
)
