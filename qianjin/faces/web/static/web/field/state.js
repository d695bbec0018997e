// What the pages of the field know: what was taken along, what was written, and how the line is.
import * as pocket from "../../ui/js/pocket.js";

export const here = { ...document.getElementById("field").dataset };
export const state = { pack: null, queue: [], line: "unknown", busy: false, other: 0, full: false };
// line: "unknown", "ok", "away" (no signal), "out" (signed out), "else" (somebody else is signed in)

const KEPT_DAYS = 7;
const SENT_DAYS = 3;
const listeners = [];

export const onChange = (listener) => listeners.push(listener);
export const changed = () => listeners.forEach((listener) => listener());

const daysAgo = (days) => new Date(Date.now() - days * 864e5).toISOString();

export async function load() {
  const pack = (await pocket.get("packs", here.park)) || null;
  const rows = (await pocket.all("queue")).filter((row) => row.park === here.park);
  state.pack = pack;
  // Whoever wrote something sees it; of a colleague's only how much there is.
  state.queue = rows.filter((row) => !pack || row.person === pack.person).sort((a, b) => (a.at < b.at ? -1 : 1));
  state.other = rows.filter((row) => pack && row.person !== pack.person && pocket.isUnsent(row)).length;
  changed();
}

// At the start: what is too old to be of use, or has been sent for days, does not stay on the device.
export async function tidy() {
  for (const pack of await pocket.all("packs")) if (pack.at < daysAgo(KEPT_DAYS)) await pocket.remove("packs", pack.park);
  const rows = await pocket.all("queue");
  for (const row of rows) if (!pocket.isUnsent(row) && row.at < daysAgo(SENT_DAYS)) await pocket.removeRecord(row.key);
}

export async function keepPack(pack) {
  await pocket.put("packs", pack);
  await load();
}

export async function keep(row) {
  try {
    await pocket.put("queue", row);
    state.full = false;
  } catch (error) {
    state.full = true; // the device has no room: say so, and do not pretend
    changed();
    throw error;
  }
  await load();
}

export const firmOf = (id) => state.pack?.firms.find((firm) => firm.id === Number(id));
export const stopOf = (id) => state.pack?.rounds.flatMap((round) => round.stops).find((stop) => stop.id === Number(id));
export const roundOf = (stop) => state.pack?.rounds.find((round) => round.stops.some((one) => one.id === Number(stop)));
export const rowOf = (key) => state.queue.find((row) => row.key === key);
export const forStop = (stop) => state.queue.find((row) => row.stop === Number(stop) && row.kind !== "end");

export const waiting = () => state.queue.filter((row) => row.state === "waiting" || (row.state === "sent" && row.photos?.some((photo) => photo.state === "waiting")));
export const drafts = () => state.queue.filter((row) => row.state === "draft");
export const refused = () => state.queue.filter((row) => row.state === "rejected" || row.photos?.some((photo) => photo.state === "rejected"));

export const newKey = () => crypto.randomUUID();

// The moment on the clock of this device, as the field of a form has it.
export function localMoment(date = new Date()) {
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60000);
  return shifted.toISOString().slice(0, 16);
}
