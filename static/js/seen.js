/* Whatever carries data-seen="address" tells it, once it is on screen, that the reader has seen the page. */
const carrier = document.querySelector("[data-seen]");

function tell() {
    if (document.visibilityState !== "visible") return;
    document.removeEventListener("visibilitychange", tell);
    const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
    fetch(carrier.dataset.seen, { method: "POST", headers, keepalive: true });
}

if (carrier) {
    document.addEventListener("visibilitychange", tell);
    tell();
}
