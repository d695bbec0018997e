// Sending what was written, in its order, once. A record is marked before it leaves; only a clear answer takes the mark
// away. So a line that dies between the commit and the answer leaves a record that is sent again under its key, and the
// server answers with what it made of it the first time.
import * as pocket from "../../ui/js/pocket.js";
import { word } from "../../ui/js/words.js";
import { changed, here, keepPack, load, state } from "./state.js";

const PIECE = 512 * 1024;
const PATIENCE = { brief: 15000, pack: 45000, send: 60000 };
const AGAIN = [15000, 30000, 60000, 120000];
const STALE = 10 * 60000;
const TEARS = 3;
const LATER = [408, 425, 429];

let csrf = "";
let failures = 0;
let timer = 0;

class Away extends Error {}
class Out extends Error {}

async function ask(url, patience, given = {}) {
  let answer;
  try {
    answer = await fetch(url, {
      credentials: "same-origin",
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(patience),
      ...given,
      headers: { Accept: "application/json", ...given.headers },
    });
  } catch {
    throw new Away();
  }
  if (answer.status === 401) throw new Out();
  if (answer.status >= 500 || LATER.includes(answer.status)) throw new Away();
  return answer;
}

async function told(answer) {
  try {
    return await answer.json();
  } catch {
    throw new Away(); // it broke off, or somebody in between answered
  }
}

// Who is signed in, and a token that is good now; with `whole` also everything one takes along.
async function hello(whole) {
  const answer = await ask(whole ? here.pack : `${here.pack}?brief=1`, whole ? PATIENCE.pack : PATIENCE.brief);
  if (!answer.ok) throw answer.status === 403 || answer.status === 404 ? new Out() : new Away();
  const pack = await told(answer);
  csrf = pack.csrf;
  delete pack.csrf;
  const known = state.pack;
  if (known && known.person !== pack.person && !whole) return hello(true);
  if (whole) await keepPack(pack);
  return pack;
}

const post = (url, key, body, headers = {}) => ask(url, PATIENCE.send, { method: "POST", body, headers: { "X-CSRFToken": csrf, "Idempotency-Key": key, ...headers } });

// A token of an earlier sign-in is refused with 403 once; with a new one the answer counts.
async function sure(work) {
  const answer = await work();
  if (answer.status !== 403) return answer;
  await hello(false);
  return work();
}

async function refusal(answer) {
  let said = {};
  try {
    said = await answer.json();
  } catch {
    // not one of our answers
  }
  return { sentence: said.error || word("fieldRefused"), problems: said.fields || {} };
}

function formOf(row) {
  const body = new URLSearchParams();
  for (const [name, values] of Object.entries(row.fields)) for (const value of values) body.append(name, value);
  if (row.kind === "visit") {
    body.set("person", row.person);
    body.set("enterprise", row.firm.id);
    if (row.stop) body.set("stop", row.stop);
    body.set("photos", row.photos.length);
  }
  return body;
}

async function deliver(key) {
  let before = false;
  const row = await pocket.change("queue", key, (found) => {
    if (found.state !== "waiting") return null;
    before = Boolean(found.tried);
    return { ...found, tried: true };
  });
  if (!row) return;
  const answer = await sure(() => post(row.kind === "visit" ? here.send : row.url, row.key, formOf(row)));
  if (answer.ok || answer.type === "opaqueredirect") {
    const made = answer.ok && row.kind === "visit" ? await told(answer) : {};
    await pocket.change("queue", key, (found) => ({ ...found, state: "sent", made, sentence: "", problems: {}, sentAt: new Date().toISOString() }));
  } else {
    const no = await refusal(answer);
    await pocket.change("queue", key, (found) => ({ ...found, ...no, state: "rejected", tried: before }));
  }
  await load();
}

async function deliverPhotos(key) {
  const row = await pocket.get("queue", key);
  for (const photo of row?.photos || []) if (photo.state === "waiting") await deliverPhoto(row, photo);
  const after = await pocket.get("queue", key);
  // What has arrived whole needs no second home.
  if (after && !pocket.isUnsent(after)) await pocket.put("queue", { ...after, fields: {} });
}

const settle = (key, photo, given) => pocket.change("queue", key, (found) => ({ ...found, photos: found.photos.map((one) => (one.key === photo ? { ...one, ...given } : one)) }));

async function deliverPhoto(row, photo) {
  const kept = await pocket.get("photos", photo.key);
  if (!kept) return void (await settle(row.key, photo.key, { state: "rejected", sentence: word("fieldPhotoGone") }));
  let offset = photo.received || 0;
  for (let tears = 0; tears < TEARS;) {
    const body = new Blob([kept.bytes.slice(offset, offset + PIECE)], { type: "application/octet-stream" });
    const headers = { "Upload-Key": photo.key, "Upload-Name": encodeURIComponent(photo.name), "Upload-Size": photo.size, "Upload-Sha256": photo.sha256, "Upload-Offset": offset };
    const answer = await sure(() => post(row.made.piece_url, photo.key, body, headers));
    if (!answer.ok) return void (await settle(row.key, photo.key, { state: "rejected", sentence: await sentenceOf(answer) }));
    const { received, whole } = await told(answer);
    await settle(row.key, photo.key, whole ? { state: "sent", received } : { received });
    await load();
    if (whole) return void (await pocket.remove("photos", photo.key));
    if (received <= offset && offset > 0) tears += 1;
    offset = received;
  }
  await settle(row.key, photo.key, { state: "rejected", sentence: word("fieldPhotoTorn") });
}

async function sentenceOf(answer) {
  const no = await refusal(answer);
  return Object.values(no.problems).flat().join(" ") || no.sentence;
}

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
    let pack = await hello(force || isOld);
    state.line = "ok";
    await load();
    const mine = (await pocket.all("queue")).filter((row) => row.park === here.park && row.person === pack.person);
    let sent = 0;
    for (const row of mine.sort((a, b) => (a.at < b.at ? -1 : 1))) {
      if (row.state === "waiting") {
        await deliver(row.key);
        sent += 1;
      }
      if ((await pocket.get("queue", row.key))?.state === "sent" && row.photos?.length) await deliverPhotos(row.key);
    }
    if (sent) pack = await hello(true);
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
  const isWaiting = state.queue.some((row) => row.state === "waiting" || row.photos?.some((photo) => photo.state === "waiting"));
  if (isWaiting && state.line !== "out") timer = setTimeout(() => sync(), AGAIN[Math.min(failures, AGAIN.length) - 1] || AGAIN[0]);
}

let running = null;
let wanted = false;

// One at a time, over all tabs of this device; another tab at it means nothing more to do here. Asked for while one is
// under way (the signal comes back in its middle), another one follows.
export function sync(force = false) {
  if (running) {
    wanted = true;
    return running;
  }
  wanted = false;
  const go = () => work(force);
  running = (navigator.locks ? navigator.locks.request("field-sync", { ifAvailable: true }, (lock) => lock && go()) : go()).finally(() => {
    running = null;
    if (wanted) sync();
  });
  return running;
}

export async function signOut() {
  try {
    if (!csrf) await hello(false);
    await fetch(here.signOut, { method: "POST", credentials: "same-origin", redirect: "manual", headers: { "X-CSRFToken": csrf } });
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
document.addEventListener("visibilitychange", () => document.hidden || sync());
