// <form data-waits="place"> does something that takes its time: once it is sent, the element with that id says what is
// going on, and how many seconds it has been at it. A step of the work cannot be told from outside, so none is feigned.
import { word } from "./words.js";

const clocks = new Map();

function begin(form) {
  const place = document.getElementById(form.dataset.waits);
  if (!place) return;
  const since = Date.now();
  const seconds = place.querySelector("[data-seconds]");
  const tell = () => { seconds.textContent = word("waited", { n: Math.round((Date.now() - since) / 1000) }); };
  tell();
  place.hidden = false;
  place.scrollIntoView({ block: "nearest" });
  clocks.set(place, setInterval(tell, 1000));
}

function end() {
  for (const [place, clock] of clocks) {
    clearInterval(clock);
    place.hidden = true;
  }
  clocks.clear();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-waits]")) return;
  setTimeout(() => { if (!event.defaultPrevented) begin(form); }, 0);
});

// Back in the browser shows the page as it was left.
window.addEventListener("pageshow", (event) => { if (event.persisted) end(); });

export function start() {}
