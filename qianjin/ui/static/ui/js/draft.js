// Drafts: <form data-draft="key" data-draft-url="…">. What one writes is kept in this browser after 800 ms, under the
// person's key, and sent to the address when there is a connection; so an expired sign-in, a closed tab or a dead
// battery loses nothing. Files, passwords and hidden fields are never kept (a restored version number would hide a
// conflict). A draft goes when the server confirms (event draft-cleared, or the meta element), or when discarded.
import { csrf, within, word } from "./words.js";

const WAIT = 800;
const KEEP_DAYS = 30;
const PREFIX = "draft:";
const pending = new Map();

const person = () => document.querySelector('meta[name="person"]')?.content || "";
const place = (key) => `${PREFIX}${person()}:${key}`;
const kept = (form) => [...form.elements].filter((e) => e.name && !e.disabled && !["hidden", "file", "password", "submit", "button", "reset", "image"].includes(e.type) && e.tagName !== "FIELDSET");

function values(form) {
  const found = {};
  for (const element of kept(form)) {
    const list = (found[element.name] ||= []);
    if (["checkbox", "radio"].includes(element.type)) {
      if (element.checked) list.push(element.value);
    } else if (element.multiple) list.push(...[...element.selectedOptions].map((o) => o.value));
    else list.push(element.value);
  }
  return found;
}

function fill(form, fields) {
  const seen = {};
  for (const element of kept(form)) {
    const list = fields[element.name];
    if (!list) continue;
    if (["checkbox", "radio"].includes(element.type)) element.checked = list.includes(element.value);
    else if (element.multiple) for (const option of element.options) option.selected = list.includes(option.value);
    else element.value = list[(seen[element.name] = (seen[element.name] ?? -1) + 1)] ?? "";
    element.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(place(key)));
  } catch {
    return null;
  }
}

function write(key, draft) {
  try {
    if (draft) localStorage.setItem(place(key), JSON.stringify(draft));
    else localStorage.removeItem(place(key));
  } catch {
    // a full or forbidden store: the server copy is all there is
  }
}

function send(url, key, fields) {
  if (!url || !navigator.onLine) return Promise.resolve(false);
  const body = new URLSearchParams({ key, fields: fields ? JSON.stringify(fields) : "" });
  return fetch(url, { method: "POST", body, headers: { "X-CSRFToken": csrf() }, credentials: "same-origin", redirect: "manual", keepalive: true })
    .then((answer) => answer.ok)
    .catch(() => false);
}

function keep(form) {
  const key = form.dataset.draft;
  const draft = { at: new Date().toISOString(), fields: values(form) };
  if (JSON.stringify(read(key)?.fields) === JSON.stringify(draft.fields)) return; // leaving a field changes nothing
  write(key, draft);
  send(form.dataset.draftUrl, key, draft.fields).then(() => {
    const state = form.querySelector(".draft-state");
    if (state) state.textContent = word("draftKept");
  });
}

function later(form) {
  const key = form.dataset.draft;
  clearTimeout(pending.get(key));
  pending.set(key, setTimeout(() => {
    pending.delete(key);
    if (form.isConnected) keep(form);
  }, WAIT));
}

export function clear(key) {
  clearTimeout(pending.get(key));
  pending.delete(key);
  write(key, null);
  for (const form of document.querySelectorAll("form[data-draft]")) if (form.dataset.draft === key) form.querySelector(".draft-note")?.remove();
}

function newest(form) {
  const here = read(form.dataset.draft);
  let there = null;
  try {
    there = JSON.parse(form.dataset.draftSaved || "null");
  } catch {
    there = null;
  }
  if (!here || !there) return here || there;
  return there.at > here.at ? there : here;
}

function notice(form, before) {
  const note = document.createElement("p");
  note.className = "draft-note";
  note.setAttribute("role", "status");
  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "btn is-small";
  discard.textContent = word("draftDiscard");
  discard.addEventListener("click", () => {
    fill(form, before);
    send(form.dataset.draftUrl, form.dataset.draft, null);
    clear(form.dataset.draft);
    note.remove();
  });
  note.append(word("draftRestored"), " ", discard);
  form.prepend(note);
}

function restore(form) {
  const draft = newest(form);
  if (!draft || !draft.fields) return;
  const before = values(form);
  const same = Object.entries(draft.fields).every(([name, list]) => !(name in before) || JSON.stringify(before[name]) === JSON.stringify(list));
  if (same) return; // the server has filled the form with the same words, errors beside them
  fill(form, draft.fields);
  clearTimeout(pending.get(form.dataset.draft)); // filling is not writing
  pending.delete(form.dataset.draft);
  notice(form, before);
}

function forgetOld() {
  const limit = new Date(Date.now() - KEEP_DAYS * 864e5).toISOString();
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith(PREFIX)) continue;
    try {
      if (JSON.parse(localStorage.getItem(name)).at < limit) localStorage.removeItem(name);
    } catch {
      localStorage.removeItem(name);
    }
  }
}

document.addEventListener("draft-cleared", (event) => clear(event.detail?.key ?? event.detail?.value));

// Signing out on a shared machine takes this person's drafts out of the browser; the server keeps its copies.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-forget-drafts]")) return;
  pending.forEach(clearTimeout);
  pending.clear();
  for (const name of Object.keys(localStorage)) if (name.startsWith(place(""))) localStorage.removeItem(name);
});

// What was written in the last moment is kept before the form is sent or the page is left: the answer may be
// a sign-in page. Only in this browser: a copy sent now could reach the server after the record itself.
function flush(form) {
  const key = form.dataset.draft;
  clearTimeout(pending.get(key));
  if (pending.delete(key)) write(key, { at: new Date().toISOString(), fields: values(form) });
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-draft]")) flush(event.target);
}, true);

window.addEventListener("pagehide", () => document.querySelectorAll("form[data-draft]").forEach(flush));

try {
  forgetOld();
} catch {
  // no store in this browser: forms work, drafts live on the server only
}

export function start(root) {
  if (!person()) return;
  if (root === document.body) {
    const cleared = document.querySelector('meta[name="draft-cleared"]')?.content;
    if (cleared) clear(cleared);
  }
  for (const form of within(root, "form[data-draft]")) {
    restore(form);
    form.addEventListener("input", () => later(form));
    form.addEventListener("change", () => later(form));
  }
}
