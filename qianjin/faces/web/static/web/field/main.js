// Begins the pages of the field: what lies on the device first, then the line.
import * as pocket from "../../ui/js/pocket.js";
import { word } from "../../ui/js/words.js";
import { banner } from "./dom.js";
import { firm, today } from "./pages.js";
import { queue } from "./queue.js";
import { leave, record } from "./record.js";
import { here, load, onChange, state, tidy } from "./state.js";
import { lean, signOut, sync } from "./sync.js";

const place = document.getElementById("field-page");
let shown = "";
let isLeft = false;
let isPressed = false;
let isDue = false;

function page() {
  const [, name, first, second] = location.hash.split("/");
  if (name === "firm") return firm(first, second);
  if (name === "record") return record(first);
  if (name === "queue") return queue();
  return today();
}

function show() {
  if (isLeft) return;
  // Nor is a button taken away between the finger's coming down and its going up.
  if (isPressed) {
    isDue = true;
    return;
  }
  isDue = false;
  const isNew = shown !== location.hash;
  // What one is writing in is not drawn anew under one's hands.
  if (!isNew && (location.hash.startsWith("#/record/") || place.contains(document.activeElement) && document.activeElement.matches("input, textarea, select"))) return;
  place.replaceChildren(...page().filter(Boolean));
  if (isNew) window.scrollTo(0, 0);
  shown = location.hash;
}

async function go() {
  if (shown.startsWith("#/record/")) {
    await leave();
    await load();
  }
  show();
}

document.addEventListener("click", async (event) => {
  if (!event.target.closest("[data-field-leave]") || !(await pocket.leave())) return;
  isLeft = true;
  if (await signOut()) location.assign(here.signIn);
  else place.replaceChildren(banner("warn", word("fieldLeftHere")));
});

document.addEventListener("pointerdown", () => (isPressed = true));
for (const kind of ["pointerup", "pointercancel"]) {
  document.addEventListener(kind, () => setTimeout(() => {
    isPressed = false;
    if (isDue) show();
  }, 50));
}
document.addEventListener("field-offered", show);
window.addEventListener("hashchange", go);
onChange(show);

async function start() {
  const theme = document.cookie.match(/(?:^|; )theme=(\w+)/)?.[1];
  if (theme) document.documentElement.dataset.theme = theme;
  if (!window.isSecureContext || !("serviceWorker" in navigator)) {
    place.replaceChildren(banner("warn", word("fieldInsecure")));
    return;
  }
  navigator.serviceWorker.register(here.worker, { scope: here.shell }).catch(() => {}); // signed out, or no line: the one that is there stays
  navigator.serviceWorker.ready.then(lean);
  navigator.storage?.persist?.().catch(() => {});
  try {
    await tidy();
    await load();
  } catch {
    place.replaceChildren(banner("warn", word("fieldNoStore")));
    return;
  }
  show();
  await sync();
}

start();
