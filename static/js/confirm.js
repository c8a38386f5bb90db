/*
 * Asks before a form with data-confirm (on the form or on the pressed button) goes out. The text says
 * what will be lost; the act is named by data-confirm-label or by the pressed button's own words. Only
 * what a red button does is asked in red.
 */
const dialog = document.getElementById("confirm");
const confirmed = new WeakSet();

function ask({ text, label, isDanger, onYes }) {
    const yes = dialog.querySelector("[data-confirm-yes]");
    dialog.querySelector("#confirm-text").textContent = text;
    yes.textContent = label || "Yes, do it";
    yes.classList.toggle("button-destroy", isDanger);
    yes.classList.toggle("button-primary", !isDanger);
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
        isDanger: !submitter || submitter.matches(".button-danger, .button-destroy"),
        onYes: () => {
            confirmed.add(form);
            form.requestSubmit(submitter);
        },
    });
}, true);
