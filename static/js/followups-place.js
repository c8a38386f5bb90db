/*
 * The queue refreshes itself under the reader's hands: the row chosen with "j" and "k" stays chosen.
 * htmx itself keeps the focus on links that have an id.
 */
let chosen = null;

function isQueue(element) {
    return element?.id === "rows";
}

document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isQueue(event.detail.target)) return;
    chosen = event.detail.target.querySelector('[data-keylist] > [aria-current="true"]')?.id ?? null;
});

document.addEventListener("htmx:afterSettle", () => {
    const row = chosen && document.getElementById(chosen);
    chosen = null;
    row?.setAttribute("aria-current", "true");
});
