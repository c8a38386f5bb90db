/* Toasts go by themselves, except errors and warnings, and never while one reads or points at them. */
const STAY_MS = 7000;
const STICKY = new Set(["error", "warning"]);

function retire(toast) {
    if (STICKY.has(toast.dataset.toast)) return;
    setTimeout(() => {
        if (toast.matches(":hover, :focus-within")) retire(toast);
        else toast.remove();
    }, STAY_MS);
}

document.addEventListener("click", (event) => {
    event.target.closest("[data-toast-dismiss]")?.closest("[data-toast]").remove();
});

const box = document.getElementById("toasts");
if (box) {
    box.querySelectorAll("[data-toast]").forEach(retire);
    new MutationObserver((changes) => {
        for (const node of changes.flatMap((change) => [...change.addedNodes])) {
            if (node.matches?.("[data-toast]")) retire(node);
        }
    }).observe(box, { childList: true });
}
