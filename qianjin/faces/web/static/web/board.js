// A card dragged to another stage asks the server, by the same act as the form; what is refused goes back where it was.
const say = (text, tone) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone } }));
const board = document.getElementById("board-lanes");
const keys = document.getElementById("board-key");
let lifted = null;

// An act happens once: a key of its own for each (randomUUID is not there on a plain http address).
const key = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
const laneOf = (event) => event.target.closest?.(".lane");
const clear = () => board.querySelectorAll(".is-over").forEach((lane) => lane.classList.remove("is-over"));

board.addEventListener("dragstart", (event) => {
  const card = event.target.closest(".deal[data-move]");
  if (!card) return;
  lifted = card;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.dataset.move);
  card.classList.add("is-lifted");
});

board.addEventListener("dragend", () => {
  lifted?.classList.remove("is-lifted");
  lifted = null;
  clear();
});

board.addEventListener("dragover", (event) => {
  const lane = laneOf(event);
  if (!lifted || !lane) return;
  event.preventDefault();
  if (lane.classList.contains("is-over")) return;
  clear();
  lane.classList.add("is-over");
});

board.addEventListener("drop", (event) => {
  const lane = laneOf(event);
  if (!lifted || !lane) return;
  event.preventDefault();
  const card = lifted;
  const home = { parent: card.parentElement, next: card.nextElementSibling };
  if (home.parent.closest(".lane") === lane) return;
  lane.querySelector(".lane-cards").prepend(card);
  ask(card, lane, home);
});

async function ask(card, lane, home) {
  const body = new FormData();
  body.set("stage", lane.dataset.stage);
  body.set("once", key());
  card.classList.add("is-busy");
  try {
    const answer = await fetch(card.dataset.move, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRFToken": keys.elements.csrfmiddlewaretoken.value },
    });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.error);
    say(told.said, "done");
    refresh();
  } catch (error) {
    home.parent.insertBefore(card, home.next);
    say(error instanceof TypeError || !error.message ? board.dataset.refused : error.message, "breached");
  } finally {
    card.classList.remove("is-busy");
  }
}

// Counts and sums of both lanes have changed; the lanes are fetched as a filter would fetch them.
const refresh = () => htmx.ajax("GET", location.href, { target: "#board-lanes", swap: "innerHTML" });
