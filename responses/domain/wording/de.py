"""German."""

from responses.domain.wording.words import Words

WORDS = Words(
    code="de",
    language="Sprache",
    privacy="Wie Antworten verwendet werden",
    choose_score="Wählen Sie eine Zahl von 0 bis 10.",
    too_long="Das ist mehr Text, als wir annehmen können. Bitte kürzen Sie ihn auf 4.000 Zeichen.",
    page_too_old="Die Seite war lange offen. Nichts ist verloren: Bitte senden Sie die Antwort noch einmal.",
    answered_before="Sie haben schon geantwortet. Eine neue Antwort ersetzt die frühere.",
    your_answer="Ihre Antwort",
    your_reason="Ihr Grund",
    out_of_ten="von 10",
    change="Meine Antwort ändern",
    expired_title="Dieser Link ist geschlossen",
    expired_text="Über ihn werden keine Antworten mehr angenommen. Danke, dass Sie uns etwas sagen wollten.",
    missing_title="Dieser Link funktioniert nicht",
    missing_text="Vielleicht fehlt ein Stück. Bitte öffnen Sie ihn noch einmal aus der E-Mail.",
    stop_title="Keine Fragen mehr von {company}?",
    stop_text="Wir senden keine Umfragen mehr an diese Adresse. Andere Post, etwa Rechnungen, bleibt.",
    stop_button="Abmelden",
    stopped_title="Sie sind abgemeldet",
    stopped_text="Wir senden keine Umfragen mehr an diese Adresse.",
    resume_button="Sie dürfen mich wieder fragen",
    resumed_title="Schön, dass Sie wieder dabei sind",
    resumed_text="Wir dürfen wieder Umfragen an diese Adresse senden, höchstens ab und zu.",
)
