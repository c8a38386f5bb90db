/*
 * Asks before a form with data-confirm (on the form or on the pressed button) goes out. The text says
 * what will be lost; the act is named by data-confirm-label or by the pressed button's own words.
 */
const dialog = document.getElementById("confirm");
const confirmed = new WeakSet();

function ask({ text, label, onYes }) {
    dialog.querySelector("#confirm-text").textContent = text;
    dialog.querySelector("[data-confirm-yes]").textContent = label || "Yes, do it";
    dialog.returnValue = "cancel";
    dialog.addEventListener("close", () => {
        if (dialog.returnValue === "yes") onYes();
    }, { once: true });
    dialog.showModal();
}

// In the capture phase: before htmx or any other listener takes the form.
document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    const carrier = submitter?.matches("[data-confirm]") ? submitter : form;
    if (!dialog || !carrier.matches("[data-confirm]") || confirmed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask({
        text: carrier.dataset.confirm,
        label: carrier.dataset.confirmLabel || submitter?.textContent.trim(),
        onYes: () => {
            confirmed.add(form);
            form.requestSubmit(submitter);
        },
    });
}, true);
