/*
 * A form's [data-live-preview] button presses itself while one types. Its frame is replaced first: what
 * loads into a fresh frame adds nothing to the browser's history, so "Back" still leaves the page.
 * When another preview is swapped in, it shows what is typed, too.
 */
const PAUSE_MS = 700;
const typedIn = new WeakSet();
let waiting;

function buttonOf(form) {
    return form && [...form.elements].find((one) => one.matches("[data-live-preview]"));
}

function press(button) {
    const frame = document.querySelector(`iframe[name="${CSS.escape(button.formTarget)}"]`);
    if (!frame) return;
    const fresh = frame.cloneNode(false);
    fresh.removeAttribute("src");
    frame.replaceWith(fresh);
    button.form.requestSubmit(button);
}

document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!buttonOf(form)) return;
    typedIn.add(form);
    clearTimeout(waiting);
    waiting = setTimeout(() => {
        const button = buttonOf(form);
        if (button) press(button);
    }, PAUSE_MS);
});

document.addEventListener("htmx:afterSettle", () => {
    const button = document.querySelector("[data-live-preview]");
    if (button && typedIn.has(button.form)) press(button);
});
