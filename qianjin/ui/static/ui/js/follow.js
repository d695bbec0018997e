// Fields that hang together. <select data-follows="unit"> shows only the groups of options whose data-of is the value
// of the field "unit"; without this script all groups stand there under their headings. <form data-suggests="kind">
// with <template data-suggestion="ENG" data-unit="4" data-aim="precise"> fills the named fields when the leading one
// changes, unless somebody has chosen there, and shows the template's words in [data-suggestion-text].
import { within } from "./words.js";

const valueOf = (form, name) => form.elements[name]?.value ?? "";

function narrow(select) {
  const wanted = valueOf(select.form, select.dataset.follows);
  for (const group of select.querySelectorAll("optgroup[data-of]")) {
    const fits = !wanted || group.dataset.of === wanted;
    group.hidden = group.disabled = !fits;
    if (!fits && group.querySelector("option:checked")) select.value = "";
  }
  const box = select.closest("[data-follow-box]");
  if (box) box.hidden = !select.querySelector("optgroup[data-of]:not([hidden])") || !wanted;
}

const narrowAll = (form, name) => form.querySelectorAll(`select[data-follows="${name}"]`).forEach(narrow);

function put(form, name, value) {
  const control = form.elements[name];
  if (!control || form.touched.has(name)) return;
  control.value = value;
  narrowAll(form, name);
}

function suggest(form, isFirst) {
  const leading = valueOf(form, form.dataset.suggests);
  const found = leading && form.querySelector(`template[data-suggestion="${leading}"]`);
  const place = form.querySelector("[data-suggestion-text]");
  if (place) place.replaceChildren(...(found ? [found.content.cloneNode(true)] : []));
  if (!found || isFirst) return;
  for (const [name, value] of Object.entries(found.dataset)) if (name !== "suggestion") put(form, name, value);
}

function changed({ target: element }) {
  const form = element.form;
  if (!form || !element.name) return;
  narrowAll(form, element.name);
  if (!form.touched) return;
  if (element.name === form.dataset.suggests) suggest(form, false);
  else form.touched.add(element.name);
}

document.addEventListener("change", changed);
document.addEventListener("input", changed);

export function start(root) {
  for (const select of within(root, "select[data-follows]")) narrow(select);
  for (const form of within(root, "form[data-suggests]")) {
    form.touched = new Set();
    suggest(form, true);
  }
}
