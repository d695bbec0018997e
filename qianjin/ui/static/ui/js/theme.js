// Light, dark or as the device; compact or not. Kept in cookies, so that the server writes them into <html>
// and no page flashes in the wrong colours.
import { within } from "./words.js";

const YEAR = 365 * 24 * 3600;

function remember(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; path=/; max-age=${value ? YEAR : 0}; SameSite=Lax${secure}`;
}

function set(name, value) {
  const html = document.documentElement;
  if (value) html.dataset[name] = value;
  else delete html.dataset[name];
  remember(name, value);
  show(document);
}

function show(root) {
  const { theme = "", density = "" } = document.documentElement.dataset;
  for (const button of root.querySelectorAll("[data-theme-set]")) button.setAttribute("aria-pressed", button.dataset.themeSet === theme);
  for (const button of root.querySelectorAll("[data-density-set]")) button.setAttribute("aria-pressed", button.dataset.densitySet === density);
}

export function start(root) {
  show(root);
  for (const button of within(root, "[data-theme-set]")) {
    button.addEventListener("click", () => set("theme", button.dataset.themeSet));
  }
  for (const button of within(root, "[data-density-set]")) {
    button.addEventListener("click", () => {
      const chosen = document.documentElement.dataset.density === button.dataset.densitySet;
      set("density", chosen ? "" : button.dataset.densitySet);
    });
  }
}
