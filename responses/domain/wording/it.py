"""Italian."""

from responses.domain.wording.words import Words

WORDS = Words(
    code="it",
    language="Lingua",
    privacy="Come vengono usate le risposte",
    choose_score="Scelga un numero da 0 a 10.",
    too_long="Il testo è troppo lungo. Per favore lo riduca a 4.000 caratteri.",
    page_too_old="La pagina è rimasta aperta a lungo. Nulla è perduto: invii di nuovo la risposta.",
    answered_before="Ha già risposto. Una nuova risposta sostituisce la precedente.",
    your_answer="La sua risposta",
    your_reason="Il suo motivo",
    out_of_ten="su 10",
    change="Cambia la mia risposta",
    expired_title="Questo link è chiuso",
    expired_text="Non accetta più risposte. Grazie per aver voluto dirci la sua opinione.",
    missing_title="Questo link non funziona",
    missing_text="Forse ne manca una parte. Lo apra di nuovo dall’e-mail.",
    stop_title="Niente più domande da {company}?",
    stop_text="Non invieremo più sondaggi a questo indirizzo. Il resto, come le fatture, non cambia.",
    stop_button="Annulla l’iscrizione",
    stopped_title="Iscrizione annullata",
    stopped_text="Non invieremo più sondaggi a questo indirizzo.",
    resume_button="Potete chiedermi di nuovo",
    resumed_title="Felici di ritrovarla",
    resumed_text="Possiamo di nuovo inviare sondaggi a questo indirizzo, solo di tanto in tanto.",
)
