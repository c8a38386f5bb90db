"""Swedish."""

from responses.domain.wording.words import Words

WORDS = Words(
    code="sv",
    language="Språk",
    privacy="Så används svaren",
    choose_score="Välj en siffra från 0 till 10.",
    too_long="Det är mer text än vi kan ta emot. Korta den gärna till 4 000 tecken.",
    page_too_old="Sidan har varit öppen länge. Inget är förlorat: skicka ditt svar en gång till.",
    answered_before="Du har redan svarat. Ett nytt svar ersätter det tidigare.",
    your_answer="Ditt svar",
    your_reason="Din anledning",
    out_of_ten="av 10",
    change="Ändra mitt svar",
    will_call="Någon i teamet hör av sig till dig.",
    expired_title="Länken är stängd",
    expired_text="Det går inte längre att svara via den. Tack för att du ville berätta.",
    missing_title="Länken fungerar inte",
    missing_text="En del av den kanske saknas. Öppna den en gång till från mejlet.",
    stop_title="Inga fler frågor från {company}?",
    stop_text=(
        "Vi skickar inga fler enkäter till den här adressen. "
        "Annan post, till exempel fakturor, kommer som vanligt."
    ),
    stop_button="Avregistrera",
    stopped_title="Du är avregistrerad",
    stopped_text="Vi skickar inga fler enkäter till den här adressen.",
    resume_button="Ni får fråga mig igen",
    resumed_title="Kul att du är tillbaka",
    resumed_text="Vi får skicka enkäter till den här adressen igen, bara då och då.",
    pause_title="Eller bara inte just nu?",
    pause_text="Vi kan lämna dig i fred ett tag i stället.",
    pause_six_months="Pausa i sex månader",
    pause_year="Pausa i ett år",
    paused_title="Du har paus",
    paused_text="Vi skickar inga enkäter till den här adressen före {day}.",
    pause_end_button="Avsluta pausen",
    mail_language="Språk för våra enkäter",
    save_button="Spara",
    language_saved="Sparat. Enkäterna kommer på det här språket.",
    optional="frivilligt",
    no_answer="Inget svar",
    look_again="Titta gärna på de övriga frågorna en gång till.",
    trial_note="Test: inget av det du fyller i här sparas.",
    trial_stop_title="Det här var ett testmejl",
    trial_stop_text="Ingenting har ändrats. I ett riktigt mejl stoppar den här länken våra enkäter.",
)
