// Lengths and areas on the ellipsoid near a place (CGCS2000: a = 6378137 m, f = 1/298.257222101).
const AXIS = 6378137;
const SQUARED = 0.00669438002290;

function scales(latitude) {
  const phi = (latitude * Math.PI) / 180;
  const squeeze = 1 - SQUARED * Math.sin(phi) ** 2;
  const north = (AXIS * (1 - SQUARED)) / squeeze ** 1.5;
  const east = (AXIS / Math.sqrt(squeeze)) * Math.cos(phi);
  return [(east * Math.PI) / 180, (north * Math.PI) / 180];
}

export function length(corners) {
  let sum = 0;
  for (let i = 1; i < corners.length; i += 1) {
    const [a, b] = [corners[i - 1], corners[i]];
    const [east, north] = scales((a[1] + b[1]) / 2);
    sum += Math.hypot((b[0] - a[0]) * east, (b[1] - a[1]) * north);
  }
  return sum;
}

export function area(corners) {
  if (corners.length < 3) return 0;
  const [east, north] = scales(corners.reduce((sum, corner) => sum + corner[1], 0) / corners.length);
  const [left, low] = corners[0];
  let twice = 0;
  corners.forEach((corner, i) => {
    const next = corners[(i + 1) % corners.length];
    twice += ((corner[0] - left) * (next[1] - low) - (next[0] - left) * (corner[1] - low)) * east * north;
  });
  return Math.abs(twice) / 2;
}
