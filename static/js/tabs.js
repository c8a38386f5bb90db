/*
 * A row of tabs that is longer than the window begins where the open one is. Without script it begins at
 * its first.
 */
for (const open of document.querySelectorAll(".tabs > [aria-current]")) {
    const row = open.parentElement;
    const beyond = open.getBoundingClientRect().right - row.getBoundingClientRect().right;
    // Some of the next one stays in sight: there is more.
    if (beyond > -48) row.scrollLeft += beyond + 72;
}
