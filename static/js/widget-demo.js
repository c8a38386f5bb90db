/* data-widget-open shows the widget of the page, as a "Feedback" button of a website would; its script may still be on its way. */
document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-widget-open]")) return;
    const open = () => window.Closeloop?.open();
    if (window.Closeloop) open();
    else document.querySelector("script[data-open]")?.addEventListener("load", open, { once: true });
});
