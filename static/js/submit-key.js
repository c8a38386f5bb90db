/* Ctrl or Cmd and Enter send the form in which one types, by the button that Enter would press. */
document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    const form = event.target.form;
    if (!form || form.method !== "post") return;
    event.preventDefault();
    const button = form.querySelector("button[type=submit]:not([disabled])");
    if (button) form.requestSubmit(button);
});
