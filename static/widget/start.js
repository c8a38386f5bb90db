/* When to ask: after the delay, once the page is seen and nobody is typing. `Closeloop` is all the page gets. */
let identity = SCRIPT?.dataset.identity;
let opening = false;

async function open(isWished = true) {
    if (shown || opening || !("adoptedStyleSheets" in Document.prototype)) return;
    opening = true;
    const lang = SCRIPT?.dataset.lang || navigator.language || "";
    const asked = await call(`ask?lang=${encodeURIComponent(lang)}`);
    /* Only now is it about to be seen: a named visitor counts as asked from here on. */
    const turn = asked.ok && (isWished || isTurn());
    const show = turn ? await call("show", { nonce: asked.said.nonce, lang: asked.said.lang, visitor: visitor(), identity }) : {};
    opening = false;
    if (!show.ok) return;
    remember({ asked: Date.now() });
    const words = { ...asked.said, ...show.said };
    openFrame(words);
    askIn(words);
}

function isBusy() {
    const at = document.activeElement;
    return document.hidden || at?.isContentEditable || /^(INPUT|TEXTAREA|SELECT|IFRAME)$/.test(at?.tagName);
}

function waitAndOpen() {
    if (isBusy()) setTimeout(waitAndOpen, 1000);
    else open(false);
}

window.Closeloop = Object.freeze({
    open: () => open(),
    identify: (token) => {
        identity = token;
    },
});
if (isTurn() && SCRIPT?.dataset.open !== "never") setTimeout(waitAndOpen, CONFIG.delay * 1000);
