// data-copy="text" copies it: for 微信, an address, a number to dial from another telephone.
import { word } from "./words.js";
import { say } from "./toast.js";

function byHand(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy"); // a park's own network may have no https, where the clipboard is closed
  area.remove();
  return done;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = button.dataset.copy;
  let done = false;
  try {
    await navigator.clipboard.writeText(text);
    done = true;
  } catch {
    done = byHand(text);
  }
  say(done ? word("copied") : word("copyFailed"), done ? "done" : "at_risk");
});

export function start() {}
