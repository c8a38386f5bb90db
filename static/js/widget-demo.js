/* data-widget-open shows the widget of the page, as a "Feedback" button of a website would. */
document.addEventListener("click", (event) => {
    if (event.target.closest("[data-widget-open]")) window.Closeloop?.open();
});
