// Layers of the map in the colours of the page; no words, no addresses of its own.
const FONT = ["sans-serif"];

export function colours(element) {
  const style = getComputedStyle(element);
  return (name) => style.getPropertyValue(`--map-${name}`).trim();
}

function fillOf(told, colour) {
  const cases = Object.entries(told.hues).flatMap(([code, hue]) => [code, colour(hue)]);
  if (!cases.length) return colour(0);
  return ["match", ["to-string", ["coalesce", ["get", told.by], ""]], ...cases, colour(0)];
}

function ground(told, colour) {
  const layers = [{ id: "land", type: "background", paint: { "background-color": colour("land") } }];
  const sources = {};
  const below = told.background;
  if (!below) return { sources, layers };
  for (const [place, address] of (below.rasters || []).entries()) {
    const id = `ground-${place}`;
    sources[id] = { type: "raster", tiles: [absolute(address)], tileSize: 256, maxzoom: below.nearest, attribution: place ? "" : below.attribution };
    layers.push({ id, type: "raster", source: id });
  }
  if (below.vectors) {
    sources.ground = { type: "vector", tiles: [absolute(below.vectors)], maxzoom: below.nearest, attribution: below.attribution };
    for (const name of below.layers) {
      layers.push({ id: `ground-fill-${name}`, type: "fill", source: "ground", "source-layer": name, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour("line"), "fill-opacity": 0.07 } });
      layers.push({ id: `ground-line-${name}`, type: "line", source: "ground", "source-layer": name, paint: { "line-color": colour("line"), "line-opacity": 0.28, "line-width": 0.8 } });
    }
  }
  return { sources, layers };
}

export function absolute(address) {
  return address.startsWith("/") ? `${window.location.origin}${address}` : address;
}

// Roads and rivers as wide as they are on the ground: a pixel at zoom 0 is 78 km at the equator.
function barrierLayers(told, colour) {
  const north = ((told.bounds[1] + told.bounds[3]) / 2) * (Math.PI / 180);
  const pixels = (zoom) => (2 ** zoom) / (78271.517 * Math.cos(north));
  const width = ["interpolate", ["exponential", 2], ["zoom"], 11, ["max", 0.8, ["*", ["get", "width"], pixels(11)]], 20, ["*", ["get", "width"], pixels(20)]];
  const isWater = ["in", ["get", "rank"], ["literal", ["river", "canal", "ditch"]]];
  const paint = { "line-color": ["case", isWater, colour("11"), colour("6")], "line-width": width };
  return [
    { id: "barriers", type: "line", source: "barriers", filter: ["!", ["get", "joins"]], layout: { "line-cap": "round", "line-join": "round" }, paint: { ...paint, "line-opacity": 0.75 } },
    { id: "joins", type: "line", source: "barriers", filter: ["get", "joins"], paint: { ...paint, "line-opacity": 0.75, "line-dasharray": [2, 1.2] } },
    { id: "barrier-names", type: "symbol", source: "barriers", minzoom: 13, layout: { "symbol-placement": "line", "text-field": ["get", "name"], "text-font": FONT, "text-size": 11.5 }, paint: { "text-color": colour("pick"), "text-halo-color": colour("land"), "text-halo-width": 1.4 } },
  ];
}

export function styleOf(told, colour) {
  const { sources, layers } = ground(told, colour);
  const nothing = { type: "FeatureCollection", features: [] };
  sources.parcels = { type: "vector", tiles: [absolute(told.tiles)], minzoom: 4, maxzoom: told.nearest };
  sources.barriers = { type: "geojson", data: told.barriers };
  sources.drawing = { type: "geojson", data: nothing };
  sources.compared = { type: "geojson", data: nothing };
  const parcels = { source: "parcels", "source-layer": "parcels" };
  const chosen = ["==", ["id"], told.chosen ? told.chosen.pk : -1];
  layers.push(
    { id: "parcels", type: "fill", ...parcels, paint: { "fill-color": fillOf(told, colour), "fill-opacity": told.background ? 0.55 : 0.72 } },
    { id: "borders", type: "line", ...parcels, paint: { "line-color": colour("line"), "line-opacity": ["interpolate", ["linear"], ["zoom"], 11.5, 0.12, 13, 0.75], "line-width": ["interpolate", ["linear"], ["zoom"], 10, 0.3, 14, 0.8, 18, 1.6] } },
    ...barrierLayers(told, colour),
    { id: "chosen", type: "line", ...parcels, filter: chosen, paint: { "line-color": colour("pick"), "line-width": 3.5 } },
    { id: "went", type: "line", source: "compared", filter: ["==", ["get", "change"], "went"], paint: { "line-color": colour("went"), "line-width": 3, "line-dasharray": [2, 1.4] } },
    { id: "came", type: "line", source: "compared", filter: ["==", ["get", "change"], "came"], paint: { "line-color": colour("came"), "line-width": 2.2 } },
    { id: "drawn-area", type: "fill", source: "drawing", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour("pick"), "fill-opacity": 0.12 } },
    { id: "drawn-line", type: "line", source: "drawing", paint: { "line-color": colour("pick"), "line-width": 2, "line-dasharray": [2, 1] } },
    { id: "drawn-point", type: "circle", source: "drawing", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 4.5, "circle-color": colour("pick"), "circle-stroke-color": colour("land"), "circle-stroke-width": 1.5 } },
    { id: "names", type: "symbol", source: "parcels", "source-layer": "labels", minzoom: 15, layout: { "text-field": ["get", "label"], "text-font": FONT, "text-size": 12 }, paint: { "text-color": colour("pick"), "text-halo-color": colour("land"), "text-halo-width": 1.4 } },
  );
  return { version: 8, sources, layers };
}
