// The track of a walk, point by point from the telephone; what was recorded goes with the form.
const form = document.querySelector("[data-walk-form]");
const tools = form?.querySelector("[data-walk-tools]");

if (tools && navigator.geolocation) {
  const [start, stop, told] = ["start", "stop", "told"].map((name) => tools.querySelector(`[data-walk-${name}]`));
  const points = [];
  let watch = null;
  tools.hidden = false;

  const show = () => {
    told.textContent = points.length ? `${points.length} ${told.dataset.points}` : "";
    form.elements.points.value = JSON.stringify(points);
  };
  const turn = (on) => {
    start.hidden = on;
    stop.hidden = !on;
  };
  const end = () => {
    navigator.geolocation.clearWatch(watch);
    watch = null;
    turn(false);
  };

  start.addEventListener("click", () => {
    turn(true);
    watch = navigator.geolocation.watchPosition(
      ({ coords }) => {
        points.push([Number(coords.longitude.toFixed(6)), Number(coords.latitude.toFixed(6))]);
        show();
      },
      () => {
        end();
        told.textContent = told.dataset.refused;
      },
      { enableHighAccuracy: true, maximumAge: 2000, timeout: 30000 },
    );
  });
  stop.addEventListener("click", end);
}
