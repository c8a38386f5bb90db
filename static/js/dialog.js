/* data-dialog-open="id" opens a <dialog>, data-dialog-close or a click on the backdrop closes it. */
document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog-open]");
    if (opener) {
        event.preventDefault();
        document.getElementById(opener.dataset.dialogOpen)?.showModal();
        return;
    }
    if (event.target.closest("[data-dialog-close]")) {
        event.target.closest("dialog")?.close();
        return;
    }
    // Only the backdrop has the dialog itself as target: its content fills the rest.
    if (event.target.matches("dialog.dialog")) event.target.close("cancel");
});
