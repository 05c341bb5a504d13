// How much each layer draws, in numbers: what the picture holds can be checked without looking at it. Pure.
import type { LayerDrawing } from '../../map/layers/layer-definition.ts';

/** Of one layer; only what it draws. `inDiscs`: enterprises or alarms that the discs stand for. */
export interface DrawnCounts {
  readonly marks?: number;
  readonly discs?: number;
  readonly inDiscs?: number;
  readonly areas?: number;
  readonly cells?: number;
  readonly columns?: number;
}

export function drawnCounts({ sprites, counts, areas, cells, deck }: LayerDrawing): DrawnCounts {
  return {
    ...(sprites === undefined ? {} : { marks: sprites.markIndexes.length }),
    ...(counts === undefined
      ? {}
      : {
          discs: counts.length,
          inDiscs: counts.reduce(
            (sum, { object }) => sum + ('alarms' in object ? object.alarms : object.enterprises).length,
            0,
          ),
        }),
    ...(areas === undefined ? {} : { areas: areas.colors.size }),
    ...(cells === undefined ? {} : { cells: cells.length }),
    ...(deck === undefined ? {} : { columns: deck.reduce((sum, { props }) => sum + sizeOf(props.data), 0) }),
  };
}

const sizeOf = (drawn: unknown): number => (Array.isArray(drawn) ? drawn.length : 0);
