// Today's round, the enterprises one looks after, and one of them with its thread.
import { word } from "../../ui/js/words.js";
import { banner, button, card, h, head, icon, link, tag } from "./dom.js";
import { drafts, firmOf, forStop, here, keep, newKey, refused, roundOf, state, stopOf, waiting } from "./state.js";
import { begin } from "./record.js";
import { sync } from "./sync.js";

const FEW = 12;
let query = "";

// How the line is and what waits: on every page, in one line of words.
export function bar() {
  const [wait, begun, no] = [waiting().length, drafts().length, refused().length];
  const lines = { ok: word("fieldLineOk"), away: word("fieldLineAway"), out: word("fieldLineOut"), unknown: word("fieldLineAway") };
  const parts = [wait && word("fieldWaiting", { n: wait }), begun && word("fieldDrafts", { n: begun }), no && word("fieldRefusedCount", { n: no })].filter(Boolean);
  const tone = no ? "breached" : wait || begun ? "at-risk" : state.line === "ok" ? "done" : "closed";
  const text = state.busy && wait ? word("fieldBusy", { n: wait }) : parts.join(" · ") || word("fieldAllSent");
  return h("div", { class: "field-bar", role: "status" },
    h("a", { class: `field-state tone-${tone}`, href: "#/queue" }, h("b", {}, text), h("small", {}, lines[state.line])),
    h("button", { type: "button", class: "btn is-icon", "aria-label": word("fieldSync"), onclick: () => sync(true), "aria-busy": state.busy ? "true" : null }, icon("refresh")));
}

export function warnings() {
  const found = [];
  if (state.line === "out") found.push(banner("warn", word("fieldSignIn", { n: waiting().length }), link(word("fieldSignInAct"), "user", here.signIn, "is-main")));
  if (state.other) found.push(banner("info", word("fieldOther", { n: state.other })));
  if (state.full) found.push(banner("warn", word("fieldFull")));
  return found;
}

export function today() {
  const { pack } = state;
  if (!pack) return [head(word("fieldTitle")), bar(), ...warnings(), card("", "", h("p", { class: "pad" }, word(state.line === "away" ? "fieldNothing" : "fieldLoading")))];
  const [first, ...others] = pack.rounds;
  return [
    head(word("fieldTitle"), null, "", `${pack.name} · ${pack.park_name}`),
    bar(), ...warnings(), install(),
    first ? round(first) : card("", "", h("p", { class: "pad muted" }, word("fieldNoRound"))),
    ...others.map((one) => h("details", { class: "card field-later" }, h("summary", { class: "card-head" }, h("h2", {}, one.day), h("small", {}, `${one.officer} · ${word("fieldStops", { n: one.stops.length })}`)), stops(one))),
    firms(),
    h("p", { class: "small muted field-foot" }, word("fieldTaken", { at: new Date(pack.at).toLocaleString(document.documentElement.lang) })),
    foot(),
  ];
}

function round(one) {
  const done = one.stops.filter((stop) => settled(stop)).length;
  return h("div", { class: "stack" },
    h("section", { class: "card" },
      h("header", { class: "card-head" }, h("h2", {}, one.day), h("small", {}, `${one.mine ? "" : `${one.officer} · `}${times(one)} · ${one.way}`), h("span", { class: "card-tools" }, tag(done === one.stops.length ? "done" : "active", `${done}/${one.stops.length}`))),
      stops(one)),
    map(one), ending(one));
}

const times = (one) => `${one.begin}–${one.end}`;
const settled = (stop) => stop.visit || stop.skipped || (forStop(stop.id) && forStop(stop.id).state !== "draft");

function stops(one) {
  return one.stops.map((stop) => {
    const firm = firmOf(stop.firm);
    const row = forStop(stop.id);
    const isDone = Boolean(settled(stop));
    return h("article", { class: `row visit-stop${isDone ? " is-past" : ""}`, id: `stop-${stop.id}` },
      h("div", { class: "row-lead" }, h("b", { class: `visit-number tone-${tone(stop, row)}` }, String(stop.position))),
      h("div", { class: "row-body" },
        h("p", { class: "t" }, h("a", { href: `#/firm/${stop.firm}/${stop.id}` }, firm?.short || ""), " ", h("small", { class: "muted" }, firm?.tier || "")),
        h("p", { class: "s" }, `${times(stop)}${firm?.address ? ` · ${firm.address}` : ""}`),
        outcome(stop, row),
        h("div", { class: "cluster visit-acts" }, !isDone && reach(firm), !isDone && button(word(row ? "fieldGoOn" : "fieldRecord"), "edit", () => begin(firm, stop), "is-main"))));
  });
}

function tone(stop, row) {
  if (stop.visit || row?.state === "sent") return "done";
  if (stop.skipped) return "closed";
  return { rejected: "breached", waiting: "at-risk", draft: "active" }[row?.state] || "waiting";
}

function outcome(stop, row) {
  if (stop.visit) return h("p", { class: "s" }, stop.visit);
  if (stop.skipped) return h("p", { class: "s" }, word("fieldSkipped", { why: stop.skipped }));
  return row && h("p", { class: "s" }, h("a", { href: row.state === "draft" ? `#/record/${row.key}` : "#/queue" }, stateWord(row)));
}

export function stateWord(row) {
  const left = (row.photos || []).filter((photo) => photo.state !== "sent").length;
  if (row.state === "sent" && left) return word("fieldPhotosLeft", { n: left, number: row.made?.number || "" });
  if (row.state === "sent") return word("fieldSent", { number: row.made?.number || "" });
  if (row.state === "waiting" && row.tried) return word("fieldUnsure");
  return word({ draft: "fieldDraft", waiting: "fieldWaits", rejected: "fieldNot" }[row.state]);
}

function reach(firm) {
  const person = firm?.contacts.find((one) => one.phone);
  return [
    person && link(word("fieldCall", { name: person.name }), "phone", `tel:${person.phone.replace(/[^\d+]/g, "")}`),
    firm?.geo && link(word("fieldNavigate"), "map", `geo:${firm.geo[0].toFixed(6)},${firm.geo[1].toFixed(6)}`),
  ].filter(Boolean);
}

// The drawing was made by the server of our own points; it holds no script and no style.
function map(one) {
  if (!one.map) return "";
  const box = h("div", { class: "pad" });
  box.innerHTML = one.map;
  for (const place of box.querySelectorAll("a")) {
    const id = Number((place.getAttribute("href") || "").split("-")[1]);
    place.addEventListener("click", (event) => {
      event.preventDefault();
      document.getElementById(`stop-${id}`)?.scrollIntoView({ block: "center" });
    });
    const stop = one.stops.find((each) => each.id === id);
    const point = place.querySelector(".ground-point");
    if (stop && point) point.setAttribute("class", `ground-point tone-${tone(stop, forStop(id))}`);
  }
  return card(word("fieldMap"), "", box);
}

function ending(one) {
  const begun = one.state === "under_way" || one.stops.some((stop) => forStop(stop.id)?.kind === "visit" && forStop(stop.id).state !== "draft");
  const row = state.queue.find((each) => each.kind === "end" && each.round === one.id);
  if (row) return card(word("fieldEnd"), "", h("p", { class: "pad" }, stateWord(row)));
  if (one.state === "done" || !begun) return "";
  const since = Date.now() - Date.parse(`${one.on}T${one.begin}`);
  const guess = since > 0 && since < 720 * 60000 ? Math.round(since / 60000) : one.minutes;
  const form = h("form", { class: "form-grid", onsubmit: (event) => end(event, one) },
    field(word("fieldKm"), h("input", { type: "number", name: "mileage_km", min: "0", max: "999", step: "0.1", inputmode: "decimal", required: true, value: one.km })),
    field(word("fieldMinutesOut"), h("input", { type: "number", name: "minutes", min: "1", max: "1440", inputmode: "numeric", required: true, value: guess })),
    h("div", { class: "form-actions" }, h("button", { class: "btn" }, icon("check"), h("span", {}, word("fieldEndAct")))));
  return card(word("fieldEnd"), "", form);
}

async function end(event, one) {
  event.preventDefault();
  const told = new FormData(event.target);
  await keep(act("end", one.end_url, { mileage_km: [told.get("mileage_km")], minutes: [told.get("minutes")] }, { round: one.id, firm: { id: 0, name: one.day } }));
  sync();
}

const act = (kind, url, fields, more) => ({ key: newKey(), kind, url, fields, park: here.park, person: state.pack.person, state: "waiting", tried: false, at: new Date().toISOString(), photos: [], ...more });

export function field(label, control, kind = "") {
  const id = `f-${Math.random().toString(36).slice(2)}`;
  control.id = id;
  return h("div", { class: `field ${kind}`.trim() }, h("label", { for: id }, label), h("div", { class: "control" }, control));
}

function firms() {
  const list = h("div", {});
  const fill = () => {
    const fit = state.pack.firms.filter((firm) => !query || firm.name.includes(query) || firm.short.toLowerCase().includes(query.toLowerCase()));
    list.replaceChildren(...fit.slice(0, FEW).map((firm) => h("article", { class: "row no-lead" },
      h("div", { class: "row-body" }, h("p", { class: "t" }, h("a", { href: `#/firm/${firm.id}` }, firm.name)), h("p", { class: "s" }, firm.address)))),
    fit.length > FEW ? h("p", { class: "pad small muted" }, word("fieldMore", { n: fit.length - FEW })) : "");
  };
  fill();
  const search = h("input", { type: "search", placeholder: word("fieldSearch"), "aria-label": word("fieldSearch"), value: query, oninput: (event) => { query = event.target.value.trim(); fill(); } });
  return card(word("fieldFirms"), String(state.pack.firms.length), h("div", { class: "pad" }, search), list);
}

export function firm(id, stopId) {
  const one = firmOf(id);
  const stop = stopId && stopOf(stopId);
  if (!one) return [head(word("fieldTitle"), "#/", word("fieldToday")), card("", "", h("p", { class: "pad" }, word("fieldGone")))];
  const row = stop && forStop(stop.id);
  const open = !stop || !(stop.visit || stop.skipped || (row && row.state !== "draft"));
  return [
    head(one.name, "#/", word("fieldToday"), `${one.tier}${stop ? ` · ${times(stop)}` : ""}`), bar(), ...warnings(),
    card("", "", h("div", { class: "pad stack" }, one.address && h("p", {}, one.address),
      h("div", { class: "cluster visit-acts" }, reach(one), open && button(word(row ? "fieldGoOn" : "fieldRecord"), "edit", () => begin(one, stop), "is-main")))),
    one.contacts.length > 0 && card(word("fieldContacts"), "", one.contacts.map((each) => h("article", { class: "row no-lead" },
      h("div", { class: "row-body" }, h("p", { class: "t" }, each.name, " ", h("small", { class: "muted" }, each.post))),
      each.phone && h("div", { class: "row-act" }, link(each.phone, "phone", `tel:${each.phone.replace(/[^\d+]/g, "")}`))))),
    one.requests.length > 0 && card(word("fieldRequests"), "", one.requests.map((each) => line(each.title, `${each.number} · ${each.status}`))),
    card(word("fieldThread"), "", one.thread.length ? one.thread.map((each) => line(each.text || each.what, `${each.when} · ${each.what} · ${each.who}`)) : h("p", { class: "pad muted" }, word("fieldNoThread"))),
    stop && open && !row && skipping(stop),
  ].filter(Boolean);
}

const line = (text, sub) => h("article", { class: "row no-lead" }, h("div", { class: "row-body" }, h("p", { class: "t field-words" }, text), h("p", { class: "s" }, sub)));

function skipping(stop) {
  return h("details", { class: "card field-later" }, h("summary", { class: "card-head" }, h("h2", {}, word("fieldSkip"))),
    h("form", { class: "form-grid is-one", onsubmit: async (event) => {
      event.preventDefault();
      const why = new FormData(event.target).get("why").trim();
      if (!why) return;
      const one = firmOf(stop.firm);
      await keep(act("skip", stop.skip_url, { why: [why] }, { stop: stop.id, round: roundOf(stop.id).id, firm: { id: one.id, name: one.name } }));
      location.hash = "#/";
      sync();
    } }, field(word("fieldWhy"), h("input", { type: "text", name: "why", maxlength: "200", required: true })), h("div", { class: "form-actions" }, h("button", { class: "btn" }, h("span", {}, word("fieldSkipAct"))))));
}

let offered = null;
window.addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offered = event;
  document.dispatchEvent(new Event("field-offered"));
});

function install() {
  const isInstalled = matchMedia("(display-mode: standalone)").matches || navigator.standalone;
  if (isInstalled || localStorage.getItem("field-hint") === "no") return "";
  const isApple = /iphone|ipad/i.test(navigator.userAgent);
  if (!offered && !isApple) return "";
  const dismiss = button(word("fieldNotNow"), "", () => { localStorage.setItem("field-hint", "no"); document.dispatchEvent(new Event("field-offered")); }, "is-quiet is-small");
  return isApple
    ? banner("info", word("fieldInstallApple"), dismiss)
    : banner("info", word("fieldInstall"), button(word("fieldInstallAct"), "phone", () => { offered.prompt(); offered = null; }, "is-small"), dismiss);
}

function foot() {
  return h("div", { class: "cluster field-foot" }, link(word("fieldOffice"), "screen", here.office), h("button", { type: "button", class: "btn is-quiet", "data-field-leave": true }, icon("sign_out"), h("span", {}, word("fieldSignOut"))));
}
