/* A closed list of checkboxes, <details data-picks>, says on its summary what is chosen in it. */
const MOST = 3;

function told(labels) {
    if (!labels.length) return "Choose …";
    const first = labels.slice(0, MOST).join(", ");
    return labels.length > MOST ? `${first} and ${labels.length - MOST} more` : first;
}

document.addEventListener("change", (event) => {
    const details = event.target.closest("[data-picks]");
    if (!details) return;
    const chosen = [...details.querySelectorAll("input:checked")].map((input) => input.parentElement.textContent.trim());
    details.querySelector("[data-picked-text]").textContent = told(chosen);
});
