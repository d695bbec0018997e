// When the page sends: at its opening, when the signal is back, and again after a while. With the page closed the worker
// does, where the browser can wake it for that (background.js).
import "../../ui/js/store.js";
import { word } from "../../ui/js/words.js";
import "./post.js";
import { changed, here, keepPack, load, state } from "./state.js";

const { Away, Out, alone, begin, hello, isWaiting, sendAll, token } = self.qianjinPost;
const AGAIN = [15000, 30000, 60000, 120000];
const STALE = 10 * 60000;
const TAG = "field-send";

let failures = 0;
let timer = 0;
let worker = null;

// Who is signed in; somebody else than before takes along what is theirs.
async function greet(whole) {
  const pack = await hello(whole);
  const known = state.pack;
  if (known && known.person !== pack.person && !whole) return greet(true);
  if (whole) await keepPack(pack);
  return pack;
}

begin({ here, word, changed: load, renew: () => greet(false) });

async function renewShell() {
  // The words of the shell are in the language of its day; a newer one is fetched while there is a line.
  const name = (await caches.keys()).find((one) => one.startsWith(`field-${here.park}-`));
  if (!name) return;
  const answer = await fetch(here.shell, { cache: "reload", redirect: "manual", headers: { Accept: "text/html" } });
  if (answer.ok) await (await caches.open(name)).put(here.shell, answer);
}

async function work(force) {
  state.busy = true;
  changed();
  try {
    const isOld = !state.pack || Date.now() - Date.parse(state.pack.at) > STALE;
    let pack = await greet(force || isOld);
    state.line = "ok";
    await load();
    if (await sendAll(pack.person)) pack = await greet(true);
    if (pack.language !== document.documentElement.lang) await renewShell();
    failures = 0;
  } catch (error) {
    if (error instanceof Out) state.line = "out";
    else if (error instanceof Away) state.line = "away";
    else throw error;
    failures += 1;
  } finally {
    state.busy = false;
    await load();
    later();
  }
}

function later() {
  clearTimeout(timer);
  if (!state.queue.some(isWaiting) || state.line === "out") return;
  timer = setTimeout(() => sync(), AGAIN[Math.min(failures, AGAIN.length) - 1] || AGAIN[0]);
  wake();
}

// The browser is asked to wake the worker when there is a line; where it cannot, the page's being open is what there is.
const wake = () => worker?.sync?.register(TAG).catch(() => {});

export async function lean(registration) {
  worker = registration;
  navigator.serviceWorker.addEventListener("message", ({ data }) => data === TAG && load());
  if (state.queue.some(isWaiting)) wake();
}

let running = null;
let wanted = false;

// Asked for while one is under way (the signal comes back in its middle), another one follows.
export function sync(force = false) {
  if (running) {
    wanted = true;
    return running;
  }
  wanted = false;
  running = alone(() => work(force), later).finally(() => {
    running = null;
    if (wanted) sync();
  });
  return running;
}

export async function signOut() {
  try {
    if (!token()) await hello(false);
    await fetch(here.signOut, { method: "POST", credentials: "same-origin", redirect: "manual", headers: { "X-CSRFToken": token() } });
    return true;
  } catch {
    return false;
  }
}

window.addEventListener("online", () => sync());
window.addEventListener("offline", () => {
  state.line = "away";
  changed();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) sync();
  else if (state.queue.some(isWaiting)) wake();
});
