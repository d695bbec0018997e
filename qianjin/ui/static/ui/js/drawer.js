// A page over the list it was opened from: <a href="…" data-drawer>. On a phone, or with a key held, the link is a
// link. When something was sent from inside, the list hears drawer-changed as the drawer closes.
import { word } from "./words.js";

const drawer = () => document.querySelector("dialog.drawer");
let changed = false;

function say(body, text) {
  const wait = document.createElement("p");
  wait.className = "drawer-wait";
  wait.textContent = text;
  body.replaceChildren(wait);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-drawer]");
  const box = drawer();
  if (!link || !box || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || innerWidth <= 640) return;
  event.preventDefault();
  const body = box.querySelector(".drawer-body");
  changed = false;
  say(body, word("loading"));
  box.querySelector("[data-drawer-page]").href = link.href;
  if (!box.open) box.showModal();
  htmx.ajax("GET", link.getAttribute("href"), { target: `#${body.id}`, swap: "innerHTML" })
    .then(() => body.focus(), () => say(body, word("loadFailed")));
});

document.addEventListener("htmx:responseError", (event) => {
  const body = event.detail.target;
  if (body && body.matches && body.matches(".drawer-body") && body.querySelector(".drawer-wait")) say(body, word("loadFailed"));
});

// A whole page may answer as well as a piece: its main part is what the drawer holds.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, serverResponse } = event.detail;
  if (!target.matches || !target.matches(".drawer-body") || !/<html[\s>]/i.test(serverResponse)) return;
  const main = new DOMParser().parseFromString(serverResponse, "text/html").querySelector("main");
  if (main) event.detail.serverResponse = main.innerHTML;
});

document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, requestConfig, successful } = event.detail;
  if (successful && requestConfig && requestConfig.verb !== "get" && elt.closest && elt.closest(".drawer")) changed = true;
});

document.addEventListener("close", (event) => {
  if (!event.target.matches || !event.target.matches("dialog.drawer")) return;
  event.target.querySelector(".drawer-body").replaceChildren();
  if (changed) htmx.trigger(document.body, "drawer-changed");
}, true);

export function start() {}
