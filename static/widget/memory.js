/*
 * The widget is these files in one, behind its placement's CONFIG: responses/domain/widget_script.py puts
 * them together. No library, no cookie, nothing from elsewhere.
 */

/* What this browser remembers: who it is (a random number), when it was asked, and its draw for the sample. */
const PLACE = `closeloop:${CONFIG.key}`;
const DAY = 864e5;

/* null where the browser keeps nothing: then nobody could be asked "once in a while". */
function memory() {
    try {
        localStorage.setItem(`${PLACE}:try`, "1");
        localStorage.removeItem(`${PLACE}:try`);
        return JSON.parse(localStorage.getItem(PLACE) || "{}");
    } catch {
        return null;
    }
}

function remember(facts) {
    const known = memory();
    if (known) localStorage.setItem(PLACE, JSON.stringify({ ...known, ...facts }));
}

function random() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const passing = random();

function visitor() {
    const known = memory();
    if (!known) return passing;
    if (!known.visitor) remember({ visitor: passing });
    return known.visitor || passing;
}

/* Whether it is this browser's turn. The draw stays, so a sample of 10 % is the same people every day. */
function isTurn() {
    const known = memory();
    if (!known) return false;
    if (known.draw === undefined) remember({ draw: (known.draw = Math.random() * 100) });
    return known.draw < CONFIG.sample && !(Date.now() - known.asked < CONFIG.days * DAY);
}
