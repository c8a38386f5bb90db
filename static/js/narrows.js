/*
 * A search field [data-narrows="#id"] hides the choices of a list whose words do not contain what is
 * typed; what is checked stays in sight. Without script the field is hidden and the list whole.
 */
function narrow(field) {
    const list = document.querySelector(field.dataset.narrows);
    const wanted = field.value.trim().toLocaleLowerCase();
    for (const label of list?.querySelectorAll("label") ?? []) {
        const fits = label.textContent.toLocaleLowerCase().includes(wanted);
        label.closest("div").hidden = !fits && !label.querySelector("input")?.checked;
    }
}

document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-narrows]")) return;
    // It is nobody's setting: the form has no need to hear of it.
    event.stopPropagation();
    narrow(event.target);
}, true);

for (const field of document.querySelectorAll("[data-narrows]")) field.hidden = false;
