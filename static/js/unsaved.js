/*
 * A form[data-unsaved] that was changed makes the browser ask before the page is left. What was typed and
 * came back with errors counts as changed: data-unsaved="changed".
 */
const changed = new Set(document.querySelectorAll('form[data-unsaved="changed"]'));

document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-unsaved]")) changed.add(form);
});

// A preview goes into a frame and saves nothing.
document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && !event.submitter?.formTarget) changed.delete(event.target);
});

window.addEventListener("beforeunload", (event) => {
    if (changed.size) event.preventDefault();
});
