"""French."""

WORDS: dict[str, tuple[str, str]] = {
    "detractor_understand": (
        "Votre réponse à propos de {product}",
        """Bonjour {name|cher client, chère cliente},

Merci pour votre franchise. Vous avez donné {score|quelques points} sur 10 à {product}, et je regrette que \
nous n’ayons pas été à la hauteur.

Avant de promettre quoi que ce soit, j’aimerais comprendre ce qui s’est passé. À quel moment n’avons-nous \
pas tenu ce que vous attendiez, et que faudrait-il changer pour que cela ne se reproduise pas ?

Répondez simplement à ce message, ou dites-moi quand je peux vous appeler. Votre réponse me parvient \
personnellement.

Bien cordialement
{signature}""",
    ),
    "detractor_confirm": (
        "Est-ce vraiment résolu ?",
        """Bonjour {name|cher client, chère cliente},

Il y a quelques jours, nous avons changé ce dont vous nous aviez parlé. Vous savez mieux que moi si cela a \
tenu : est-ce que tout fonctionne pour vous maintenant ?

Si quelque chose ne va toujours pas, même un détail, dites-le-moi. Je préfère l’apprendre de vous \
aujourd’hui que dans six mois.

Bien cordialement
{signature}""",
    ),
    "winback_offer": (
        "Nous aimerions nous rattraper",
        """Bonjour {name|cher client, chère cliente},

Après notre échange, je ne veux pas en rester aux excuses. Pour vous montrer que nous y tenons, nous vous \
proposons : {incentive}.

Rien à signer, aucune date à surveiller. Si cela vous convient, un mot en réponse suffit et je m’en occupe.

Bien cordialement
{signature}""",
    ),
    "passive_news": (
        "Du nouveau dans {product}",
        """Bonjour {name|cher client, chère cliente},

Vous nous avez dit que {product} est bien, et pourrait être mieux. Depuis, nous n’avons pas chômé. Les \
nouveautés, en trois minutes :

{link}

S’il y manque justement ce que vous attendez, répondez à ce message. Nous lisons chaque réponse.

Bien cordialement
{signature}""",
    ),
    "passive_incentive": (
        "Un merci de la part de {company}",
        """Bonjour {name|cher client, chère cliente},

Merci pour votre réponse. « Bien » ne nous suffit pas. Pour vous remercier de votre patience d’ici là : \
{incentive}.

En savoir plus : {link|répondez à ce message, nous nous en occupons}

Bien cordialement
{signature}""",
    ),
    "promoter_review": (
        "Le diriez-vous en public ?",
        """Bonjour {name|cher client, chère cliente},

Vous recommanderiez {product} : cela nous a fait très plaisir. Ceux qui hésitent en ce moment ne vous \
connaissent pas, mais ils croient ce que les clients écrivent.

Auriez-vous deux minutes pour le leur écrire ? Avec vos mots, ce qui est bien et ce qui l’est moins :

{link}

Merci !

{signature}""",
    ),
    "promoter_referral": (
        "Qui connaissez-vous dans le même cas ?",
        """Bonjour {name|cher client, chère cliente},

Vous nous avez dit que vous recommanderiez {product}. Puis-je vous prendre au mot ? Si vous connaissez \
quelqu’un pour qui nous pourrions faire la même chose que pour vous, cela me ferait plaisir que vous nous \
présentiez.

Une ligne à nous deux suffit, ou donnez-moi simplement un nom. Je prendrai soin de vos contacts comme de \
vous.

Un grand merci
{signature}""",
    ),
    "promoter_testimonial": (
        "Pouvons-nous vous citer ?",
        """Bonjour {name|cher client, chère cliente},

Vous nous avez écrit :

« {reason} »

Pouvons-nous le montrer sur notre site, avec votre nom et celui de votre entreprise ? Répondez par un oui, \
ou avec les mots que vous préférez y lire. Rien ne paraîtra avant votre accord, et vous pourrez le retirer \
à tout moment.

Un grand merci
{signature}""",
    ),
    "promoter_case_study": (
        "Votre histoire, bien racontée",
        """Bonjour {name|cher client, chère cliente},

Ce que {account|votre équipe} fait avec {product} aiderait d’autres qui en sont là où vous étiez. \
J’aimerais l’écrire avec vous : un entretien de 45 minutes, nous faisons le reste. Vous lisez chaque mot \
avant tout le monde, et rien n’est publié sans votre accord.

En seriez-vous ? Alors proposez-moi deux dates.

Bien cordialement
{signature}""",
    ),
    "promoter_speaker": (
        "Viendriez-vous en parler ?",
        """Bonjour {name|cher client, chère cliente},

Peu de gens connaissent {product} dans la pratique comme vous. Nous préparons un événement et serions \
ravis que vous y racontiez votre expérience : quinze minutes, selon votre point de vue, avec les réussites \
et le reste. Nous vous aidons pour tout ce dont vous avez besoin.

Puis-je vous en dire plus lors d’un bref appel ?

Bien cordialement
{signature}""",
    ),
    "loss_exit": (
        "Votre départ : vingt minutes pour nous ?",
        """Bonjour {name|cher client, chère cliente},

Vous nous avez quittés, et je n’essaierai pas de vous faire changer d’avis. Mais j’aimerais en tirer une \
leçon : qu’attendiez-vous, que s’est-il passé, et qu’utilisez-vous maintenant ?

M’accorderiez-vous vingt minutes au téléphone ? Sans discours commercial, c’est promis. Si vous préférez \
écrire, quelques lignes en réponse à ce message aident tout autant.

Merci pour le temps passé avec nous
{signature}""",
    ),
    "loss_winback": (
        "Ce qui a changé depuis votre départ",
        """Bonjour {name|cher client, chère cliente},

En partant, vous nous avez dit ce qui vous manquait. Nous y avons travaillé, et je crois que vous le \
remarqueriez : {link}

Si vous souhaitez y jeter un nouveau regard, nous en serions heureux : {incentive|répondez à ce message et \
je prépare tout pour vous}.

Et sinon, il n’y a aucun mal à cela.

Bien cordialement
{signature}""",
    ),
}
