/* A file dropped on [data-drop] lands in the file input inside; its name is shown. */
function name(area, input) {
    const file = input.files[0];
    area.querySelector("[data-drop-name]").textContent = file ? file.name : "";
}

for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
        const area = event.target.closest?.("[data-drop]");
        if (!area) return;
        event.preventDefault();
        area.classList.toggle("drop-over", kind === "dragover");
    });
}

document.addEventListener("drop", (event) => {
    const area = event.target.closest?.("[data-drop]");
    if (!area || event.dataTransfer.files.length === 0) return;
    const input = area.querySelector("input[type=file]");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("change", (event) => {
    const area = event.target.closest("[data-drop]");
    if (area && event.target.matches("input[type=file]")) name(area, event.target);
});
