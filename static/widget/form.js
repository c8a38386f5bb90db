/* The question, then the reason, in one form; then the thanks. One answer is sent, when it is whole. */
function askIn(words, answer = {}) {
    const more = make(
        "div",
        { hidden: !answer.score },
        labelled(words.why, make("textarea", { name: "reason", rows: 3, maxlength: 4000 }), words.hint),
        ...words.questions.map(extra),
        words.email && labelled(words.email, make("input", { type: "email", name: "email", autocomplete: "email" })),
        words.contact &&
            make("label", { class: "check" }, make("input", { type: "checkbox", name: "contact_me", checked: words.agrees }), words.contact),
        make("p", { class: "wrong", role: "alert" }),
        make("button", { class: "send" }, words.send),
    );
    const form = make(
        "form",
        { novalidate: true, submit: (event) => send(event, words), change: () => (more.hidden = !form.score.value) },
        make("h2", { id: "title" }, words.question),
        scale(words),
        more,
    );
    for (const [name, value] of Object.entries(answer)) form.elements[name].value = value;
    if (answer.score && words.contact) form.contact_me.checked = "contact_me" in answer;
    fill(form);
}

async function send(event, words) {
    event.preventDefault();
    const form = event.target;
    const said = Object.fromEntries(new FormData(form));
    const [button, wrong] = [form.querySelector(".send"), form.querySelector(".wrong")];
    button.disabled = true;
    wrong.textContent = "";
    const page = location.origin + location.pathname;
    const { ok, said: reply } = await call("answer", { ...said, nonce: words.nonce, pass: words.pass, lang: words.lang, page });
    button.disabled = false;
    if (!ok) {
        wrong.textContent = reply.error || words.again;
        return;
    }
    const change = () => {
        askIn(words, said);
        shown.dialog.focus();
    };
    const title = make("h2", { id: "title", tabindex: -1 }, words.thanks);
    fill(title, make("p", {}, reply.thanks), make("button", { type: "button", class: "plain", click: change }, words.change));
    title.focus();
}
