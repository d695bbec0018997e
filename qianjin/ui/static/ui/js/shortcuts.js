// Keys: j and k walk rows marked data-walk, Enter opens one, ? lists the keys, Ctrl Enter sends the form one writes in.
const rows = () => [...document.querySelectorAll("[data-walk]")].filter((row) => row.offsetParent);

function walk(step) {
  const all = rows();
  if (!all.length) return;
  const here = all.indexOf(document.activeElement?.closest("[data-walk]"));
  const next = all[Math.min(Math.max(here + step, 0), all.length - 1)];
  next.tabIndex = -1;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const target = event.target;
  const writing = target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && writing && writing.form) {
    event.preventDefault();
    writing.form.requestSubmit(writing.form.querySelector(".btn.is-main") || undefined);
    return;
  }
  if (writing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]:not(.drawer)")) return;
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (event.key === "?") document.getElementById("shortcuts")?.showModal();
  else if (event.key === "Enter" && target.matches?.("[data-walk]")) target.querySelector("a[href]")?.click();
  else return;
  event.preventDefault();
});

export function start() {}
