/*
 * Commands by key: "/" goes to the search, "?" shows the keys, and any element with data-key="e" is pressed
 * by its key; data-key="g m" by one key after the other. What stands in a row of a list is pressed for the
 * chosen row alone; what is done with several rows ([data-bulk]) comes before it while some are chosen.
 */
const PAUSE_MS = 1500;
let first = "";
let timer;

function typing(target) {
    return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open]") !== null;
}

function usable(element) {
    if (element.disabled || !element.checkVisibility()) return false;
    const row = element.closest("[data-keylist] > *");
    return !row || row.matches('[aria-current="true"]');
}

function rank(element) {
    if (element.closest("[data-bulk]")) return 0;
    return element.closest("[data-keylist]") ? 1 : 2;
}

function carrier(key) {
    const found = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].filter(usable);
    return found.sort((one, other) => rank(one) - rank(other))[0];
}

function begins(key) {
    return document.querySelector(`[data-key^="${CSS.escape(key)} "]`) !== null;
}

function describe(dialog) {
    const list = dialog.querySelector("[data-keys-here]");
    const rows = new Map();
    for (const element of document.querySelectorAll("[data-key]")) {
        rows.set(element.dataset.key, element.dataset.keyLabel || element.textContent.trim());
    }
    list.replaceChildren(...[...rows].flatMap(([keys, label]) => {
        const term = document.createElement("dt");
        const meaning = document.createElement("dd");
        for (const key of keys.split(" ")) {
            term.append(Object.assign(document.createElement("kbd"), { textContent: key }), " ");
        }
        meaning.textContent = label;
        return [term, meaning];
    }));
    list.hidden = rows.size === 0;
    dialog.showModal();
}

/* The key, or both of two: the first is remembered for a moment. */
function pressed(key) {
    const both = first ? `${first} ${key}` : key;
    first = "";
    clearTimeout(timer);
    const element = carrier(both);
    if (element || both !== key || !begins(key)) return element;
    first = key;
    timer = setTimeout(() => { first = ""; }, PAUSE_MS);
    return undefined;
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
    } else if (event.key.length === 1 && event.key !== " ") {
        const element = pressed(event.key);
        if (!element) return;
        event.preventDefault();
        element.click();
    }
});
