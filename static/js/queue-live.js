/*
 * The queue refreshes itself under the reader's hands: the row chosen with "j" and "k" stays chosen, the
 * page stays where it is, and what came meanwhile is told. htmx keeps the focus on elements with an id.
 */
let before = null;

function isQueue(element) {
    return element?.id === "rows" && element.matches("[data-queue]");
}

function idsOf(list) {
    return new Set([...list.querySelectorAll(".queue-row")].map((row) => row.id));
}

function tell(number) {
    const template = document.querySelector("[data-news-toast]");
    if (!template || number === 0) return;
    const toast = template.content.firstElementChild.cloneNode(true);
    toast.querySelector(".toast-text").textContent = `${number} new`;
    document.getElementById("toasts").append(toast);
}

/* Of the rows that were not there: those that changed since the list was drawn. Others only moved up. */
function arrived(list) {
    return [...list.querySelectorAll(".queue-row[data-changed]")].filter((row) => (
        !before.ids.has(row.id) && Number(row.dataset.changed) >= before.drawnAt
    )).length;
}

document.addEventListener("htmx:beforeSwap", (event) => {
    const list = event.detail.target;
    if (!isQueue(list) || !event.detail.shouldSwap) return;
    before = {
        chosen: list.querySelector('[data-keylist] > [aria-current="true"]')?.id ?? null,
        ids: idsOf(list),
        drawnAt: Number(list.dataset.drawnAt),
        top: window.scrollY,
        isSelf: event.detail.requestConfig?.elt?.id === "queue-refresh",
    };
});

document.addEventListener("htmx:afterSettle", () => {
    const list = document.getElementById("rows");
    if (!before || !isQueue(list)) return;
    document.getElementById(before.chosen)?.setAttribute("aria-current", "true");
    if (before.isSelf) {
        window.scrollTo({ top: before.top, behavior: "instant" });
        tell(arrived(list));
    }
    before = null;
});
