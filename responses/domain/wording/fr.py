"""French."""

from responses.domain.wording.words import Words

WORDS = Words(
    code="fr",
    language="Langue",
    privacy="Comment les réponses sont utilisées",
    choose_score="Choisissez un chiffre de 0 à 10.",
    too_long="Ce texte est trop long. Merci de le raccourcir à 4 000 caractères.",
    page_too_old="La page est restée ouverte longtemps. Rien n’est perdu : merci de renvoyer votre réponse.",
    answered_before="Vous avez déjà répondu. Une nouvelle réponse remplace la précédente.",
    your_answer="Votre réponse",
    your_reason="Votre raison",
    out_of_ten="sur 10",
    change="Modifier ma réponse",
    expired_title="Ce lien est fermé",
    expired_text="Il ne reçoit plus de réponses. Merci d’avoir voulu nous donner votre avis.",
    missing_title="Ce lien ne fonctionne pas",
    missing_text="Il est peut-être incomplet. Ouvrez-le encore une fois depuis l’e-mail.",
    stop_title="Plus de questions de {company} ?",
    stop_text="Nous n’enverrons plus d’enquêtes à cette adresse. Le reste (factures…) ne change pas.",
    stop_button="Se désabonner",
    stopped_title="C’est noté",
    stopped_text="Nous n’enverrons plus d’enquêtes à cette adresse.",
    resume_button="Vous pouvez de nouveau m’interroger",
    resumed_title="Heureux de vous retrouver",
    resumed_text="Nous pouvons de nouveau envoyer des enquêtes à cette adresse, de temps en temps.",
)
