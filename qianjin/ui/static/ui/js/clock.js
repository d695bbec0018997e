// <time data-due="ISO">: how long there is left, or how late it is, in whole minutes, hours or days by the clock on the
// wall, refreshed each minute. Working time is the server's to say; this is for what is due within hours.
import { word } from "./words.js";

const MINUTE = 60000;

function spoken(milliseconds) {
  const late = milliseconds < 0;
  const minutes = Math.floor(Math.abs(milliseconds) / MINUTE);
  const ending = late ? "Late" : "Left";
  if (minutes < 60) return word(`minutes${ending}`, { n: minutes });
  if (minutes < 48 * 60) return word(`hours${ending}`, { n: Math.floor(minutes / 60) });
  return word(`days${ending}`, { n: Math.floor(minutes / 1440) });
}

function show(time) {
  const left = new Date(time.dataset.due) - Date.now();
  if (Number.isNaN(left)) return;
  const text = spoken(left);
  if (text && text !== time.textContent) time.textContent = text;
  const tag = time.closest(".tag");
  if (tag && left < 0 && !tag.matches(".tone-breached")) {
    tag.className = tag.className.replace(/tone-[\w-]+/, "tone-breached");
  }
}

const refresh = (root) => root.querySelectorAll("time[data-due]").forEach(show);

setInterval(() => refresh(document), MINUTE);
document.addEventListener("visibilitychange", () => document.hidden || refresh(document));

export function start(root) {
  refresh(root);
}
