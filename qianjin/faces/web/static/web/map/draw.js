// Drawing a line or an outline, corner by corner, and saying how long or large it is.
import { area, length } from "./measure.js";

const grouped = (value, digits) => value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits, minimumFractionDigits: digits });

export class Drawing {
  constructor(map, root, finished, left) {
    Object.assign(this, { map, root, finished, left, kind: "", corners: [], closed: false });
    this.part = (name) => root.querySelector(`[data-map-${name}]`);
    for (const button of root.querySelectorAll("[data-map-tool]")) button.addEventListener("click", () => this.begin(this.kind === button.dataset.mapTool ? "" : button.dataset.mapTool));
    this.part("undo").addEventListener("click", () => this.back());
    this.part("done").addEventListener("click", () => this.end());
    this.part("drop").addEventListener("click", () => this.begin(""));
    map.on("click", (event) => this.add(event.lngLat));
    map.on("mousemove", (event) => this.show(event.lngLat));
    map.on("dblclick", (event) => { if (this.isOpen) { event.preventDefault(); this.end(); } });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape" && this.kind) this.begin(""); });
  }

  get isOpen() { return Boolean(this.kind) && !this.closed; }

  begin(kind) {
    const wasClosed = this.closed;
    Object.assign(this, { kind, corners: [], closed: false });
    for (const button of this.root.querySelectorAll("[data-map-tool]")) button.setAttribute("aria-pressed", String(button.dataset.mapTool === kind));
    this.part("ground").classList.toggle("is-drawing", Boolean(kind));
    this.part("hint").hidden = !kind;
    this.show();
    if (wasClosed) this.left();
  }

  add({ lng, lat }) {
    if (!this.isOpen) return;
    const last = this.corners.at(-1);
    // The second click of a double one stands where the first did.
    if (last && Math.hypot(last[0] - lng, last[1] - lat) < 1e-9) return;
    this.corners.push([lng, lat]);
    this.part("hint").hidden = true;
    this.show();
  }

  back() {
    this.closed = false;
    this.corners.pop();
    this.show();
  }

  end() {
    if (this.corners.length < (this.kind === "area" ? 3 : 2)) return;
    this.closed = true;
    this.part("ground").classList.remove("is-drawing");
    this.show();
    this.finished(this.kind, this.corners);
  }

  show(pointer) {
    const source = this.map.getSource("drawing");
    if (!source) return;
    this.part("drawing").hidden = !this.kind;
    this.part("done").hidden = !this.isOpen;
    this.part("undo").hidden = !this.corners.length;
    const way = pointer && this.isOpen && this.corners.length ? [...this.corners, [pointer.lng, pointer.lat]] : this.corners;
    const features = this.corners.map((corner) => shape("Point", corner));
    if (way.length > 1) features.push(shape("LineString", way));
    if (this.kind === "area" && way.length > 2) features.push(shape("Polygon", [[...way, way[0]]]));
    source.setData({ type: "FeatureCollection", features });
    this.part("measured").textContent = this.said(way);
  }

  said(way) {
    const words = this.root.parentElement.querySelector("[data-map-words]").dataset;
    if (way.length < 2) return "";
    if (this.kind === "line" || way.length < 3) {
      const metres = length(way);
      return metres < 1000 ? `${grouped(metres, 1)} ${words.metres}` : `${grouped(metres / 1000, 3)} ${words.kilometres}`;
    }
    const size = area(way);
    return words.area.replace("{m}", grouped(size, 0)).replace("{mu}", grouped((size * 15) / 10000, 2)).replace("{ha}", grouped(size / 10000, 4));
  }
}

function shape(type, coordinates) {
  return { type: "Feature", geometry: { type, coordinates }, properties: {} };
}
