// Rings around places as sprites without a mark: what is selected, and what is pointed at in a list. Pure.
import type { Selection } from './map-stage.ts';
import { mostRings } from './sprite-program.ts';
import { noMark, type SpriteSet } from './sprites.ts';

export const ringWidths = { selected: 3, hovered: 1.75 } as const;

/** At most eight kinds of ring (colour and strength); further ones look like the last. */
export function ringSprites({ selected = [], hovered = [] }: Selection, accent: string, scale: number): SpriteSet {
  const all = [
    ...hovered.map((ring) => ({ ...ring, widthPixels: ringWidths.hovered * scale })),
    ...selected.map((ring) => ({ ...ring, widthPixels: ringWidths.selected * scale })),
  ];
  const kinds = [...new Set(all.map(({ color = accent, widthPixels }) => `${color} ${widthPixels}`))].slice(
    0,
    mostRings,
  );
  return {
    positions: Float64Array.from(all.flatMap(({ position }) => [...position])),
    marks: [],
    markIndexes: new Uint8Array(all.length).fill(noMark),
    // The shader draws a ring just outside the mark's box.
    sizePixels: Float32Array.from(all, ({ radiusPixels, widthPixels }) => 2 * (radiusPixels - widthPixels)),
    ringIndexes: Uint8Array.from(all, ({ color = accent, widthPixels }) => {
      const kind = kinds.indexOf(`${color} ${widthPixels}`);
      return (kind < 0 ? kinds.length - 1 : kind) + 1;
    }),
    rings: kinds.map((kind) => {
      const [color = accent, width] = kind.split(' ');
      return { color, widthPixels: Number(width) };
    }),
    objects: all,
  };
}
