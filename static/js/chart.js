/*
 * Points of a chart carry data-chart-point="what it says". Pointing at one, or walking to it with Tab,
 * writes that into the [data-chart-readout] of the same <figure>.
 */
function readout(point) {
    return point.closest("figure")?.querySelector("[data-chart-readout]");
}

function tell(event) {
    const point = event.target.closest?.("[data-chart-point]");
    const line = point && readout(point);
    if (line) line.textContent = point.dataset.chartPoint;
}

function fall(event) {
    const point = event.target.closest?.("[data-chart-point]");
    const line = point && readout(point);
    if (line) line.textContent = line.dataset.chartReadout;
}

document.addEventListener("pointerover", tell);
document.addEventListener("focusin", tell);
document.addEventListener("pointerout", fall);
document.addEventListener("focusout", fall);
