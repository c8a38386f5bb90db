"""Spanish."""

WORDS: dict[str, tuple[str, str]] = {
    "detractor_understand": (
        "Su respuesta sobre {product}",
        """Hola, {name|estimado/a cliente}:

Gracias por su sinceridad. Ha dado a {product} {score|unos pocos} puntos de 10, y lamento que le hayamos \
decepcionado.

Antes de prometerle nada, me gustaría entender qué pasó. ¿En qué momento le fallamos, y qué tendría que \
cambiar para que no vuelva a ocurrir?

Responda a este correo o dígame cuándo puedo llamarle. Su respuesta me llega a mí personalmente.

Un cordial saludo
{signature}""",
    ),
    "detractor_confirm": (
        "¿De verdad está resuelto?",
        """Hola, {name|estimado/a cliente}:

Hace unos días cambiamos aquello de lo que nos habló. Usted sabe mejor que yo si ha durado: ¿le funciona \
ahora?

Si algo sigue sin estar bien, por pequeño que sea, dígamelo. Prefiero saberlo ahora por usted que dentro \
de medio año.

Un cordial saludo
{signature}""",
    ),
    "winback_offer": (
        "Nos gustaría compensarle",
        """Hola, {name|estimado/a cliente}:

Después de lo que hablamos no quiero que todo quede en una disculpa. Como pequeña muestra de que va en \
serio, le ofrecemos lo siguiente: {incentive}.

No hay nada que firmar ni plazo que vigilar. Si le parece bien, basta con que me responda y yo me ocupo.

Un cordial saludo
{signature}""",
    ),
    "passive_news": (
        "Novedades de {product}",
        """Hola, {name|estimado/a cliente}:

Nos dijo que {product} está bien y que podría estar mejor. Desde entonces no hemos parado. Las novedades, \
en tres minutos:

{link}

Si falta justo lo que usted necesita, responda a este correo. Leemos todas las respuestas.

Un cordial saludo
{signature}""",
    ),
    "passive_incentive": (
        "Un agradecimiento de {company}",
        """Hola, {name|estimado/a cliente}:

Gracias por su respuesta. «Bien» no nos basta. Queremos agradecerle su paciencia mientras mejoramos: \
{incentive}.

Más información: {link|responda a este correo y nos ocupamos}

Un cordial saludo
{signature}""",
    ),
    "promoter_review": (
        "¿Lo diría en público?",
        """Hola, {name|estimado/a cliente}:

Usted recomendaría {product}: nos alegró mucho leerlo. Quienes están eligiendo ahora no le conocen, pero \
confían en lo que escriben los clientes.

¿Podría dedicarles dos minutos? Con sus propias palabras, con lo bueno y con lo que no lo es tanto:

{link}

¡Muchas gracias!

{signature}""",
    ),
    "promoter_referral": (
        "¿A quién conoce con el mismo problema?",
        """Hola, {name|estimado/a cliente}:

Nos dijo que recomendaría {product}. ¿Puedo tomarle la palabra? Si conoce a alguien por quien podríamos \
hacer lo mismo que por usted, le agradecería que nos presentara.

Basta una línea a los dos, o simplemente dígame su nombre. Cuidaré de sus contactos como de usted.

Muchas gracias
{signature}""",
    ),
    "promoter_testimonial": (
        "¿Podemos citarle?",
        """Hola, {name|estimado/a cliente}:

Usted nos escribió:

«{reason}»

¿Podemos mostrarlo en nuestra web, con su nombre y el de su empresa? Responda con un sí, o con las \
palabras que prefiera leer allí. No se publicará nada antes de que usted lo acepte, y podrá retirarlo \
cuando quiera.

Muchas gracias
{signature}""",
    ),
    "promoter_case_study": (
        "Su historia, bien contada",
        """Hola, {name|estimado/a cliente}:

Lo que {account|su equipo} hace con {product} ayudaría a otros que están donde usted estuvo. Me gustaría \
escribirlo con usted: una conversación de 45 minutos, y nosotros hacemos el resto. Usted lee cada palabra \
antes que nadie, y no se publica nada sin su consentimiento.

¿Se anima? Entonces propóngame dos fechas.

Un cordial saludo
{signature}""",
    ),
    "promoter_speaker": (
        "¿Hablaría usted de ello?",
        """Hola, {name|estimado/a cliente}:

Pocos conocen {product} en la práctica como usted. Estamos preparando un evento y nos encantaría que \
contara su experiencia: quince minutos, tal como usted la ve, con lo que salió bien y lo que no. Le \
ayudamos con todo lo que necesite.

¿Puedo contarle más en una llamada breve?

Un cordial saludo
{signature}""",
    ),
    "loss_exit": (
        "Por qué se fue: ¿veinte minutos para nosotros?",
        """Hola, {name|estimado/a cliente}:

Nos ha dejado, y no intentaré que cambie de opinión. Pero me gustaría aprender de ello: ¿qué esperaba, qué \
ocurrió en su lugar y qué utiliza ahora?

¿Me concedería veinte minutos por teléfono? Sin intención de venderle nada, prometido. Si prefiere \
escribir, unas líneas en respuesta a este correo ayudan igual.

Gracias por el tiempo que estuvo con nosotros
{signature}""",
    ),
    "loss_winback": (
        "Lo que ha cambiado desde que se fue",
        """Hola, {name|estimado/a cliente}:

Cuando se fue nos dijo qué le faltaba. Hemos trabajado en ello, y creo que lo notaría: {link}

Si quiere volver a echarle un vistazo, nos alegraríamos: {incentive|responda a este correo y se lo preparo \
todo}.

Y si no, tampoco pasa nada.

Un cordial saludo
{signature}""",
    ),
}
