// A list keeps its filters when one returns: what it was narrowed to is kept in this tab, and the way back takes it along.
// Signing out takes it away: the machine may be shared.
const PREFIX = "list:";
const IS_LIST = "form.filter-bar, nav.views";

addEventListener("pagehide", () => {
  if (!document.querySelector(IS_LIST)) return;
  try {
    sessionStorage.setItem(PREFIX + location.pathname, location.search);
  } catch {
    // a full or forbidden store: the way back then leads to the whole list
  }
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-forget-drafts]")) return;
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  } catch {
    // nothing is kept then
  }
});

export function start(root) {
  for (const link of root.querySelectorAll("a.back[href]")) {
    if (link.search || link.origin !== location.origin) continue;
    try {
      link.search = sessionStorage.getItem(PREFIX + link.pathname) || "";
    } catch {
      return;
    }
  }
}
