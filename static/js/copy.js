/* data-copy-text="…" puts the text on the clipboard and says so on the button for a moment. */
document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy-text]");
    if (!button || button.dataset.copied) return;
    await navigator.clipboard.writeText(button.dataset.copyText);
    const before = [...button.childNodes];
    button.dataset.copied = "yes";
    button.replaceChildren("Copied");
    setTimeout(() => {
        button.replaceChildren(...before);
        delete button.dataset.copied;
    }, 1500);
});
