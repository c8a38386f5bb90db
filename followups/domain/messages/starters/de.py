"""German."""

WORDS: dict[str, tuple[str, str]] = {
    "detractor_understand": (
        "Ihre Antwort zu {product}",
        """Guten Tag {name|liebe Kundin, lieber Kunde},

danke für Ihre ehrliche Antwort. Sie haben {product} {score|nur wenige} von 10 Punkten gegeben. Es tut mir \
leid, dass wir Sie enttäuscht haben.

Bevor ich etwas verspreche, möchte ich verstehen, was geschehen ist. Wann genau haben wir Sie enttäuscht, \
und was müsste sich ändern, damit es nicht wieder vorkommt?

Antworten Sie einfach auf diese Mail oder schreiben Sie mir, wann ich Sie anrufen darf. Ihre Antwort kommt \
bei mir persönlich an.

Freundliche Grüße
{signature}""",
    ),
    "detractor_confirm": (
        "Ist es wirklich gelöst?",
        """Guten Tag {name|liebe Kundin, lieber Kunde},

vor einigen Tagen haben wir geändert, was Sie uns berichtet hatten. Ob es dabei geblieben ist, wissen Sie \
besser als ich: Passt es jetzt für Sie?

Wenn noch etwas nicht stimmt, und sei es eine Kleinigkeit, sagen Sie es mir bitte. Ich höre es lieber \
jetzt von Ihnen als in einem halben Jahr.

Freundliche Grüße
{signature}""",
    ),
    "winback_offer": (
        "Wir möchten es wiedergutmachen",
        """Guten Tag {name|liebe Kundin, lieber Kunde},

nach unserem Gespräch möchte ich es nicht bei einer Entschuldigung belassen. Als kleines Zeichen, dass wir \
es ernst meinen, bieten wir Ihnen an: {incentive}.

Sie müssen nichts unterschreiben und keine Frist beachten. Wenn Sie mögen, genügt ein Wort als Antwort, \
und ich kümmere mich darum.

Freundliche Grüße
{signature}""",
    ),
    "passive_news": (
        "Neu in {product}: was Sie vielleicht noch nicht kennen",
        """Guten Tag {name|liebe Kundin, lieber Kunde},

Sie haben uns gesagt, dass {product} gut ist und besser sein könnte. Seitdem hat sich einiges getan. Was \
neu ist, in drei Minuten:

{link}

Fehlt genau das, was Ihnen wichtig ist? Dann antworten Sie auf diese Mail. Wir lesen jede Antwort.

Freundliche Grüße
{signature}""",
    ),
    "passive_incentive": (
        "Ein Dankeschön von {company}",
        """Guten Tag {name|liebe Kundin, lieber Kunde},

danke für Ihre Antwort. „Gut“ ist uns nicht genug. Für Ihre Geduld, bis wir besser sind, möchten wir uns \
bedanken: {incentive}.

Mehr dazu: {link|Antworten Sie auf diese Mail, wir kümmern uns darum}

Freundliche Grüße
{signature}""",
    ),
    "promoter_review": (
        "Würden Sie es öffentlich sagen?",
        """Guten Tag {name|liebe Kundin, lieber Kunde},

Sie würden {product} weiterempfehlen: Das hat uns sehr gefreut. Wer gerade vor der Wahl steht, kennt Sie \
nicht, vertraut aber dem, was Kunden schreiben.

Nehmen Sie sich zwei Minuten dafür? In Ihren eigenen Worten, mit allem, was gut ist, und allem, was es \
nicht ist:

{link}

Vielen Dank!

{signature}""",
    ),
    "promoter_referral": (
        "Wen kennen Sie, dem es ebenso geht?",
        """Guten Tag {name|liebe Kundin, lieber Kunde},

Sie haben uns gesagt, dass Sie {product} weiterempfehlen würden. Darf ich Sie beim Wort nehmen? Wenn Sie \
jemanden kennen, für den wir dasselbe tun könnten wie für Sie, freue ich mich, wenn Sie uns miteinander \
bekannt machen.

Eine Zeile an uns beide genügt, oder nennen Sie mir einfach den Namen. Mit Ihren Kontakten gehe ich so \
sorgsam um wie mit Ihnen.

Herzlichen Dank
{signature}""",
    ),
    "promoter_testimonial": (
        "Dürfen wir Sie zitieren?",
        """Guten Tag {name|liebe Kundin, lieber Kunde},

Sie haben uns geschrieben:

„{reason}“

Dürfen wir das mit Ihrem Namen und Ihrem Unternehmen auf unserer Website zeigen? Antworten Sie mit einem \
Ja oder mit den Worten, die Sie dort lieber lesen möchten. Nichts erscheint, bevor Sie zugestimmt haben, \
und Sie können es jederzeit zurücknehmen.

Herzlichen Dank
{signature}""",
    ),
    "promoter_case_study": (
        "Ihre Geschichte, gut erzählt",
        """Guten Tag {name|liebe Kundin, lieber Kunde},

was {account|Ihr Team} mit {product} macht, würde anderen helfen, die heute dort stehen, wo Sie einmal \
standen. Ich möchte es gern gemeinsam mit Ihnen aufschreiben: ein Gespräch von 45 Minuten, den Rest \
übernehmen wir. Sie lesen jedes Wort vor allen anderen, und ohne Ihre Zustimmung wird nichts veröffentlicht.

Wären Sie dabei? Dann nennen Sie mir zwei Termine, die Ihnen passen.

Freundliche Grüße
{signature}""",
    ),
    "promoter_speaker": (
        "Würden Sie darüber sprechen?",
        """Guten Tag {name|liebe Kundin, lieber Kunde},

wenige kennen {product} aus der Praxis so wie Sie. Wir planen eine Veranstaltung und würden uns freuen, \
wenn Sie von Ihren Erfahrungen berichten: fünfzehn Minuten, aus Ihrer Sicht, mit dem, was gelang, und dem, \
was nicht gelang. Bei allem, was Sie brauchen, helfen wir.

Darf ich Ihnen in einem kurzen Telefonat mehr davon erzählen?

Freundliche Grüße
{signature}""",
    ),
    "loss_exit": (
        "Warum Sie gegangen sind: zwanzig Minuten für uns?",
        """Guten Tag {name|liebe Kundin, lieber Kunde},

Sie haben sich von uns getrennt, und ich werde nicht versuchen, Sie umzustimmen. Aber ich möchte daraus \
lernen: Was hatten Sie erwartet, was kam stattdessen, und was nutzen Sie jetzt?

Schenken Sie mir dafür zwanzig Minuten am Telefon? Ohne Verkaufsgespräch, versprochen. Wenn Sie lieber \
schreiben, helfen ein paar Zeilen als Antwort auf diese Mail ebenso.

Danke für die gemeinsame Zeit
{signature}""",
    ),
    "loss_winback": (
        "Was sich seit Ihrem Abschied geändert hat",
        """Guten Tag {name|liebe Kundin, lieber Kunde},

als Sie gingen, haben Sie uns gesagt, was Ihnen fehlt. Wir haben daran gearbeitet, und ich glaube, Sie \
würden es merken: {link}

Wenn Sie es sich noch einmal ansehen möchten, freuen wir uns: {incentive|Antworten Sie auf diese Mail, und \
ich richte alles für Sie ein}.

Und wenn nicht, ist das auch in Ordnung.

Freundliche Grüße
{signature}""",
    ),
}
