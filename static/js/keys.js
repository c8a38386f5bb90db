/*
 * One-key commands: "/" goes to the search, "?" shows the keys, and any element with data-key="e" is
 * pressed by its key; in a list of rows the chosen row's own comes first.
 */
function typing(target) {
    return target.closest("input, textarea, select, [contenteditable], dialog[open]") !== null;
}

function seen(element) {
    return element.checkVisibility() && !element.disabled;
}

function carrier(key) {
    const selector = `[data-key="${CSS.escape(key)}"]`;
    const inRow = document.querySelectorAll(`[data-keylist] [aria-current="true"] ${selector}`);
    return [...inRow, ...document.querySelectorAll(selector)].find(seen);
}

function describe(dialog) {
    const list = dialog.querySelector("[data-keys-here]");
    const rows = new Map();
    for (const element of document.querySelectorAll("[data-key]")) {
        rows.set(element.dataset.key, element.dataset.keyLabel || element.textContent.trim());
    }
    list.replaceChildren(...[...rows].flatMap(([key, label]) => {
        const term = document.createElement("dt");
        const meaning = document.createElement("dd");
        term.append(Object.assign(document.createElement("kbd"), { textContent: key }));
        meaning.textContent = label;
        return [term, meaning];
    }));
    list.hidden = rows.size === 0;
    dialog.showModal();
}

document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    const search = document.querySelector("[data-search]");
    const keys = document.getElementById("keys");
    if (event.key === "/" && search) {
        event.preventDefault();
        search.focus();
        search.select();
    } else if (event.key === "?" && keys) {
        describe(keys);
    } else if (event.key.length === 1) {
        const element = carrier(event.key);
        if (!element) return;
        event.preventDefault();
        element.click();
    }
});
