// A bar that is dragged asks what would follow; nothing is saved by dragging.
const box = document.querySelector(".gantt-box[data-plan]");
const svg = box?.querySelector(".gantt");
let held = null;

const daysOf = (event) => {
  const wide = svg.viewBox.baseVal.width / svg.getBoundingClientRect().width;
  return Math.round(((event.clientX - held.from) * wide) / Number(svg.dataset.unit));
};

svg?.addEventListener("pointerdown", (event) => {
  const row = event.target.closest?.(".g-row[data-step]");
  if (!row || !event.target.closest(".g-bar, .g-point")) return;
  held = { row, from: event.clientX };
  row.classList.add("is-dragged");
  svg.setPointerCapture(event.pointerId);
  event.preventDefault();
});

svg?.addEventListener("pointermove", (event) => {
  if (!held) return;
  const shift = daysOf(event) * Number(svg.dataset.unit);
  held.row.querySelectorAll(".g-bar, .g-point").forEach((part) => part.setAttribute("transform", `translate(${shift} 0)`));
});

const letGo = (event) => {
  if (!held) return;
  const { row } = held;
  const days = daysOf(event);
  held = null;
  row.classList.remove("is-dragged");
  if (days) {
    location.assign(`${box.dataset.plan}?step=${row.dataset.step}&later=${days}`);
    return;
  }
  row.querySelectorAll("[transform]").forEach((part) => part.removeAttribute("transform"));
};
svg?.addEventListener("pointerup", letGo);
svg?.addEventListener("pointercancel", letGo);
