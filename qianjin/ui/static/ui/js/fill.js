// <button type="button" data-fill='{"kind": "ENG", "unit": "4"}'> puts these values into the fields of its form, in
// this order, as if a person had chosen them; what a field does not offer it leaves alone.
// <button type="button" data-insert="words" data-into="name of the field"> writes words where the cursor stands.
function choose(form, name, value) {
  const control = form.elements[name];
  if (!control) return;
  const before = control.value;
  control.value = value;
  if (control.value !== value) {
    control.value = before;
    return;
  }
  const element = control instanceof RadioNodeList ? [...control].find((radio) => radio.checked) : control;
  element?.dispatchEvent(new Event("change", { bubbles: true }));
}

function insert(area, words) {
  const at = area.selectionStart ?? area.value.length;
  const begins = at === 0 || area.value[at - 1] === "\n" ? "" : "\n";
  area.setRangeText(begins + words, at, area.selectionEnd ?? at, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-fill], button[data-insert]");
  if (!button?.form) return;
  if (button.dataset.insert) {
    const area = button.form.elements[button.dataset.into];
    if (area) insert(area, button.dataset.insert);
    return;
  }
  for (const [name, value] of Object.entries(JSON.parse(button.dataset.fill))) choose(button.form, name, value);
  button.setAttribute("aria-pressed", "true");
});

export function start() {}
