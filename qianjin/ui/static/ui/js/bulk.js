// Ticked rows: the bar with what can be done with them appears with the first tick and says how many there are.
import { word } from "./words.js";

const boxes = (form) => [...document.querySelectorAll('.tick input[type="checkbox"]:not([data-select-all])')].filter((box) => box.form && box.form.id === form);

function show(bar) {
  const all = boxes(bar.dataset.bulk);
  const ticked = all.filter((box) => box.checked).length;
  bar.hidden = ticked === 0;
  bar.querySelector("[data-bulk-count]").textContent = word("selected", { n: ticked });
  for (const head of document.querySelectorAll("[data-select-all]")) {
    head.checked = ticked > 0 && ticked === all.length;
    head.indeterminate = ticked > 0 && ticked < all.length;
  }
}

const refresh = () => document.querySelectorAll("[data-bulk]").forEach(show);

document.addEventListener("change", (event) => {
  const head = event.target.closest?.("[data-select-all]");
  if (head) for (const box of head.closest("table").querySelectorAll('.tick input[type="checkbox"]')) box.checked = head.checked;
  if (event.target.closest?.(".tick")) refresh();
});

document.addEventListener("click", (event) => {
  const none = event.target.closest("[data-bulk-none]");
  if (!none) return;
  for (const box of boxes(none.closest("[data-bulk]").dataset.bulk)) box.checked = false;
  refresh();
});

export function start() {
  refresh();
}
