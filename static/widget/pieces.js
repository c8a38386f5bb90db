/* An element with its attributes and children; texts are texts, never markup. */
function make(tag, facts = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(facts)) {
        if (typeof value === "function") element.addEventListener(name, value);
        else if (value === true) element.setAttribute(name, "");
        else if (value !== false && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children.filter(Boolean));
    return element;
}

function scale(words) {
    const choices = Array.from({ length: 11 }, (_, score) => {
        const end = { 0: words.low, 10: words.high }[score];
        const input = make("input", {
            type: "radio",
            name: "score",
            value: score,
            required: true,
            "aria-label": end ? `${score}, ${end}` : `${score}`,
        });
        return make("label", {}, input, make("span", { "aria-hidden": "true" }, `${score}`));
    });
    return make(
        "fieldset",
        { role: "radiogroup", "aria-labelledby": "title" },
        make("div", { class: "scale" }, ...choices),
        make("p", { class: "ends", "aria-hidden": "true" }, make("span", {}, words.low), make("span", {}, words.high)),
    );
}

function labelled(text, control, hint) {
    return make("label", { class: "field" }, make("b", {}, text), hint && make("small", {}, hint), control);
}

function extra(question) {
    const facts = { name: question.field, lang: question.lang, dir: question.dir };
    if (!question.options.length) return labelled(question.prompt, make("input", { ...facts, maxlength: 1000 }));
    const options = question.options.map(([value, words]) => make("option", { value }, words));
    return labelled(question.prompt, make("select", facts, make("option", { value: "" }, "–"), ...options), question.ends);
}
