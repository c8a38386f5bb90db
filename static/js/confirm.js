/*
 * Asks before a form with data-confirm (on the form or the pressed button) goes out. The text says
 * what will be lost; data-confirm-label names the act on the button.
 */
const dialog = document.getElementById("confirm");
const confirmed = new WeakSet();

function ask(carrier, onYes) {
    const yes = dialog.querySelector("[data-confirm-yes]");
    dialog.querySelector("#confirm-text").textContent = carrier.dataset.confirm;
    yes.textContent = carrier.dataset.confirmLabel || carrier.textContent.trim() || "Yes, do it";
    dialog.returnValue = "cancel";
    dialog.addEventListener("close", () => {
        if (dialog.returnValue === "yes") onYes();
    }, { once: true });
    dialog.showModal();
}

// In the capture phase: before htmx or any other listener takes the form.
document.addEventListener("submit", (event) => {
    const form = event.target;
    const carrier = event.submitter?.matches("[data-confirm]") ? event.submitter : form;
    if (!dialog || !carrier.matches("[data-confirm]")) return;
    if (confirmed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(carrier === form && event.submitter ? labelled(form, event.submitter) : carrier, () => {
        confirmed.add(form);
        form.requestSubmit(event.submitter);
    });
}, true);

function labelled(form, submitter) {
    const carrier = submitter.cloneNode(true);
    carrier.dataset.confirm = form.dataset.confirm;
    carrier.dataset.confirmLabel = form.dataset.confirmLabel || submitter.textContent.trim();
    return carrier;
}
