// The pages this person visited last, kept in this browser under their key; shown by the palette when nothing is asked.
// Signing out takes them away: the machine may be shared.
const PREFIX = "recent:";
const MOST = 8;

const person = () => document.querySelector('meta[name="person"]')?.content || "";
const place = () => PREFIX + person();

export function visits() {
  try {
    return JSON.parse(localStorage.getItem(place())) || [];
  } catch {
    return [];
  }
}

// A list counts once, whatever it was narrowed to last.
function remember() {
  const title = document.title.replace(/ · [^·]*$/, ""); // without the name of the park
  if (!title) return;
  const others = visits().filter((visit) => visit.url.split("?")[0] !== location.pathname);
  try {
    localStorage.setItem(place(), JSON.stringify([{ url: location.pathname + location.search, title }, ...others].slice(0, MOST + 1)));
  } catch {
    // a full or forbidden store: the palette then shows no visits
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-forget-drafts]")) return;
  try {
    localStorage.removeItem(place());
  } catch {
    // nothing is kept then
  }
});

export function start(root) {
  if (root === document.body && person() && document.getElementById("palette")) remember();
}
