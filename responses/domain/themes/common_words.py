"""Words that every text has: no theme begins with one. By language, of five letters and more.

Shorter words are never suggested, and texts without spaces between words (Chinese, Japanese) have no words.
"""

from __future__ import annotations

from responses.domain.themes import folding

_WRITTEN = {
    "en": """
        doesn haven weren couldn wouldn shouldn about above across after again against almost alone along
        already although always among another anybody anyone anything around because become becomes before
        behind being below besides better between beyond bigger bring called cannot comes could course doing
        during either enough especially every everybody everyone everything except first found given gives
        going great hardly having honestly however instead itself least little lately later longer makes
        making maybe might mostly myself nearly needs never nobody nothing often others otherwise ourselves
        overall people perhaps please pretty quite rather really right seems several shall should since
        small somebody someone something sometimes somewhat still taken takes thank thanks their theirs
        themselves there therefore these thing things think those though three through times together tried
        under unless until using usually weeks whatever where whether which while whole whose within without
        would years yours yourself today yesterday month months
    """,
    "de": """
        alles allem allen allerdings andere anderen anderes außer bereits besonders besser bisher bitte
        dabei dadurch dafür dagegen daher damit danach daran darauf daraus darin darüber darum davon deren
        derzeit deshalb diese diesem diesen dieser dieses dinge durch eigentlich einem einen einer eines
        einfach einige einigen einmal endlich etwas euren finde ganze ganzen ganzer geben gegen gehen
        gemacht gerade gerne gewesen haben hatte hatten heute hinter ihnen ihrem ihren ihrer immer insgesamt
        irgendwie jeden jeder jedes jedoch jetzt keine keinen keiner können könnte könnten kommt leider
        letzte letzten lässt machen macht meine meinem meinen meiner meist meistens müssen nachdem natürlich
        neben nicht nichts niemand obwohl schon sehen seine seinen seiner seither selbst sicher sobald
        sofort sogar solche sollte sollten sonst sowie teils trotz trotzdem überhaupt unserem unseren
        unserer unsere unter viele vielen vielleicht vollkommen waren warum weder wegen weiter welche
        welchen wenig wenige weniger wenigstens werden wieder wirklich wissen wollen worden wurde wurden
        würde würden während zudem zuletzt zurück zusammen zwischen
    """,
    "fr": """
        ainsi alors après assez aucun aucune aujourd aussi autant autre autres avait avant avoir beaucoup
        celle celles celui cette chaque chose choses comme comment contre depuis dernier dernière derrière
        dessous dessus devant deviennent devrait divers elles encore enfin ensuite entre environ était
        étaient étant faire faisait faudrait finalement furent grâce jamais jusqu juste laquelle lequel
        lesquels leurs longtemps lorsque malgré malheureusement mêmes mieux moins moment notre nôtre nouveau
        nouvelle parce parfois parmi pendant personne petit petite peuvent plupart plusieurs plutôt pourquoi
        pourrait pouvoir presque quand quelque quelques quoique rarement selon serait seront seulement
        simplement sinon soient sommes souvent surtout tellement toujours toute toutes voici voilà votre
        vraiment
    """,
    "es": """
        ademas además ahora algunas alguno algunos ambos antes aquel aquella aquellos aunque bastante contra
        cosas cuales cualquier cuando cuanto cuatro debería debido demás demasiado dentro desde después
        donde durante ellas ellos embargo encima entonces entre eramos estaba estaban estamos estar estas
        están estos estuvo fueron hacen hacer hacia hasta hemos igual incluso luego mayor mejor menos
        mientras misma mismo mucha muchas mucho muchos nadie ninguna ninguno nosotros nuestra nuestras
        nuestro nuestros nunca otras otros parece porque posible primera primero pueda puede pueden quien
        quienes quiere quizás realmente según siempre siendo sobre solamente somos suele también tampoco
        tanto tenemos tener tenga tengo tiene tienen todas todavía todos total trabajo través últimos
        únicamente usted ustedes veces verdad vosotros
    """,
    "pt": """
        agora ainda algum alguma algumas alguns antes apenas apesar aquela aquele aqueles aquilo assim
        bastante coisa coisas contra depois desde dessa desse deste deveria disso dentro durante embora
        enquanto entanto então entre estamos estão estar estava estavam esses estas estes estou fazem fazer
        foram geralmente houve infelizmente jamais melhor menos mesma mesmo mesmos muita muitas muito muitos
        nenhum nenhuma ninguém nossa nossas nosso nossos nunca outra outras outro outros parece pelos
        pessoas poderia podem porque porém portanto pouco primeira primeiro quais qualquer quando quanto
        quase realmente sempre sendo seria simplesmente sobre somente somos tanto também temos tenho tentar
        tinha tiveram todas todavia todos total trabalho vezes vocês
    """,
    "it": """
        abbastanza abbiamo adesso allora alcune alcuni altra altre altri altro anche ancora appena assai
        avere aveva avevano avete avrebbe certo ciascuno comunque contro dalla dalle dello della delle degli
        dentro devono dovrebbe durante entrambi entro erano essere fanno fatto finora forse fuori grazie
        hanno infatti insieme inoltre intanto invece lungo meglio mentre mezzo molta molte molti molto negli
        nella nelle nessun nessuno niente nostra nostre nostri nostro nulla oltre oppure ormai ovunque
        parecchio perché persone piuttosto pochi poiché possono potrebbe prima prime primo proprio purtroppo
        qualche qualcosa qualcuno quale quali quando quanto quasi quella quelle quelli quello questa queste
        questi questo quindi rispetto sarebbe sempre senza siamo siete solito soltanto sopra soprattutto
        sotto spesso stata state stati stato subito sulla sulle tanta tante tanti tanto troppo tutta tutte
        tutti tutto ultima ultimo vengono verso viene volta volte vostra vostro
    """,
    "nl": """
        achter alleen allemaal alles altijd andere anders behalve beter bijna binnen boven daarna daarom
        daarvoor dingen dringend echter eerder eerst eigenlijk elkaar enige enkele eventueel geweest graag
        hebben heeft helaas helemaal hoewel iedere iedereen iemand indien intussen inmiddels jaren jullie
        kunnen langer later laatste liever maken maakt meest meestal mensen minder misschien moest moeten
        natuurlijk nergens niemand niets nieuwe nodig nogal nooit omdat onder ondanks ongeveer opnieuw
        overal prima slechts sommige staan steeds straks tegen terug terwijl tijdens tussen uiteindelijk
        vanaf vandaag vanwege verder vinden volgens vooral waarbij waarin waarom waren wanneer weinig welke
        werden wilde worden wordt zelfs zeker zichzelf zonder zoals zouden zoveel zowel zullen
    """,
    "pl": """
        bardzo bardziej będzie bowiem byłoby całkiem często czasami czasem czego czemu dalej dlaczego
        dlatego dobrze dopiero dzięki gdyby gdzie innego innych jakby jakie jednak jednego jeden jednym
        jedną jestem jesteśmy jeszcze jeśli jeżeli każda każde każdego każdy kiedy kilka która które którego
        której którym których który lepiej ludzie miała mniej można mojego nadal nasza nasze naszego naszych
        natomiast nawet niego niektóre niestety nigdy około ostatnio ponad ponieważ również poprzez potem
        powinno powinien przed przede przez rzeczy samego siebie skoro swoich swoje szczególnie także takie
        teraz tutaj tylko wcale wciąż wiele wielu więcej właśnie wszystkich wszystko wszystkie wszyscy wtedy
        zawsze żaden żadne
    """,
    "sv": """
        aldrig alltid allting andra annan annat behöver bättre därför dessa dessutom detta efter eftersom
        egentligen eller endast fanns finns flera framför först gånger genom ganska gjorde gjort gärna
        heller helst hennes hittills ingen inget ingenting innan istället kanske knappt kommer kunde kunna
        ligger länge längre många medan mellan mindre mycket måste nästan någon någonsin något några nedan
        oavsett också olika omkring precis redan riktigt saker samma sedan senare senaste själv själva skall
        skulle snart sådan sådana större tills tillsammans totalt trots tyvärr under utanför vanligtvis
        varför varit varje vidare vilka vilken vilket väldigt verkligen
    """,
    "tr": """
        acaba aksine ancak artık aslında ayrıca bazen belki benim biraz birçok birden birkaç birlikte bizim
        böyle böylece bunlar bunları bunların bunun burada bütün çünkü dahil değil değildir demek diğer
        diğerleri doğru dolayı edildi elbette fakat falan gayet gerçekten genelde genellikle hangi hatta
        henüz hepsi herhangi herkes hiçbir içinde ilgili itibaren kadar karşı kendi kendine kimse maalesef
        madem mevcut mutlaka nasıl neden nedenle nerede niçin olarak olduğu olduğunu oldukça olduklarını
        olması olmadı olmayan olsun onlar onları onların orada özellikle rağmen sadece sanki sebeple sonra
        sonuçta sürekli şekilde şimdi şöyle tamamen tarafından tekrar üzere vardı varsa yalnız yapılan
        yerine yoksa zaten zaman
    """,
    "ar": """
        الذين اللذين اللواتي اللتي أحيانا إلينا إليها بالنسبة بعدها بعضها بينما جميعا حاليا حوالي دائما
        عليها علينا عندما غالبا قليلا كثيرا لأنها لدينا لكنها لماذا مازال مازالت هؤلاء هنالك وكانت يكونوا
    """,
}


# As the words of comments are compared with them.
FOLDED = frozenset(folding.fold_phrase(word) for text in _WRITTEN.values() for word in text.split())
