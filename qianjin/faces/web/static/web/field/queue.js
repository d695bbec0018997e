// What was written on this device and where each of it stands; nothing is deleted but by the person's own hand.
import * as pocket from "../../ui/js/pocket.js";
import { ask } from "../../ui/js/dialog.js";
import { word } from "../../ui/js/words.js";
import { button, card, h, head, link, tag } from "./dom.js";
import { load, state } from "./state.js";
import { bar, stateWord, warnings } from "./pages.js";
import { reopen } from "./record.js";
import { sync } from "./sync.js";

const TONES = { draft: "active", waiting: "at-risk", rejected: "breached", sent: "done" };
const ORDER = ["rejected", "draft", "waiting", "sent"];

export function queue() {
  const rows = [...state.queue].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || (a.at < b.at ? -1 : 1));
  return [
    head(word("fieldQueue"), "#/", word("fieldToday")), bar(), ...warnings(),
    card("", "", rows.length ? rows.map(line) : h("p", { class: "pad muted" }, word("fieldQueueEmpty"))),
    state.queue.some(pocket.isUnsent) && h("div", { class: "cluster field-foot" }, button(word("fieldExportAll"), "export", () => exported(state.queue.filter(pocket.isUnsent)))),
  ].filter(Boolean);
}

function line(row) {
  const no = (row.photos || []).filter((photo) => photo.state === "rejected");
  return h("article", { class: "row no-lead field-item", id: `item-${row.key}` }, h("div", { class: "row-body" },
    h("p", { class: "cluster" }, tag(TONES[row.state], stateWord(row)), h("small", { class: "muted" }, title(row))),
    h("p", { class: "t" }, row.firm.name),
    row.sentence && h("p", { class: "field-why" }, row.sentence),
    Object.values(row.problems || {}).flat().map((text) => h("p", { class: "field-why" }, text)),
    no.map((photo) => h("p", { class: "field-why" }, `${photo.name}: ${photo.sentence}`)),
    row.made?.requests?.length > 0 && h("p", { class: "s" }, word("fieldRaised", { numbers: row.made.requests.join(" ") })),
    h("div", { class: "cluster visit-acts" }, acts(row, no))));
}

const title = (row) => `${{ visit: word("fieldKindVisit"), skip: word("fieldKindSkip"), end: word("fieldKindEnd") }[row.kind]} · ${(row.fields.on_site_at?.[0] || row.at).slice(0, 16).replace("T", " ")}`;

function acts(row, no) {
  if (row.state === "draft") return [link(word("fieldGoOn"), "edit", `#/record/${row.key}`, "is-main"), gone(row)];
  if (row.state === "sent") return [row.made?.url && link(word("fieldOpen"), "open", row.made.url), no.length > 0 && button(word("fieldAgain"), "refresh", () => again(row, no)), no.length > 0 && button(word("fieldExport"), "export", () => exported([row])), no.length > 0 && gone(row)];
  const isOurs = !row.tried && row.kind === "visit";
  return [
    row.state === "rejected" && row.kind === "visit" && row.stop && button(word("fieldAsOwn"), "visit", () => alone(row), "is-main"),
    row.state === "rejected" && button(word("fieldAgain"), "refresh", () => again(row, [])),
    isOurs && button(word("fieldChange"), "edit", () => reopen(row.key)),
    button(word("fieldExport"), "export", () => exported([row])),
    !row.tried && gone(row),
  ];
}

const gone = (row) => button(word("fieldThrow"), "", async () => {
  if (!(await ask(word("fieldThrowAsk"), word("fieldThrow")))) return;
  await pocket.removeRecord(row.key);
  await load();
}, "is-quiet");

async function alone(row) {
  await pocket.change("queue", row.key, (found) => ({ ...found, stop: null, state: "waiting", sentence: "", problems: {} }));
  await load();
  sync();
}

async function again(row, photos) {
  const keys = photos.map((photo) => photo.key);
  await pocket.change("queue", row.key, (found) => ({
    ...found,
    state: found.state === "rejected" ? "waiting" : found.state,
    photos: (found.photos || []).map((photo) => (keys.includes(photo.key) ? { ...photo, state: "waiting", received: 0, sentence: "" } : photo)),
  }));
  await load();
  sync();
}

// The words as text, the photographs each as its own file: readable without this platform.
async function exported(rows) {
  save("visits.txt", new Blob([rows.map(asText).join("\n\n")], { type: "text/plain" }));
  for (const row of rows) for (const photo of await pocket.photosOf(row.key)) save(photo.name, new Blob([photo.bytes], { type: "application/octet-stream" }));
}

function asText(row) {
  const people = new Map(state.pack?.people.map((one) => [String(one.id), one.name]));
  const labels = new Map([...(state.pack?.matters || []).map(([code, label]) => [`about_${code}`, label]), ...(state.pack?.questions || []).map((one) => [`answer_${one.id}`, one.text]), ["means", word("fieldHow")], ["on_site_at", word("fieldWhen")], ["minutes", word("fieldMinutes")], ["received_by", word("fieldReceived")], ["visitors", word("fieldVisitors")], ["others", word("fieldOthers")], ["next_on", word("fieldNext")], ["why", word("fieldWhy")], ["mileage_km", word("fieldKm")]]);
  const lines = Object.entries(row.fields).flatMap(([name, values]) => {
    const told = values.filter(Boolean).map((value) => (name === "visitors" ? people.get(value) || value : value));
    const label = labels.get(name) || (name.startsWith("difficulty_") ? word("fieldDifficulty", { n: name.at(-1) }) : name.startsWith("kind_") ? word("fieldKind") : name.startsWith("raise_") ? word("fieldRaise") : name);
    return told.length ? [`${label}: ${told.join("、")}`] : [];
  });
  return [`${row.firm.name} · ${title(row)}`, row.sentence, ...lines].filter(Boolean).join("\n");
}

function save(name, blob) {
  const address = URL.createObjectURL(blob);
  const place = h("a", { href: address, download: name });
  document.body.append(place);
  place.click();
  place.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
