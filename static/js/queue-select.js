/*
 * Rows with a [data-pick] box can be chosen for one act on all of them: [data-bulk] shows while some are.
 * What was chosen stays chosen when the list is drawn anew; Shift chooses all between two.
 */
const chosen = new Set();
let last = null;

function boxes() {
    return [...document.querySelectorAll("[data-pick]")];
}

function show() {
    const bar = document.querySelector("[data-bulk]");
    if (!bar) return;
    bar.toggleAttribute("data-open", chosen.size > 0);
    bar.querySelector("[data-bulk-count]").textContent = `${chosen.size} chosen`;
    bar.elements.back.value = location.pathname + location.search;
}

function remember(box) {
    if (box.checked) chosen.add(box.value);
    else chosen.delete(box.value);
    box.closest("li")?.toggleAttribute("data-picked", box.checked);
}

function between(one, other) {
    const all = boxes();
    const [from, to] = [all.indexOf(one), all.indexOf(other)].sort((a, b) => a - b);
    return all.slice(from, to + 1);
}

function restore() {
    const here = boxes();
    const values = new Set(here.map((box) => box.value));
    for (const value of chosen) {
        if (!values.has(value)) chosen.delete(value);
    }
    for (const box of here) {
        box.checked = chosen.has(box.value);
        box.closest("li")?.toggleAttribute("data-picked", box.checked);
    }
    show();
}

document.addEventListener("click", (event) => {
    const box = event.target.closest("[data-pick]");
    if (box) {
        const range = event.shiftKey && last?.isConnected ? between(last, box) : [box];
        for (const one of range) {
            one.checked = box.checked;
            remember(one);
        }
        last = box;
        show();
    } else if (event.target.closest("[data-bulk-clear]")) {
        chosen.clear();
        restore();
    }
});

document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || chosen.size === 0 || document.querySelector("dialog[open], details[open]")) return;
    chosen.clear();
    restore();
});

document.addEventListener("htmx:afterSettle", restore);
// After a way back the browser has kept the boxes: they are what is chosen.
window.addEventListener("pageshow", () => {
    for (const box of boxes()) remember(box);
    show();
});
