// Dialogs open by data-opens="#id" and close by data-closes, Esc or a click outside; the kit's own question
// stands before hx-confirm and data-confirm.
import { within } from "./words.js";

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const target = document.querySelector(opener.dataset.opens);
    if (target && !target.open) target.showModal();
    return;
  }
  if (event.target.closest("[data-closes]")) {
    const open = event.target.closest("dialog");
    if (open) open.close();
    return;
  }
  const goes = event.target.closest("[data-dismiss]");
  if (goes) {
    goes.parentElement.remove();
    return;
  }
  // a click on the dialog itself and outside its box is a click on the backdrop
  if (event.target instanceof HTMLDialogElement) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
});

// Asks; resolves to true when the person says yes.
export function ask(question, label) {
  const box = document.getElementById("confirm");
  if (!box) return Promise.resolve(window.confirm(question));
  const yes = box.querySelector("[data-yes]");
  box.querySelector("p").textContent = question;
  yes.textContent = label || yes.dataset.label;
  return new Promise((resolve) => {
    let answer = false;
    const agree = () => {
      answer = true;
      box.close();
    };
    yes.addEventListener("click", agree, { once: true });
    box.addEventListener("close", () => {
      yes.removeEventListener("click", agree);
      resolve(answer);
    }, { once: true });
    box.showModal();
    yes.focus();
  });
}

// Before every other listener (window, capture): a form that needs a yes is not yet sent, for anyone.
window.addEventListener("submit", (event) => {
  const form = event.target;
  const submitter = event.submitter;
  const question = (submitter && submitter.dataset.confirm) || form.dataset.confirm;
  if (!question) return;
  if (form.dataset.confirmed) {
    delete form.dataset.confirmed;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(question, (submitter && submitter.dataset.confirmLabel) || form.dataset.confirmLabel).then((yes) => {
    if (!yes) return;
    form.dataset.confirmed = "yes";
    form.requestSubmit(submitter || undefined);
  });
}, true);

document.addEventListener("htmx:confirm", (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  ask(event.detail.question, event.target.dataset.confirmLabel).then((yes) => {
    if (yes) event.detail.issueRequest(true);
  });
});

export function start(root) {
  for (const dialog of within(root, "dialog[data-open-now]")) if (!dialog.open) dialog.showModal();
  for (const element of within(root, "[data-focus]")) element.focus();
}
