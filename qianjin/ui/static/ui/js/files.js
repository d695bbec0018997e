// Photographs and files: seen, checked and taken back before they are sent. Sizes and kinds are refused here in plain
// words; the server decides again. Previews are drawn on a canvas, since the policy forbids blob: pictures.
import { cross, within, word } from "./words.js";

const shortSize = (bytes) => (bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1).replace(/\.0$/, "")} MB`);

function accepted(file, accept) {
  if (!accept) return true;
  const name = file.name.toLowerCase();
  return accept.split(",").map((kind) => kind.trim().toLowerCase()).some((kind) => {
    if (kind.startsWith(".")) return name.endsWith(kind);
    if (kind.endsWith("/*")) return file.type.startsWith(kind.slice(0, -1));
    return file.type === kind;
  });
}

function problem(file, box, count) {
  const { maxBytes, maxCount, accept } = box.dataset;
  if (maxBytes && file.size > Number(maxBytes)) return word("fileLarge", { name: file.name, limit: shortSize(Number(maxBytes)) });
  if (!accepted(file, accept)) return word("fileType", { name: file.name });
  if (maxCount && count >= Number(maxCount)) return word("fileCount", { limit: maxCount });
  return "";
}

async function preview(file, canvas) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.max(92 / picture.width, 72 / picture.height);
    canvas.width = 92;
    canvas.height = 72;
    const [w, h] = [picture.width * scale, picture.height * scale];
    canvas.getContext("2d").drawImage(picture, (92 - w) / 2, (72 - h) / 2, w, h);
    picture.close();
  } catch {
    canvas.remove(); // not a picture this browser can read: the name says enough
  }
}

function line(file, remove) {
  const item = document.createElement("li");
  if (file.type.startsWith("image/")) {
    const canvas = document.createElement("canvas");
    canvas.setAttribute("aria-hidden", "true");
    item.append(canvas);
    preview(file, canvas);
  }
  const name = document.createElement("span");
  name.className = "grow";
  name.textContent = file.name;
  const size = document.createElement("small");
  size.className = "muted";
  size.textContent = shortSize(file.size);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn is-quiet is-icon is-small";
  button.setAttribute("aria-label", word("fileRemove", { name: file.name }));
  button.append(cross());
  button.addEventListener("click", remove);
  item.append(name, size, button);
  return item;
}

function set(box) {
  const input = box.querySelector('input[type="file"][name]');
  const list = box.querySelector(".file-list");
  const errors = box.querySelector(".errors");
  const drop = box.querySelector(".file-drop");
  let chosen = [];

  function show(refusals = []) {
    const carrier = new DataTransfer();
    chosen.forEach((file) => carrier.items.add(file));
    input.files = carrier.files;
    list.replaceChildren(...chosen.map((file) => line(file, () => {
      chosen = chosen.filter((other) => other !== file);
      show();
      input.focus();
    })));
    errors.replaceChildren(...refusals.map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }));
    box.classList.toggle("has-errors", refusals.length > 0);
  }

  function add(files) {
    const refusals = [];
    for (const file of files) {
      const same = chosen.some((other) => other.name === file.name && other.size === file.size && other.lastModified === file.lastModified);
      if (same) continue;
      const reason = problem(file, box, chosen.length);
      if (reason) refusals.push(reason);
      else chosen = input.multiple ? [...chosen, file] : [file];
    }
    show(refusals);
  }

  input.addEventListener("change", () => add([...input.files]));
  box.querySelector("[data-files-camera]")?.addEventListener("change", (event) => {
    add([...event.target.files]);
    event.target.value = "";
  });
  for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, () => drop.classList.add("is-over"));
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("is-over"));
  box.closest("form")?.addEventListener("reset", () => {
    chosen = [];
    setTimeout(show, 0);
  });
  box.classList.add("is-live");
  if (input.files.length) add([...input.files]); // back in the browser brings them along
}

export function start(root) {
  within(root, "[data-files]").forEach(set);
}
