/*
 * Inside [data-rows] a [data-row-add] button copies the last [data-row], emptied; [data-row-remove] takes
 * its row away, or empties the only one. Without script the same buttons send the form.
 */
function emptied(row) {
    for (const input of row.querySelectorAll("input")) {
        input.value = "";
        input.removeAttribute("value");
        input.removeAttribute("aria-invalid");
    }
    return row;
}

function renumber(rows) {
    for (const [number, row] of rows.querySelectorAll("[data-row]").entries()) {
        row.querySelector("input").setAttribute("aria-label", `Day ${number + 1}`);
        const remove = row.querySelector("[data-row-remove]");
        remove.value = number;
        remove.setAttribute("aria-label", `Remove day ${number + 1}`);
    }
}

document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-row-add], [data-row-remove]");
    const rows = button?.closest("[data-rows]");
    if (!rows) return;
    event.preventDefault();
    const all = rows.querySelectorAll("[data-row]");
    if (button.matches("[data-row-add]")) {
        const copy = emptied(all[all.length - 1].cloneNode(true));
        all[all.length - 1].after(copy);
        copy.querySelector("input").focus();
    } else if (all.length > 1) {
        button.closest("[data-row]").remove();
    } else {
        emptied(all[0]);
    }
    renumber(rows);
    // Whoever listens to the form, such as a preview, sees that it changed.
    rows.dispatchEvent(new Event("input", { bubbles: true }));
});
