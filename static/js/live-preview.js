/*
 * A form with a [data-live-preview] button presses it while one types. Its frame is replaced first: what
 * loads into a fresh frame adds nothing to the browser's history, so "Back" still leaves the page.
 */
const PAUSE_MS = 700;
let waiting;

function press(button) {
    const frame = document.querySelector(`iframe[name="${CSS.escape(button.formTarget)}"]`);
    if (!frame) return;
    const fresh = frame.cloneNode(false);
    fresh.removeAttribute("src");
    frame.replaceWith(fresh);
    button.form.requestSubmit(button);
}

document.addEventListener("input", (event) => {
    const button = event.target.form?.querySelector("[data-live-preview]");
    if (!button) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => press(button), PAUSE_MS);
});
