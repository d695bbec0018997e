// While the rows of a list follow its filters, so do the links that take the list along as it stands: the export,
// and keeping the view. Without this script they lead to the list as the page was opened.
function follow(event) {
  const link = event.target.closest?.("a[data-takes-filters]");
  const form = link && (link.closest("form") ?? link.closest("section, main").querySelector("form.filter-bar"));
  if (!form) return;
  const told = [...new FormData(form)].filter(([, value]) => value !== "");
  link.search = new URLSearchParams(told).toString();
}

for (const kind of ["pointerdown", "focusin", "click"]) document.addEventListener(kind, follow, true);

export function start() {}
