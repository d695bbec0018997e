// Ctrl K or / finds anything: asks the address as one types, arrows walk the hits, Enter opens. When nothing is asked,
// the server says what is kept, and the pages visited last stand before it.
import { visits } from "./recent.js";
import { csrf, word } from "./words.js";

const box = () => document.getElementById("palette");
let asked = null;
let timer = 0;

function hits(palette) {
  return [...palette.querySelectorAll(".palette-hits .hit")];
}

function choose(palette, index) {
  const all = hits(palette);
  const input = palette.querySelector("input");
  all.forEach((hit, n) => {
    hit.setAttribute("aria-selected", n === index);
    hit.id ||= `hit-${n}`;
  });
  if (all[index]) {
    all[index].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", all[index].id);
  } else input.removeAttribute("aria-activedescendant");
}

const chosen = (palette) => hits(palette).findIndex((hit) => hit.getAttribute("aria-selected") === "true");

async function search(palette) {
  asked?.abort();
  asked = new AbortController();
  const url = new URL(palette.dataset.url, location.href);
  const q = palette.querySelector("input").value.trim();
  url.searchParams.set("q", q);
  if (!q) url.searchParams.set("here", location.pathname + location.search);
  try {
    const answer = await fetch(url, { signal: asked.signal, headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (answer.redirected || answer.status === 401) return location.reload(); // signed out meanwhile
    if (!answer.ok) return undefined;
    const list = palette.querySelector(".palette-hits");
    list.innerHTML = await answer.text();
    if (!q) list.prepend(...visited());
    hits(palette).forEach((hit) => hit.setAttribute("role", "option"));
    palette.querySelector(".palette-none").hidden = !q || hits(palette).length > 0;
    choose(palette, 0);
  } catch (error) {
    if (error.name !== "AbortError") palette.querySelector(".palette-hits").replaceChildren();
  }
  return undefined;
}

function visited() {
  const here = location.pathname + location.search;
  const found = visits().filter((visit) => visit.url !== here);
  if (!found.length) return [];
  const heading = document.createElement("h3");
  heading.textContent = word("visited");
  return [heading, ...found.map((visit) => {
    const link = document.createElement("a");
    link.className = "hit";
    link.href = visit.url;
    const title = document.createElement("b");
    title.textContent = visit.title;
    link.append(title);
    return link;
  })];
}

// Keep the page beneath, or drop it: <button data-keep-url data-keep-address [data-keep-drop]>.
async function keep(button) {
  const { keepUrl, keepAddress, keepDrop } = button.dataset;
  const title = document.title.replace(/ · [^·]*$/, "");
  const body = new URLSearchParams(keepDrop ? { drop: keepDrop } : { address: keepAddress, title });
  await fetch(keepUrl, { method: "POST", body, headers: { "X-CSRFToken": csrf(), "HX-Request": "true" }, credentials: "same-origin" });
  search(box());
}

function open() {
  const palette = box();
  if (!palette || palette.open) return;
  palette.showModal();
  const input = palette.querySelector("input");
  input.select();
  search(palette);
}

document.addEventListener("click", (event) => {
  const kept = event.target.closest("[data-keep-url]");
  if (kept) keep(kept);
  if (event.target.closest("[data-palette]")) open();
});

document.addEventListener("keydown", (event) => {
  if (!box()) return;
  const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if ((event.key === "k" || event.key === "K") && (event.ctrlKey || event.metaKey) && !event.altKey) {
    event.preventDefault();
    open();
  } else if (event.key === "/" && !writing && !event.ctrlKey && !event.metaKey && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    open();
  }
});

export function start(root) {
  const palette = root.querySelector("#palette") || (root.id === "palette" && root);
  if (!palette) return;
  const input = palette.querySelector("input");
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => search(palette), 130);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter and arrows belong to the input method while it composes Chinese
    const last = hits(palette).length - 1;
    const at = chosen(palette);
    if (event.key === "ArrowDown") choose(palette, at >= last ? 0 : at + 1);
    else if (event.key === "ArrowUp") choose(palette, at <= 0 ? last : at - 1);
    else if (event.key === "Enter") hits(palette)[at]?.click();
    else if (event.key === "Escape") palette.close(); // the browser would only empty the box first
    else return;
    event.preventDefault();
  });
}
