/* A <details data-closes> behaves like a menu: a click elsewhere or Escape closes it. */
function openOnes() {
    return document.querySelectorAll("details[data-closes][open]");
}

document.addEventListener("click", (event) => {
    for (const details of openOnes()) {
        if (!details.contains(event.target)) details.open = false;
    }
});

document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const details of openOnes()) {
        details.open = false;
        details.querySelector("summary").focus();
    }
});
