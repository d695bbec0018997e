// Where an enterprise stands: taken from the telephone, or by a click on the map; the two numbers say the same.
const SVG = "http://www.w3.org/2000/svg";

function here(form) {
  const button = form.querySelector("[data-place-here]");
  if (!button || !navigator.geolocation) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        fill(form, coords.longitude, coords.latitude);
        button.disabled = false;
      },
      () => { button.disabled = false; },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
}

function fill(form, lon, lat) {
  form.elements.lon.value = lon.toFixed(6);
  form.elements.lat.value = lat.toFixed(6);
  form.elements.lon.dispatchEvent(new Event("input", { bubbles: true }));
}

function map(form, box) {
  const drawing = box.querySelector("svg[data-frame]");
  if (!drawing) return;
  const [west, north, squeeze, scale, left, top] = drawing.dataset.frame.split(" ").map(Number);
  const whole = drawing.viewBox.baseVal;
  const [fullWidth, fullHeight] = [whole.width, whole.height];
  const pick = document.createElementNS(SVG, "circle");
  pick.setAttribute("class", "ground-point ground-pick tone-breached");
  pick.append(Object.assign(document.createElementNS(SVG, "title"), { textContent: box.dataset.pick }));

  const show = () => {
    const [lon, lat] = [form.elements.lon, form.elements.lat].map((input) => Number.parseFloat(input.value));
    if (!Number.isFinite(lon) || !Number.isFinite(lat)) return pick.remove();
    pick.setAttribute("cx", left + (lon - west) * squeeze * scale);
    pick.setAttribute("cy", top + (north - lat) * scale);
    pick.setAttribute("r", (9 * whole.width) / fullWidth);
    return drawing.append(pick);
  };

  drawing.classList.add("is-pickable");
  drawing.addEventListener("click", (event) => {
    event.preventDefault();
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(drawing.getScreenCTM().inverse());
    fill(form, west + (point.x - left) / (squeeze * scale), north - (point.y - top) / scale);
  });
  for (const button of box.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      const width = Math.min(fullWidth, Math.max(fullWidth / 32, whole.width * Number(button.dataset.zoom)));
      const height = (width * fullHeight) / fullWidth;
      const [x, y] = pick.isConnected ? [Number(pick.getAttribute("cx")), Number(pick.getAttribute("cy"))] : [whole.x + whole.width / 2, whole.y + whole.height / 2];
      const hold = (middle, size, full) => Math.min(Math.max(0, middle - size / 2), full - size);
      drawing.setAttribute("viewBox", [hold(x, width, fullWidth), hold(y, height, fullHeight), width, height].join(" "));
      show();
    });
  }
  box.querySelector("[data-place-tools]").hidden = false;
  for (const name of ["lon", "lat"]) form.elements[name].addEventListener("input", show);
  show();
}

for (const form of document.querySelectorAll("[data-place]")) {
  here(form);
  for (const box of document.querySelectorAll("[data-place-map]")) map(form, box);
}
