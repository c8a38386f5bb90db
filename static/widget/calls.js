/* What is said to the server. Errors are values: the host page must never see one of ours. */
async function call(path, body) {
    const options = { credentials: "omit", referrerPolicy: "no-referrer" };
    if (body) {
        Object.assign(options, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify(body),
        });
    }
    try {
        const answer = await fetch(`${HOME}/w/${CONFIG.key}/${path}`, options);
        return { ok: answer.status === 200, said: answer.status === 204 ? {} : await answer.json() };
    } catch {
        return { ok: false, said: {} };
    }
}
