/* Ctrl or Cmd and Enter send the form in which one is, or that of the open dialog, as its own button does. */
document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    const form = event.target.form ?? document.querySelector("dialog[open] form");
    if (!form || form.method !== "post") return;
    event.preventDefault();
    const button = form.querySelector("button[type=submit]:not([disabled])");
    if (button) form.requestSubmit(button);
});
