// Short lists (<details data-menu>): one open at a time, closed by a click elsewhere or Esc. On a phone the last tab
// (data-side) lays the deep menu over the page; a click beside it, Esc or the tab itself takes it away.
const tab = () => document.querySelector("[data-side]");

function side(open) {
  const menu = document.querySelector(".side");
  if (!menu || !tab()) return;
  menu.classList.toggle("is-open", open);
  tab().setAttribute("aria-expanded", open);
  if (open) menu.querySelector(".side-items a.on, .side-items a")?.focus();
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    const inside = menu.contains(event.target);
    const done = inside && event.target.closest(".menu-list a, .menu-list [data-opens]");
    if (!inside || done) menu.open = false;
  }
  const pressed = event.target.closest("[data-side]");
  if (pressed) side(pressed.getAttribute("aria-expanded") !== "true");
  else if (!event.target.closest(".side") || event.target.closest(".side-find")) side(false);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (document.querySelector(".side.is-open")) {
    side(false);
    tab().focus();
  }
  const menu = document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// A row of tabs that is wider than the screen begins where the open one stands.
export function start(root) {
  for (const on of root.querySelectorAll(".views > .on")) {
    const views = on.parentElement;
    const beyond = on.offsetLeft + on.offsetWidth - views.offsetLeft - views.clientWidth;
    if (beyond > 0) views.scrollLeft = beyond + 24;
  }
}
