/* A part of a page that could not be fetched says so, instead of doing nothing. */
function complain(text) {
    const box = document.getElementById("toasts");
    const template = box?.querySelector("template");
    if (!template) return;
    const toast = template.content.firstElementChild.cloneNode(true);
    toast.querySelector(".toast-text").textContent = text;
    box.append(toast);
}

document.addEventListener("htmx:sendError", () => {
    complain("The server cannot be reached. Nothing was changed; try again in a moment.");
});

document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 401 || status === 403) complain("You are not allowed to do this, or your session has ended. Reload the page.");
    else if (status === 404) complain("This no longer exists. Reload the page.");
    else if (status === 409) complain("Somebody else changed this in the meantime. Reload the page.");
    else complain("That did not work. Nothing was changed; try again, and tell your admin if it stays so.");
});
