/*
 * "j" and "k" walk through the rows of a [data-keylist]: the row gets aria-current, its first link the
 * focus, so that Enter opens it. A row that gets the focus in another way is the chosen one as well.
 */
const STEPS = { j: 1, k: -1 };

function rowsOf(list) {
    const body = list.querySelector("tbody") ?? list;
    return [...body.children].filter((row) => row.querySelector("a[href]"));
}

function mark(row, rows) {
    rows.forEach((other) => other.removeAttribute("aria-current"));
    row.setAttribute("aria-current", "true");
}

function choose(row, rows) {
    mark(row, rows);
    row.querySelector("a[href]").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const list = document.querySelector("[data-keylist]");
    if (!step || event.defaultPrevented || !list || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open]")) return;
    const rows = rowsOf(list);
    if (rows.length === 0) return;
    const at = rows.findIndex((row) => row.getAttribute("aria-current") === "true");
    const next = at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1);
    event.preventDefault();
    choose(rows[next], rows);
});

document.addEventListener("focusin", (event) => {
    const list = event.target.closest("[data-keylist]");
    const rows = list ? rowsOf(list) : [];
    const row = rows.find((one) => one.contains(event.target));
    if (row) mark(row, rows);
});
