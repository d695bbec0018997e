// What this device keeps when there is no signal: one IndexedDB with what was taken along (packs), what was written
// (queue) and photographs. Signing out asks when something has not been sent yet, and empties all of it.
import { ask } from "./dialog.js";
import { word } from "./words.js";

const NAME = "qianjin-field";
const CACHES = "field-";
const WAITING = ["draft", "waiting", "rejected"];
let opened = null;

function open() {
  opened ||= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      const base = asked.result;
      base.createObjectStore("packs", { keyPath: "park" });
      base.createObjectStore("queue", { keyPath: "key" });
      base.createObjectStore("photos", { keyPath: "key" }).createIndex("record", "record");
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => shut();
      asked.result.onclose = () => (opened = null);
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  }).catch((error) => {
    opened = null;
    throw error;
  });
  return opened;
}

function shut() {
  opened?.then((base) => base.close(), () => {});
  opened = null;
}

// One transaction over `stores`; what `work` asked for last is the answer, and only once it is safely kept.
async function act(stores, mode, work) {
  const base = await open();
  return new Promise((resolve, reject) => {
    const whole = base.transaction(stores, mode, { durability: "strict" });
    const asked = work(...[].concat(stores).map((name) => whole.objectStore(name)));
    whole.oncomplete = () => resolve(asked?.result);
    whole.onerror = whole.onabort = () => reject(whole.error);
  });
}

export const get = (store, key) => act(store, "readonly", (rows) => rows.get(key));
export const all = (store) => act(store, "readonly", (rows) => rows.getAll());
export const put = (store, row) => act(store, "readwrite", (rows) => rows.put(row));
export const remove = (store, key) => act(store, "readwrite", (rows) => rows.delete(key));
export const photosOf = (record) => act("photos", "readonly", (rows) => rows.index("record").getAll(record));

// Looks at a row and changes it in one breath, so that two tabs cannot both begin on it. `work` gets the row and
// gives back what is to stand there, or nothing to leave it; the answer is what stands there now, or nothing.
export async function change(store, key, work) {
  let made;
  await act(store, "readwrite", (rows) => {
    rows.get(key).onsuccess = ({ target: { result } }) => {
      made = result && work(result);
      if (made) rows.put(made);
    };
  });
  return made;
}

// A record goes with its photographs, or stays with them.
export const removeRecord = (key) => act(["queue", "photos"], "readwrite", (queue, photos) => {
  queue.delete(key);
  photos.index("record").openKeyCursor(key).onsuccess = ({ target: { result } }) => {
    if (!result) return;
    photos.delete(result.primaryKey);
    result.continue();
  };
});

export const isUnsent = (row) => WAITING.includes(row.state) || (row.photos || []).some((photo) => photo.state !== "sent");

export async function unsent() {
  try {
    return (await all("queue")).filter(isUnsent).length;
  } catch {
    return 0; // no store in this browser: nothing can be waiting in it
  }
}

export async function empty() {
  shut();
  await new Promise((resolve) => {
    const asked = indexedDB.deleteDatabase(NAME);
    asked.onsuccess = asked.onerror = asked.onblocked = resolve;
  });
  for (const name of await (window.caches?.keys() ?? [])) if (name.startsWith(CACHES)) await caches.delete(name);
  for (const one of await (navigator.serviceWorker?.getRegistrations() ?? [])) if (one.scope.includes("/visits/field/")) await one.unregister();
  for (const name of Object.keys(localStorage)) if (name.startsWith(CACHES)) localStorage.removeItem(name);
}

// Asks when something waits; true when the device has been emptied.
export async function leave() {
  const count = await unsent();
  if (count && !(await ask(word("pocketLeave", { n: count }), word("pocketLeaveYes")))) return false;
  try {
    await empty();
  } catch {
    // a browser without these stores keeps nothing
  }
  return true;
}

window.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-forget-drafts]") || !window.indexedDB) return;
  if (form.dataset.emptied) {
    delete form.dataset.emptied;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  leave().then((gone) => {
    if (!gone) return;
    form.dataset.emptied = "yes";
    form.requestSubmit(event.submitter || undefined);
  });
}, true);

export function start() {}
