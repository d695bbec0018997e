// Writing one visit down. Every word is kept on the device while it is written; photographs are kept whole, byte for byte,
// with the hash the server will compare.
import * as pocket from "../../ui/js/pocket.js";
import { ask } from "../../ui/js/dialog.js";
import { word } from "../../ui/js/words.js";
import { banner, button, card, h, head, icon } from "./dom.js";
import { firmOf, forStop, here, keep, load, localMoment, newKey, rowOf, state, stopOf } from "./state.js";
import { sync } from "./sync.js";

const DIFFICULTIES = [1, 2, 3];
const MOST_PHOTOS = 20;
const WAIT = 250;
const AHEAD = 10 * 60000;

export async function begin(firm, stop) {
  const known = stop ? forStop(stop.id) : state.queue.find((row) => row.state === "draft" && row.kind === "visit" && !row.stop && row.firm.id === firm.id);
  const person = firm.contacts[0];
  const row = known || {
    key: newKey(), kind: "visit", park: here.park, person: state.pack.person, state: "draft", tried: false, at: new Date().toISOString(),
    firm: { id: firm.id, name: firm.name }, stop: stop ? stop.id : null, photos: [], sentence: "", problems: {},
    fields: { means: ["visit"], on_site_at: [localMoment()], minutes: ["45"], visitors: [String(state.pack.person)], received_by: [person ? `${person.name} ${person.post}`.trim() : ""] },
  };
  if (!known) await keep(row);
  location.hash = `#/record/${row.key}`;
}

// A record that waits is taken back for changing only when it has never left this device.
export async function reopen(key) {
  const row = await pocket.change("queue", key, (found) => (["waiting", "rejected"].includes(found.state) && !found.tried ? { ...found, state: "draft" } : null));
  await load();
  if (row) location.hash = `#/record/${key}`;
}

let open = null;
let timer = 0;

async function save() {
  clearTimeout(timer);
  if (!open) return;
  const { form, key } = open;
  const fields = {};
  for (const [name, value] of new FormData(form)) if (name !== "photos") (fields[name] ||= []).push(value);
  try {
    await pocket.change("queue", key, (found) => (found.state === "draft" ? { ...found, fields } : null));
    state.full = false;
  } catch {
    state.full = true;
  }
}

export const leave = async () => {
  await save();
  open = null;
};

window.addEventListener("pagehide", save);
document.addEventListener("visibilitychange", () => document.hidden && save());

export function record(key) {
  const row = rowOf(key);
  if (!row || row.kind !== "visit" || row.state !== "draft") return [head(word("fieldTitle"), "#/", word("fieldToday")), card("", "", h("p", { class: "pad" }, word("fieldGone")))];
  const stop = row.stop && stopOf(row.stop);
  const form = h("form", { class: "card act-form visit-form", novalidate: true, oninput: () => { clearTimeout(timer); timer = setTimeout(save, WAIT); }, onsubmit: (event) => finish(event, row) },
    h("ul", { class: "errors", role: "alert" }),
    chips(word("fieldHow"), "means", "radio", state.pack.means, row.fields.means),
    h("div", { class: "form-pair" },
      box(word("fieldWhen"), h("input", { type: "datetime-local", name: "on_site_at", value: one(row, "on_site_at"), required: true }), "on_site_at", row),
      box(word("fieldMinutes"), h("input", { type: "number", name: "minutes", min: 1, max: 600, inputmode: "numeric", value: one(row, "minutes"), required: true }), "minutes", row)),
    difficulties(row), questions(row),
    h("fieldset", { class: "visit-part" }, h("legend", {}, word("fieldSeen")), state.pack.matters.map(([code, label]) => box(label, words(`about_${code}`, row), `about_${code}`, row))),
    photos(row),
    h("fieldset", { class: "visit-part" }, h("legend", {}, word("fieldWho")),
      box(word("fieldReceived"), h("input", { type: "text", name: "received_by", maxlength: 120, value: one(row, "received_by") }), "received_by", row),
      chips(word("fieldVisitors"), "visitors", "checkbox", state.pack.people.map((each) => [String(each.id), each.name]), row.fields.visitors),
      box(word("fieldOthers"), h("input", { type: "text", name: "others", maxlength: 120, value: one(row, "others") }), "others", row),
      box(word("fieldNext"), h("input", { type: "date", name: "next_on", value: one(row, "next_on") }), "next_on", row)),
    h("div", { class: "act-send" }, h("button", { class: "btn is-main is-large" }, icon("check"), h("span", {}, word("fieldKeep"))), button(word("fieldThrow"), "", () => drop(row), "is-quiet")));
  open = { form, key };
  return [
    head(row.firm.name, stop ? `#/firm/${row.firm.id}/${stop.id}` : `#/firm/${row.firm.id}`, firmOf(row.firm.id)?.short || word("fieldToday"), word(row.stop ? "fieldOnRound" : "fieldAlone")),
    state.full && banner("warn", word("fieldFull")),
    row.sentence && banner("warn", [row.sentence, ...Object.values(row.problems).flat()].join(" ")),
    form,
  ].filter(Boolean);
}

const one = (row, name) => row.fields[name]?.[0] ?? "";
const words = (name, row) => h("textarea", { name, rows: 2, maxlength: 2000 }, one(row, name));

function box(label, control, name, row) {
  const id = `f-${name}`;
  control.id = id;
  const problems = row?.problems?.[name] || [];
  return h("div", { class: `field${problems.length ? " has-errors" : ""}` }, h("label", { for: id }, label), h("div", { class: "control" }, control), problems.length > 0 && h("ul", { class: "errors" }, problems.map((text) => h("li", {}, text))));
}

function chips(label, name, type, choices, chosen = []) {
  return h("div", { class: "field is-choices is-chips" }, h("fieldset", {}, h("legend", {}, label), h("div", {}, choices.map(([value, text]) => h("div", {}, h("label", {}, h("input", { type, name, value, checked: chosen.includes(value) }), text))))));
}

function difficulties(row) {
  const part = (n) => h("div", { class: "field-difficulty" },
    box(word("fieldDifficulty", { n }), words(`difficulty_${n}`, row), `difficulty_${n}`, row),
    h("div", { class: "field-difficulty-more" },
      h("select", { name: `kind_${n}`, "aria-label": word("fieldKind") }, [["", word("fieldKindNone")], ...state.pack.kinds].map(([value, text]) => h("option", { value, selected: value === one(row, `kind_${n}`) }, text))),
      h("label", { class: "check" }, h("input", { type: "checkbox", name: `raise_${n}`, checked: Boolean(one(row, `raise_${n}`)) }), h("span", {}, word("fieldRaise")))));
  return h("fieldset", { class: "visit-part" }, h("legend", {}, word("fieldDifficulties")), h("p", { class: "help" }, word("fieldRaiseHelp")),
    part(1), h("details", { class: "visit-more", open: DIFFICULTIES.slice(1).some((n) => one(row, `difficulty_${n}`)) }, h("summary", {}, word("fieldFurther")), DIFFICULTIES.slice(1).map(part)));
}

function questions(row) {
  const day = new Date(one(row, "on_site_at") || Date.now());
  const [year, quarter] = [day.getFullYear(), Math.floor(day.getMonth() / 3) + 1];
  const asked = state.pack.questions.filter((each) => each.year === year && each.quarter === quarter);
  if (!asked.length) return "";
  return h("fieldset", { class: "visit-part" }, h("legend", {}, word("fieldQuestions")), asked.map((each) => {
    const name = `answer_${each.id}`;
    const chosen = one(row, name);
    return box(each.text, each.options.length
      ? h("select", { name }, h("option", { value: "" }, word("fieldNotAsked")), each.options.map((value) => h("option", { value, selected: value === chosen }, value)))
      : h("input", { type: "text", name, maxlength: 400, value: chosen }), name, row);
  }));
}

function photos(row) {
  const list = h("ul", { class: "file-list" });
  const errors = h("ul", { class: "errors" });
  const show = async () => {
    const kept = await pocket.photosOf(row.key);
    list.replaceChildren(...kept.map((photo) => h("li", {}, canvas(photo), h("span", { class: "grow" }, photo.name), h("small", { class: "muted" }, `${Math.max(1, Math.round(photo.size / 1024))} KB`),
      h("button", { type: "button", class: "btn is-quiet is-icon is-small", "aria-label": word("fileRemove", { name: photo.name }), onclick: async () => { await take(row.key, photo.key); await show(); } }, icon("close")))));
  };
  const add = async (event) => {
    const said = [];
    for (const file of [...event.target.files]) said.push(await bring(row.key, file));
    event.target.value = "";
    errors.replaceChildren(...said.filter(Boolean).map((text) => h("li", {}, text)));
    await show();
  };
  const input = (given) => h("input", { type: "file", name: "photos", onchange: add, ...given });
  show();
  return h("div", { class: "field" }, h("label", { for: "f-photos" }, word("fieldPhotos")),
    h("div", { class: "cluster" },
      h("label", { class: "btn file-camera" }, icon("camera"), h("span", {}, word("fieldTakePhoto")), input({ accept: "image/*", capture: "environment" })),
      h("label", { class: "btn file-camera" }, icon("attach"), h("span", {}, word("fieldChoose")), input({ accept: state.pack.limits.accept, multiple: true, id: "f-photos" }))),
    list, errors, h("p", { class: "help" }, word("fieldPhotosHelp")));
}

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// Keeps one file; the answer is a sentence when it cannot be.
async function bring(record, file) {
  const limit = state.pack.limits.file;
  const known = (await pocket.get("queue", record)).photos;
  if (file.size > limit) return word("fileLarge", { name: file.name, limit: `${limit >> 20} MB` });
  if (!file.size) return word("fileType", { name: file.name });
  if (known.length >= MOST_PHOTOS) return word("fileCount", { limit: MOST_PHOTOS });
  try {
    const bytes = await file.arrayBuffer();
    const sha256 = hex(await crypto.subtle.digest("SHA-256", bytes));
    if (known.some((photo) => photo.sha256 === sha256)) return "";
    const photo = { key: newKey(), name: file.name, size: file.size, sha256 };
    await pocket.put("photos", { ...photo, record, type: file.type, bytes });
    await pocket.change("queue", record, (found) => ({ ...found, photos: [...found.photos, { ...photo, state: "waiting", received: 0 }] }));
    return "";
  } catch {
    return word("fieldFull");
  }
}

async function take(record, key) {
  await pocket.change("queue", record, (found) => ({ ...found, photos: found.photos.filter((photo) => photo.key !== key) }));
  await pocket.remove("photos", key);
}

function canvas(photo) {
  if (!photo.type.startsWith("image/")) return "";
  const place = h("canvas", { width: 92, height: 72, "aria-hidden": "true" });
  createImageBitmap(new Blob([photo.bytes], { type: photo.type })).then((picture) => {
    const scale = Math.max(92 / picture.width, 72 / picture.height);
    const [w, high] = [picture.width * scale, picture.height * scale];
    place.getContext("2d").drawImage(picture, (92 - w) / 2, (72 - high) / 2, w, high);
    picture.close();
  }, () => place.remove());
  return place;
}

async function finish(event, row) {
  event.preventDefault();
  const form = event.target;
  await save();
  const told = new FormData(form);
  const wrong = [];
  const when = Date.parse(told.get("on_site_at"));
  if (!when) wrong.push(word("fieldNeedWhen"));
  else if (when - Date.now() > AHEAD) wrong.push(word("fieldAhead"));
  if (!(Number(told.get("minutes")) >= 1 && Number(told.get("minutes")) <= 600)) wrong.push(word("fieldNeedMinutes"));
  if (!told.getAll("visitors").length) wrong.push(word("fieldNeedVisitors"));
  form.querySelector(".errors").replaceChildren(...wrong.map((text) => h("li", {}, icon("warn"), text)));
  if (wrong.length) return void form.querySelector(".errors").scrollIntoView({ block: "center" });
  open = null;
  try {
    await pocket.change("queue", row.key, (found) => ({ ...found, state: "waiting", sentence: "", problems: {} }));
  } catch {
    state.full = true;
  }
  await load();
  location.hash = "#/";
  sync();
}

async function drop(row) {
  if (!(await ask(word("fieldThrowAsk"), word("fieldThrow")))) return;
  open = null;
  await pocket.removeRecord(row.key);
  await load();
  location.hash = "#/";
}
