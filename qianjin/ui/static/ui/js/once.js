// A form is sent once: a second click, or a second Enter, while the first is under way sends nothing. The hidden
// idempotency key stays as it is, so that trying again after a broken connection cannot make a second record.
const FORMS = '[method="post" i], [hx-post], [hx-put], [hx-patch], [hx-delete]';
const PATIENCE = 20000;
const LONG_PATIENCE = 180000;

function lock(form, submitter) {
  form.dataset.sending = "yes";
  if (submitter) submitter.setAttribute("aria-busy", "true");
  clearTimeout(form.lockTimer);
  form.lockTimer = setTimeout(() => release(form), form.dataset.waits ? LONG_PATIENCE : PATIENCE);
}

function release(form) {
  delete form.dataset.sending;
  clearTimeout(form.lockTimer);
  for (const button of form.elements) button.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches(FORMS) || form.dataset.once === "no") return;
  if (form.dataset.sending) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  lock(form, event.submitter);
  // a listener that stopped the form without sending it by htmx must not leave it locked
  setTimeout(() => {
    const byHtmx = form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete], [hx-boost]") || form.closest('[hx-boost="true"]');
    if (event.defaultPrevented && !byHtmx) release(form);
  }, 0);
}, true);

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt && event.detail.elt.closest && event.detail.elt.closest("form");
  if (form && form.dataset.sending) release(form);
});

// Back in the browser shows the page as it was left: let it be sent again (with its key).
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sending]").forEach(release);
});

export function start() {}
