"""Spanish."""

from responses.domain.wording.words import Words

WORDS = Words(
    code="es",
    language="Idioma",
    privacy="Cómo se usan las respuestas",
    choose_score="Elija un número del 0 al 10.",
    too_long="El texto es demasiado largo. Por favor, redúzcalo a 4.000 caracteres.",
    page_too_old="La página estuvo abierta mucho tiempo. No se ha perdido nada: envíe su respuesta otra vez.",
    answered_before="Ya ha respondido. Una respuesta nueva sustituye a la anterior.",
    your_answer="Su respuesta",
    your_reason="Su motivo",
    out_of_ten="de 10",
    change="Cambiar mi respuesta",
    expired_title="Este enlace se ha cerrado",
    expired_text="Ya no admite respuestas. Gracias por querer darnos su opinión.",
    missing_title="Este enlace no funciona",
    missing_text="Puede que falte una parte. Ábralo otra vez desde el correo.",
    stop_title="¿No más preguntas de {company}?",
    stop_text="No enviaremos más encuestas a esta dirección. Otros correos, como las facturas, no cambian.",
    stop_button="Darse de baja",
    stopped_title="Se ha dado de baja",
    stopped_text="No enviaremos más encuestas a esta dirección.",
    resume_button="Pueden volver a preguntarme",
    resumed_title="Nos alegra que vuelva",
    resumed_text="Podemos volver a enviar encuestas a esta dirección, solo de vez en cuando.",
)
