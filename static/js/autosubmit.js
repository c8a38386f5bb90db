/*
 * A form[data-autosubmit] sends itself when a choice changes; where htmx swaps only the rows it also
 * does while one types. Elsewhere a reload would take the cursor away, so Enter sends.
 */
const PAUSE_MS = 300;
let waiting;

document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-autosubmit]") || event.target.matches("[type=search]")) return;
    form.requestSubmit();
});

document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-autosubmit][hx-get]") || !event.target.matches("[type=search]")) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => form.requestSubmit(), PAUSE_MS);
});
