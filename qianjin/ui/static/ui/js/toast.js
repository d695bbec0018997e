// A short word at the corner. From the server: HX-Trigger {"toast": {"text": "…", "tone": "done"}}; for an answer htmx
// does not swap, in words by kind of failure. A failure stays until closed, the rest goes after six seconds.
import { cross, within } from "./words.js";

const STAY = 6000;
const TONES = ["waiting", "active", "done", "at_risk", "breached", "closed"];
const region = () => document.getElementById("toasts");
let lastFromServer = 0;

function leave(toast) {
  if (toast.matches(".tone-breached")) return;
  let timer = setTimeout(() => toast.remove(), STAY);
  toast.addEventListener("mouseenter", () => clearTimeout(timer));
  toast.addEventListener("mouseleave", () => (timer = setTimeout(() => toast.remove(), STAY / 2)));
}

export function say(text, tone = "") {
  const place = region();
  if (!place || !text) return;
  for (const other of place.children) if (other.dataset.text === text) other.remove();
  const toast = document.createElement("div");
  toast.className = `toast tone-${TONES.includes(tone) ? tone.replaceAll("_", "-") : "plain"}`;
  toast.dataset.text = text;
  const words = document.createElement("div");
  words.className = "grow";
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn is-quiet is-icon is-small";
  close.dataset.dismiss = "";
  close.setAttribute("aria-label", place.dataset.close);
  close.append(cross());
  toast.append(words, close);
  place.append(toast);
  leave(toast);
}

document.addEventListener("toast", (event) => {
  lastFromServer = performance.now();
  const { text, tone, value } = event.detail;
  say(text ?? value, tone);
});

document.addEventListener("htmx:responseError", (event) => {
  if (performance.now() - lastFromServer < 50) return; // the server has said it itself
  const words = region()?.dataset;
  if (!words) return;
  const kinds = { 401: words.signedOut, 403: words.denied, 404: words.denied, 413: words.large, 429: words.busy, 503: words.busy };
  say(kinds[event.detail.xhr.status] || words.server, "breached");
});

for (const kind of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(kind, () => say(region()?.dataset.offline, "breached"));
}

export function start(root) {
  within(root, "[data-toast]").forEach(leave);
}
