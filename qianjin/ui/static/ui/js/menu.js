// Short lists (<details data-menu>): one open at a time, closed by a click elsewhere or Esc.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    const inside = menu.contains(event.target);
    const done = inside && event.target.closest(".menu-list a, .menu-list [data-opens]");
    if (!inside || done) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

export function start() {}
