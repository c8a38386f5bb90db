/*
 * [data-insert="name"] puts the placeholder {name} where the cursor stood last in a field of the same form:
 * a typing mistake in it would be refused.
 */
const last = new WeakMap();

document.addEventListener("focusin", (event) => {
    const { target } = event;
    if (target.form && target.matches("textarea, input[type=text]")) last.set(target.form, target);
});

document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    const form = button?.closest("form");
    if (!form) return;
    const field = last.get(form) ?? form.querySelector("[data-insert-into]");
    if (!field) return;
    field.focus();
    field.setRangeText(`{${button.dataset.insert}}`, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
});
