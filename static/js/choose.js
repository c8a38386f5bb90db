/* data-choose="id" on a link checks a radio button or goes to a field; data-then="id" is where one types then. */
document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-choose]");
    const chosen = link && document.getElementById(link.dataset.choose);
    if (!chosen) return;
    event.preventDefault();
    if (chosen.type === "radio") chosen.checked = true;
    const field = document.getElementById(link.dataset.then) ?? chosen;
    field.focus();
    field.scrollIntoView({ block: "center" });
});
