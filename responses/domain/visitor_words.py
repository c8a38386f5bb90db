"""Our own words on widgets and public links, beside those of the other public pages."""

from __future__ import annotations

from typing import NamedTuple

from core import languages


class VisitorWords(NamedTuple):
    """One language."""

    close: str
    email: str
    email_wrong: str
    again: str
    too_many: str
    next_person: str
    missing: str


WORDS = {
    "en": VisitorWords(
        close="Close",
        email="Your e-mail address (optional)",
        email_wrong="This is not an e-mail address.",
        again="That did not work. Please try once more.",
        too_many="Many answers come from here at the moment. Please try again in a few minutes.",
        next_person="Next answer",
        missing="Please check the address, or scan the code once more.",
    ),
    "de": VisitorWords(
        close="Schließen",
        email="Ihre E-Mail-Adresse (freiwillig)",
        email_wrong="Das ist keine E-Mail-Adresse.",
        again="Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
        too_many="Von hier kommen gerade viele Antworten. Bitte versuchen Sie es in einigen Minuten wieder.",
        next_person="Nächste Antwort",
        missing="Bitte prüfen Sie die Adresse oder scannen Sie den Code noch einmal.",
    ),
    "fr": VisitorWords(
        close="Fermer",
        email="Votre adresse e-mail (facultatif)",
        email_wrong="Ce n’est pas une adresse e-mail.",
        again="Cela n’a pas fonctionné. Veuillez réessayer.",
        too_many="Beaucoup de réponses arrivent d’ici en ce moment. Réessayez dans quelques minutes.",
        next_person="Réponse suivante",
        missing="Vérifiez l’adresse ou scannez le code à nouveau.",
    ),
    "es": VisitorWords(
        close="Cerrar",
        email="Su correo electrónico (opcional)",
        email_wrong="Esto no es una dirección de correo.",
        again="No ha funcionado. Inténtelo de nuevo.",
        too_many="Ahora mismo llegan muchas respuestas desde aquí. Inténtelo en unos minutos.",
        next_person="Siguiente respuesta",
        missing="Compruebe la dirección o escanee el código de nuevo.",
    ),
    "pt": VisitorWords(
        close="Fechar",
        email="O seu e-mail (opcional)",
        email_wrong="Isto não é um endereço de e-mail.",
        again="Não funcionou. Tente novamente.",
        too_many="Há muitas respostas a chegar daqui neste momento. Tente dentro de alguns minutos.",
        next_person="Próxima resposta",
        missing="Verifique o endereço ou leia o código novamente.",
    ),
    "it": VisitorWords(
        close="Chiudi",
        email="Il suo indirizzo e-mail (facoltativo)",
        email_wrong="Questo non è un indirizzo e-mail.",
        again="Non ha funzionato. Riprovi.",
        too_many="In questo momento arrivano molte risposte da qui. Riprovi tra qualche minuto.",
        next_person="Prossima risposta",
        missing="Controlli l’indirizzo o scansioni di nuovo il codice.",
    ),
    "nl": VisitorWords(
        close="Sluiten",
        email="Uw e-mailadres (optioneel)",
        email_wrong="Dit is geen e-mailadres.",
        again="Dat is niet gelukt. Probeer het nog eens.",
        too_many="Er komen op dit moment veel antwoorden van hier. Probeer het over een paar minuten weer.",
        next_person="Volgend antwoord",
        missing="Controleer het adres of scan de code nog eens.",
    ),
    "pl": VisitorWords(
        close="Zamknij",
        email="Adres e-mail (opcjonalnie)",
        email_wrong="To nie jest adres e-mail.",
        again="Nie udało się. Proszę spróbować jeszcze raz.",
        too_many="W tej chwili przychodzi stąd wiele odpowiedzi. Proszę spróbować za kilka minut.",
        next_person="Następna odpowiedź",
        missing="Proszę sprawdzić adres lub ponownie zeskanować kod.",
    ),
    "sv": VisitorWords(
        close="Stäng",
        email="Din e-postadress (frivilligt)",
        email_wrong="Det här är ingen e-postadress.",
        again="Det gick inte. Försök en gång till.",
        too_many="Just nu kommer många svar härifrån. Försök igen om några minuter.",
        next_person="Nästa svar",
        missing="Kontrollera adressen eller skanna koden en gång till.",
    ),
    "tr": VisitorWords(
        close="Kapat",
        email="E-posta adresiniz (isteğe bağlı)",
        email_wrong="Bu bir e-posta adresi değil.",
        again="Olmadı. Lütfen bir kez daha deneyin.",
        too_many="Şu anda buradan çok sayıda yanıt geliyor. Lütfen birkaç dakika sonra tekrar deneyin.",
        next_person="Sonraki yanıt",
        missing="Lütfen adresi kontrol edin veya kodu yeniden tarayın.",
    ),
    "ja": VisitorWords(
        close="閉じる",
        email="メールアドレス(任意)",
        email_wrong="メールアドレスの形式ではありません。",
        again="送信できませんでした。もう一度お試しください。",
        too_many="現在、こちらから多くの回答が届いています。数分後にもう一度お試しください。",
        next_person="次の回答",
        missing="アドレスをご確認いただくか、コードをもう一度読み取ってください。",
    ),
    "zh-Hans": VisitorWords(
        close="关闭",
        email="您的电子邮箱(选填)",
        email_wrong="这不是有效的电子邮箱地址。",
        again="提交未成功,请再试一次。",
        too_many="目前来自此处的回答较多,请几分钟后再试。",
        next_person="下一份回答",
        missing="请检查地址,或重新扫描二维码。",
    ),
    "ar": VisitorWords(
        close="إغلاق",
        email="بريدك الإلكتروني (اختياري)",
        email_wrong="هذا ليس عنوان بريد إلكتروني.",
        again="لم ينجح ذلك. يُرجى المحاولة مرة أخرى.",
        too_many="تصل إجابات كثيرة من هنا في الوقت الحالي. يُرجى المحاولة بعد بضع دقائق.",
        next_person="الإجابة التالية",
        missing="يُرجى التحقق من العنوان أو مسح الرمز مرة أخرى.",
    ),
}


def best(language: str) -> VisitorWords:
    """The words in this language, region aside; else in English."""
    return WORDS[languages.matching(language, WORDS) or "en"]
