// What this device keeps when there is no signal, seen from a page: signing out asks when something has not been sent
// yet, and empties all of it.
import { ask } from "./dialog.js";
import "./store.js";
import { word } from "./words.js";

export const { get, all, put, remove, photosOf, change, removeRecord, isUnsent } = self.qianjinStore;

const CACHES = "field-";

export async function unsent() {
  try {
    return (await all("queue")).filter(isUnsent).length;
  } catch {
    return 0; // no store in this browser: nothing can be waiting in it
  }
}

export async function empty() {
  await self.qianjinStore.erase();
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
