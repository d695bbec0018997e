// Starts the small scripts: once for the page, then for every piece htmx brings in.
// Each module exports start(root) and may be called for any element; listeners it needs once it adds when loaded.
import * as theme from "./theme.js";
import * as dialog from "./dialog.js";
import * as once from "./once.js";
import * as wait from "./wait.js";
import * as draft from "./draft.js";
import * as files from "./files.js";
import * as upload from "./upload.js";
import * as follow from "./follow.js";
import * as drawer from "./drawer.js";
import * as recent from "./recent.js";
import * as palette from "./palette.js";
import * as toast from "./toast.js";
import * as menu from "./menu.js";
import * as bulk from "./bulk.js";
import * as shortcuts from "./shortcuts.js";
import * as clock from "./clock.js";
import * as copy from "./copy.js";
import * as narrow from "./narrow.js";
import * as fill from "./fill.js";
import * as back from "./back.js";
import * as pocket from "./pocket.js";

const modules = [theme, dialog, once, wait, draft, files, upload, follow, drawer, recent, palette, toast, menu, bulk, shortcuts, clock, copy, narrow, fill, back, pocket];

function start(root) {
  for (const module of modules) module.start(root);
}

start(document.body);
document.addEventListener("htmx:load", (event) => {
  const root = event.detail.elt;
  if (root !== document.body) start(root);
});
