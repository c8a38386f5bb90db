/* The frame: a dialog in a shadow of its own that takes the keyboard while it is open and gives it back. */
let shown = null;

function openFrame(words) {
    const style = new CSSStyleSheet();
    style.replaceSync(words.style);
    const host = make("div", { lang: words.lang });
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [style];
    const closing = make("button", { class: "close", type: "button", "aria-label": words.close, click: close }, "×");
    const body = make("div", {});
    const dialog = make(
        "div",
        { class: "card", role: "dialog", "aria-modal": "true", "aria-labelledby": "title", dir: words.dir, tabindex: -1, keydown: keys },
        closing,
        body,
    );
    root.append(dialog);
    shown = { host, dialog, body, before: document.activeElement };
    document.body.append(host);
    dialog.focus({ preventScroll: true });
}

function close() {
    if (!shown) return;
    const { host, before } = shown;
    shown = null;
    const hadFocus = document.activeElement === host;
    host.remove();
    if (hadFocus) before?.focus?.({ preventScroll: true });
}

/* Esc closes; Tab goes round inside. The page below still sees none of our keys. */
function keys(event) {
    event.stopPropagation();
    if (event.key === "Escape") close();
    if (event.key !== "Tab" || !shown) return;
    const stops = [...shown.dialog.querySelectorAll("button, input, select, textarea")].filter((one) => one.offsetParent);
    const [first, last] = [stops[0], stops.at(-1)];
    const at = shown.dialog.getRootNode().activeElement;
    /* The eleven numbers are one stop. */
    const isAt = (stop) => at === stop || (at?.name === "score" && stop.name === "score");
    if (!(event.shiftKey ? isAt(first) || at === shown.dialog : isAt(last))) return;
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
}

function fill(...pieces) {
    shown.body.replaceChildren(...pieces.filter(Boolean));
}
