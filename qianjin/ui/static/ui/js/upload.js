// Sending photographs over a telephone line: the whole is weighed before it leaves, and its way is shown.
// Without this script forms are sent all the same and the server weighs them.

const filesOf = (form) => [...form.querySelectorAll('input[type="file"][name]')].flatMap((input) => [...input.files]);

// Before every other listener (window, capture): what is too heavy is not under way for anyone.
window.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-max-total]")) return;
  const place = form.querySelector(".file-field .errors");
  const total = filesOf(form).reduce((sum, file) => sum + file.size, 0);
  if (total <= Number(form.dataset.maxTotal)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const item = document.createElement("li");
  item.textContent = form.dataset.tooMuch;
  place.replaceChildren(item);
  place.scrollIntoView({ block: "center" });
}, true);

const barOf = (event) => {
  const form = event.target.closest?.("form[data-upload]");
  // What is asked while one writes is none of the bar's business.
  return form && event.detail.elt === form ? form.querySelector("progress.upload") : null;
};

document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = barOf(event);
  const { loaded, total, lengthComputable } = event.detail;
  if (!bar || !lengthComputable || total < 200000) return;
  bar.hidden = false;
  bar.value = Math.round((100 * loaded) / total);
});

document.addEventListener("htmx:afterRequest", (event) => {
  const bar = barOf(event);
  if (bar) bar.hidden = true;
});

export function start() {}
