"""Our own thanks to detractors promised a call to everybody, also to those whom nobody can or may call.

The page now says so by itself to those who may be. Words that somebody wrote stay as they are.
"""

from typing import Any

from django.db import migrations

WORDS = (
    (
        "We are sorry that we let you down. Somebody will read this and get in touch.",
        "We are sorry that we let you down. Somebody will read this.",
    ),
    (
        "Es tut uns leid, Sie enttäuscht zu haben. Jemand liest es und meldet sich.",
        "Es tut uns leid, Sie enttäuscht zu haben. Jemand liest es.",
    ),
    (
        "Nous sommes désolés de vous avoir déçu. Quelqu’un lira votre réponse et vous contactera.",
        "Nous sommes désolés de vous avoir déçu. Quelqu’un lira votre réponse.",
    ),
    (
        "Sentimos no haber estado a la altura. Alguien leerá su respuesta y se pondrá en contacto con usted.",
        "Sentimos no haber estado a la altura. Alguien leerá su respuesta.",
    ),
    (
        "Lamentamos não ter correspondido às suas expectativas. Alguém lerá a sua resposta e entrará em contato.",
        "Lamentamos não ter correspondido às suas expectativas. Alguém lerá a sua resposta.",
    ),
    (
        "Ci dispiace di averLa delusa. Qualcuno leggerà la Sua risposta e La contatterà.",
        "Ci dispiace di averLa delusa. Qualcuno leggerà la Sua risposta.",
    ),
    (
        "Het spijt ons dat we u hebben teleurgesteld. Iemand leest uw antwoord en neemt contact op.",
        "Het spijt ons dat we u hebben teleurgesteld. Iemand leest uw antwoord.",
    ),
    (
        "Przykro nam, że zawiedliśmy. Ktoś z nas przeczyta odpowiedź i się odezwie.",
        "Przykro nam, że zawiedliśmy. Ktoś z nas przeczyta tę odpowiedź.",
    ),
    (
        "Vi beklagar att vi har gjort dig besviken. Någon läser ditt svar och hör av sig.",
        "Vi beklagar att vi har gjort dig besviken. Någon läser ditt svar.",
    ),
    (
        "Sizi hayal kırıklığına uğrattığımız için üzgünüz. Yanıtınızı okuyup sizinle iletişime geçeceğiz.",
        "Sizi hayal kırıklığına uğrattığımız için üzgünüz. Yanıtınızı okuyacağız.",
    ),
    (
        "ご期待に沿えず申し訳ございません。担当者が拝読し、ご連絡いたします。",
        "ご期待に沿えず申し訳ございません。担当者が拝読いたします。",
    ),
    (
        "很抱歉让您失望了。我们会有专人阅读您的回答并与您联系。",
        "很抱歉让您失望了。我们会有专人阅读您的回答。",
    ),
    (
        "نأسف لأننا لم نكن عند حسن الظن. سيقرأ أحدنا الإجابة ويتواصل معكم.",
        "نأسف لأننا لم نكن عند حسن الظن. سيقرأ أحدنا هذه الإجابة.",
    ),
)


def promise_nobody(apps: Any, schema_editor: Any) -> None:
    """Stored words that are our old ones become our new ones, in any language's text."""
    texts = apps.get_model("surveys", "SurveyText").objects
    for old, new in WORDS:
        texts.filter(thanks_detractor=old).update(thanks_detractor=new)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0007_provider_names")]

    operations = [migrations.RunPython(promise_nobody, migrations.RunPython.noop, elidable=True)]
