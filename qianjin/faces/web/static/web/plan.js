// Drag a visit of a plan onto another round: the same form is sent that the keyboard reaches under "Change".
let held = null;

document.addEventListener("dragstart", (event) => {
  held = event.target.closest?.("[data-plan-stop]");
  if (held) event.dataTransfer.setData("text/plain", held.dataset.planStop);
});

document.addEventListener("dragover", (event) => {
  const round = held && event.target.closest("[data-plan-round]");
  mark(round);
  if (round) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const round = held && event.target.closest("[data-plan-round]");
  mark(null);
  if (!round || round.contains(held)) return;
  event.preventDefault();
  const form = held.querySelector(".visit-move-form");
  form.elements.where.value = round.dataset.planRound;
  form.requestSubmit();
});

document.addEventListener("dragend", () => {
  mark(null);
  held = null;
});

function mark(round) {
  for (const other of document.querySelectorAll("[data-plan-round].is-over")) {
    if (other !== round) other.classList.remove("is-over");
  }
  round?.classList.add("is-over");
}
