"""Dutch."""

from responses.domain.wording.words import Words

WORDS = Words(
    code="nl",
    language="Taal",
    privacy="Hoe antwoorden worden gebruikt",
    choose_score="Kies een cijfer van 0 tot 10.",
    too_long="Dat is meer tekst dan we kunnen ontvangen. Kort hem alstublieft in tot 4.000 tekens.",
    page_too_old="De pagina stond lang open. Er is niets verloren: verstuur uw antwoord nog een keer.",
    answered_before="U hebt al geantwoord. Een nieuw antwoord vervangt het vorige.",
    your_answer="Uw antwoord",
    your_reason="Uw reden",
    out_of_ten="van 10",
    change="Mijn antwoord wijzigen",
    expired_title="Deze link is gesloten",
    expired_text="Er kunnen geen antwoorden meer mee worden verstuurd. Dank dat u ons iets wilde vertellen.",
    missing_title="Deze link werkt niet",
    missing_text="Misschien ontbreekt er een deel. Open hem nog een keer vanuit de e-mail.",
    stop_title="Geen vragen meer van {company}?",
    stop_text="We sturen geen enquêtes meer naar dit adres. Andere post, zoals facturen, blijft komen.",
    stop_button="Afmelden",
    stopped_title="U bent afgemeld",
    stopped_text="We sturen geen enquêtes meer naar dit adres.",
    resume_button="U mag mij weer vragen stellen",
    resumed_title="Fijn dat u er weer bij bent",
    resumed_text="We mogen weer enquêtes naar dit adres sturen, alleen af en toe.",
)
