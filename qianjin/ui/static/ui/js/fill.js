// <button type="button" data-fill='{"kind": "ENG", "unit": "4"}'> puts these values into the fields of its form, in
// this order, as if a person had chosen them; what a field does not offer it leaves alone.
function choose(form, name, value) {
  const control = form.elements[name];
  if (!control) return null;
  const before = control.value;
  control.value = value;
  if (control.value !== value) {
    control.value = before;
    return null;
  }
  const element = control instanceof RadioNodeList ? [...control].find((radio) => radio.checked) : control;
  element?.dispatchEvent(new Event("change", { bubbles: true }));
  return element;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-fill]");
  if (!button?.form) return;
  for (const [name, value] of Object.entries(JSON.parse(button.dataset.fill))) choose(button.form, name, value);
  button.setAttribute("aria-pressed", "true");
});

export function start() {}
