// Lines with fewer corners that stay within a tolerance of what they were (Douglas and Peucker). Pure.

type Corner = readonly [number, number];

/** Square of the distance of `point` from the segment between two corners, in the corners' own units. */
export function squaredDistance([x, y]: Corner, [ax, ay]: Corner, [bx, by]: Corner): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return (x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2;
}

/** Both ends stay, and no corner left out lies farther than `tolerance` from the line that is left. */
export function simplifyLine(corners: readonly Corner[], tolerance: number): readonly Corner[] {
  if (corners.length < 3) return corners;
  const keeps = new Uint8Array(corners.length);
  keeps[0] = 1;
  keeps[corners.length - 1] = 1;
  const open: [number, number][] = [[0, corners.length - 1]];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [from, to] = span;
    let farthest = -1;
    let most = tolerance * tolerance;
    for (let at = from + 1; at < to; at += 1) {
      const squared = squaredDistance(corners[at] as Corner, corners[from] as Corner, corners[to] as Corner);
      if (squared <= most) continue;
      most = squared;
      farthest = at;
    }
    if (farthest < 0) continue;
    keeps[farthest] = 1;
    open.push([from, farthest], [farthest, to]);
  }
  return corners.filter((_, at) => keeps[at] === 1);
}

/**
 * A ring (first corner not repeated) of at most `most` corners: the tolerance grows from `tolerance` until that holds.
 * A ring of three corners or more keeps at least three.
 */
export function simplifyRing(ring: readonly Corner[], tolerance: number, most: number): readonly Corner[] {
  const first = ring[0];
  if (first === undefined || ring.length <= 3) return ring;
  // From the farthest corner back to the first: two lines, so that neither collapses onto a single point.
  let far = 0;
  let distance = -1;
  ring.forEach(([x, y], at) => {
    const squared = (x - first[0]) ** 2 + (y - first[1]) ** 2;
    if (squared <= distance) return;
    distance = squared;
    far = at;
  });
  if (far === 0) return ring.slice(0, 3);
  for (let within = tolerance; ; within = within === 0 ? Math.sqrt(distance) / 1000 : within * 1.5) {
    const there = simplifyLine(ring.slice(0, far + 1), within);
    const back = simplifyLine([...ring.slice(far), first], within);
    const left = [...there.slice(0, -1), ...back.slice(0, -1)];
    if (left.length > most) continue;
    return left.length >= 3 ? left : widened(ring, left);
  }
}

/** A flat ring gets back the corner farthest from its line: it has to stay a ring. */
function widened(ring: readonly Corner[], [a, b]: readonly Corner[]): readonly Corner[] {
  if (a === undefined || b === undefined) return ring.slice(0, 3);
  let best = ring.findIndex((corner) => corner !== a && corner !== b);
  ring.forEach((corner, at) => {
    if (corner === a || corner === b) return;
    if (squaredDistance(corner, a, b) > squaredDistance(ring[best] as Corner, a, b)) best = at;
  });
  const third = ring[best] as Corner;
  return best < ring.indexOf(b) ? [a, third, b] : [a, b, third];
}
