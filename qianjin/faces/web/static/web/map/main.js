// The map of parcels: starts it, keeps the list beside it, opens the card of a parcel.
import { Drawing } from "./draw.js";
import { colours, styleOf } from "./paint.js";

const EDGE = 40;

function start(root) {
  const told = JSON.parse(document.getElementById("map-told").textContent);
  const place = root.querySelector("[data-map-ground]");
  const colour = colours(root);
  const map = made(root, place, told, colour);
  if (!map) return;
  const state = { root, told, map, card: root.querySelector("[data-map-card]"), busy: false };
  map.once("load", () => {
    root.dataset.ready = "true";
    state.drawing = new Drawing(map, root, (kind, corners) => search(state, kind, corners), () => look(state));
    if (told.chosen) openCard(state, told.chosen.pk);
  });
  map.on("moveend", () => look(state));
  map.on("click", (event) => click(state, event));
  for (const kind of ["mousemove", "mouseleave"]) map.on(kind, "parcels", () => { map.getCanvas().style.cursor = kind === "mousemove" && !state.drawing?.isOpen ? "pointer" : ""; });
  root.addEventListener("click", (event) => listed(state, event));
  document.body.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target.id === "map-found") compared(state); });
  new MutationObserver(() => map.setStyle(styleOf(told, colour))).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  for (const link of root.querySelectorAll("[data-map-by]")) link.addEventListener("click", () => { link.hash = window.location.hash; });
}

function made(root, place, told, colour) {
  const { maplibregl } = window;
  try {
    maplibregl.setWorkerUrl(told.worker);
    const box = told.chosen ? told.chosen.box : told.bounds;
    const map = new maplibregl.Map({
      container: place,
      style: styleOf(told, colour),
      bounds: [[box[0], box[1]], [box[2], box[3]]],
      fitBoundsOptions: { padding: EDGE, maxZoom: 17 },
      hash: told.chosen ? false : "map",
      maxZoom: 20,
      minZoom: 4,
      locale: told.locale,
      attributionControl: { compact: true },
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      refreshExpiredTiles: false,
    });
    map.touchZoomRotate.disableRotation();
    map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
    map.addControl(new maplibregl.GeolocateControl({ trackUserLocation: true }), "top-right");
    map.addControl(new maplibregl.ScaleControl({ maxWidth: 110 }), "bottom-left");
    return map;
  } catch {
    root.querySelector("[data-map-failed]").hidden = false;
    return null;
  }
}

function click(state, event) {
  if (state.drawing?.kind) return;
  const [found] = state.map.queryRenderedFeatures(event.point, { layers: ["parcels"] });
  // Small scales draw the land of a kind as one shape, which is no parcel.
  if (found && found.properties.state !== undefined && found.properties.enclave !== undefined) openCard(state, found.id);
  else closeCard(state);
}

function openCard(state, pk) {
  state.told.chosen = { pk };
  state.map.setFilter("chosen", ["==", ["id"], pk]);
  for (const link of state.root.querySelectorAll("[data-map-go]")) link.toggleAttribute("aria-current", link.dataset.mapGo === String(pk));
  window.htmx.ajax("GET", `${state.told.card}${pk}/`, { target: state.card, swap: "innerHTML" }).then(() => {
    state.card.hidden = false;
    uncover(state);
  });
}

// A card over the chosen parcel would hide what it speaks of.
function uncover(state) {
  const told = state.card.querySelector("[data-box]");
  if (!told) return;
  const [west, south, east, north] = told.dataset.box.split(" ").map(Number);
  const at = state.map.project([(west + east) / 2, (south + north) / 2]);
  const [card, stage] = [state.card.getBoundingClientRect(), state.map.getContainer().getBoundingClientRect()];
  const [left, top] = [card.left - stage.left, card.top - stage.top];
  if (at.x > left - EDGE && at.y > top - EDGE) state.map.panBy([0, at.y - top / 2], { duration: 300 });
}

function closeCard(state) {
  state.told.chosen = null;
  state.map.setFilter("chosen", ["==", ["id"], -1]);
  state.card.hidden = true;
}

function listed(state, event) {
  if (event.target.closest("[data-map-card-close]")) return closeCard(state);
  if (event.target.closest("[data-map-compared-close]")) return uncompared(state);
  const link = event.target.closest("[data-map-go]");
  if (!link || event.metaKey || event.ctrlKey) return undefined;
  event.preventDefault();
  const [west, south, east, north] = link.dataset.box.split(" ").map(Number);
  state.map.fitBounds([[west, south], [east, north]], { padding: 90, maxZoom: 17 });
  if (window.matchMedia("(max-width: 900px)").matches) state.root.scrollIntoView({ behavior: "smooth" });
  return openCard(state, Number(link.dataset.mapGo));
}

function look(state) {
  if (state.comparing || state.drawing?.closed) return;
  window.clearTimeout(state.wait);
  state.wait = window.setTimeout(() => fetchList(state, seen(state)), 350);
}

function search(state, kind, corners) {
  const drawn = corners.flat().map((part) => part.toFixed(7)).join(",");
  fetchList(state, kind === "area" ? `shape=${drawn}` : `${seen(state)}&line=${drawn}`);
}

function seen(state) {
  const sides = state.map.getBounds();
  return `box=${[sides.getWest(), sides.getSouth(), sides.getEast(), sides.getNorth()].map((side) => side.toFixed(6)).join(",")}`;
}

function fetchList(state, query) {
  window.htmx.ajax("GET", `${state.told.found}?${query}`, { target: "#map-found", swap: "innerHTML" });
}

function compared(state) {
  const shapes = document.getElementById("map-compared");
  state.comparing = Boolean(shapes);
  if (!shapes) return;
  const data = JSON.parse(shapes.dataset.shapes);
  state.map.getSource("compared").setData(data);
  const places = data.features.flatMap((feature) => feature.geometry.coordinates.flat(2));
  if (!places.length) return;
  const [lons, lats] = [places.map((at) => at[0]), places.map((at) => at[1])];
  const bound = (list, pick) => list.reduce((one, other) => pick(one, other));
  state.map.fitBounds([[bound(lons, Math.min), bound(lats, Math.min)], [bound(lons, Math.max), bound(lats, Math.max)]], { padding: 90, maxZoom: 17 });
}

function uncompared(state) {
  state.comparing = false;
  state.map.getSource("compared").setData({ type: "FeatureCollection", features: [] });
  look(state);
}

for (const root of document.querySelectorAll("[data-map]")) start(root);
