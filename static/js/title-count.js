/* data-title-count="3" anywhere puts "(3)" before the tab's title, also after htmx brought a new one. */
const plain = document.title;

function show() {
    const carriers = document.querySelectorAll("[data-title-count]");
    const number = Number(carriers[carriers.length - 1]?.dataset.titleCount ?? 0);
    document.title = number > 0 ? `(${number}) ${plain}` : plain;
}

document.addEventListener("htmx:afterSettle", show);
show();
