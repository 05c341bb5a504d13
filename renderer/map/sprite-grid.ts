// Sprites sorted into the cells of a grid: what is in sight is drawn as a few runs, what is near the pointer is soon found. Pure.

/** In the sprites' own offsets. */
export interface Box {
  readonly west: number;
  readonly north: number;
  readonly east: number;
  readonly south: number;
}

export interface SpriteGrid {
  readonly box: Box;
  /** Indexes of the sprites cell by cell, row after row; within a cell in their own order. Unplaced ones are left out. */
  readonly order: Uint32Array;
  /** Where each cell begins in `order`; one more than there are cells. */
  readonly starts: Uint32Array;
}

/** Cells along each side: runs stay few, and a cell of a million sprites holds some hundreds. */
export const gridSide = 64;

const noBox: Box = { west: 0, north: 0, east: 0, south: 0 };

function boxAround(offsets: Float32Array): Box {
  let [west, north, east, south] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (let at = 0; at < offsets.length; at += 2) {
    const x = offsets[at] as number;
    const y = offsets[at + 1] as number;
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < north) north = y;
    if (y > south) south = y;
  }
  return east < west ? noBox : { west, north, east, south };
}

/** `offsets`: x and y, two for each sprite; NaN = unplaced. Linear in time. */
export function gridOf(offsets: Float32Array): SpriteGrid {
  const box = boxAround(offsets);
  const count = offsets.length / 2;
  const cells = new Uint16Array(count);
  const starts = new Uint32Array(gridSide * gridSide + 1);
  const acrossScale = gridSide / Math.max(box.east - box.west, Number.MIN_VALUE * 2 ** 60);
  const alongScale = gridSide / Math.max(box.south - box.north, Number.MIN_VALUE * 2 ** 60);
  const nowhere = 0xffff;
  for (let index = 0; index < count; index += 1) {
    const x = offsets[2 * index] as number;
    const y = offsets[2 * index + 1] as number;
    if (Number.isNaN(x)) {
      cells[index] = nowhere;
      continue;
    }
    const column = Math.min(gridSide - 1, Math.floor((x - box.west) * acrossScale));
    const row = Math.min(gridSide - 1, Math.floor((y - box.north) * alongScale));
    const cell = row * gridSide + column;
    cells[index] = cell;
    starts[cell + 1] = (starts[cell + 1] as number) + 1;
  }
  for (let cell = 0; cell < gridSide * gridSide; cell += 1) {
    starts[cell + 1] = (starts[cell + 1] as number) + (starts[cell] as number);
  }
  const next = starts.slice();
  const order = new Uint32Array(starts[gridSide * gridSide] as number);
  for (let index = 0; index < count; index += 1) {
    const cell = cells[index] as number;
    if (cell === nowhere) continue;
    const slot = next[cell] as number;
    order[slot] = index;
    next[cell] = slot + 1;
  }
  return { box, order, starts };
}

function clampCell(value: number): number {
  return Math.min(gridSide - 1, Math.max(0, Math.floor(value)));
}

/** Slots of `order`, from (included) to (excluded), whose cells touch `within`: pairs, neighbouring runs joined. */
export function runsWithin({ box, starts }: SpriteGrid, within: Box): number[] {
  if (within.east < box.west || within.west > box.east || within.south < box.north || within.north > box.south)
    return [];
  const across = (x: number): number => clampCell(((x - box.west) / (box.east - box.west || 1)) * gridSide);
  const along = (y: number): number => clampCell(((y - box.north) / (box.south - box.north || 1)) * gridSide);
  // One cell more on each side: whatever rounding did when cells were filled, nothing in sight is left out.
  const [first, last] = [clampCell(across(within.west) - 1), clampCell(across(within.east) + 1)];
  const runs: number[] = [];
  for (let row = clampCell(along(within.north) - 1); row <= clampCell(along(within.south) + 1); row += 1) {
    const from = starts[row * gridSide + first] as number;
    const to = starts[row * gridSide + last + 1] as number;
    if (from === to) continue;
    if (runs.at(-1) === from) runs[runs.length - 1] = to;
    else runs.push(from, to);
  }
  return runs;
}

/** How many sprites lie in cells that touch `within`. */
export function countWithin(grid: SpriteGrid, within: Box): number {
  const runs = runsWithin(grid, within);
  let count = 0;
  for (let at = 0; at < runs.length; at += 2) count += (runs[at + 1] as number) - (runs[at] as number);
  return count;
}
