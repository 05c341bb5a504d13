// The marks of the map and its legend: a hue and a shape for each category, so that no category rests on colour alone.
import type { ThemeName } from '../theme/themes.ts';

/** Okabe and Ito's eight hues, their black exchanged for near-white on the dark theme; then the two of alarms (`alarmHues`). */
export const markHues: Readonly<Record<ThemeName, readonly string[]>> = {
  dark: ['#e69f00', '#56b4e9', '#009e73', '#f0e442', '#2f93d8', '#e2691f', '#cc79a7', '#f2f5f7', '#ff5247', '#e86bd6'],
  light: ['#e69f00', '#56b4e9', '#009e73', '#f0e442', '#0072b2', '#d55e00', '#cc79a7', '#000000', '#d3221b', '#b0139c'],
};

/** What calls for action: red the most urgent, amber, yellow; magenta where readings are missing, grey what is set aside. */
export const alarmHues = { P1: 8, P2: 0, P3: 3, gap: 9, aside: null } as const;

/** Outlines as SVG paths in a box from −1 to 1; those of categories are of about equal area. */
export const markShapes = {
  circle: 'M-.8 0A.8 .8 0 1 0 .8 0A.8 .8 0 1 0 -.8 0Z',
  square: 'M-.7-.7H.7V.7H-.7Z',
  triangle: 'M0-.95L.95.7H-.95Z',
  diamond: 'M0-1L1 0L0 1L-1 0Z',
  wedge: 'M0 .95L.95-.7H-.95Z',
  cross: 'M-.32-.95H.32V-.32H.95V.32H.32V.95H-.32V.32H-.95V-.32H-.32Z',
  hexagon: 'M-.45-.8H.45L.92 0L.45 .8H-.45L-.92 0Z',
  star: 'M0-1L.29-.37L.95-.31L.45.14L.6.81L0 .45L-.6.81L-.45.14L-.95-.31L-.29-.37Z',
  // Its hole winds the other way, so that it stays open under either rule of filling.
  ring: 'M-.8 0A.8 .8 0 1 0 .8 0A.8 .8 0 1 0 -.8 0ZM-.45 0A.45 .45 0 1 1 .45 0A.45 .45 0 1 1 -.45 0Z',
  triangleOutline: 'M0-.95L.95.7H-.95ZM0-.36L-.44.38H.44Z',
  diamondOutline: 'M0-1L1 0L0 1L-1 0ZM0-.52L-.52 0L0 .52L.52 0Z',
  squareOutline: 'M-.75-.75H.75V.75H-.75ZM-.45-.45V.45H.45V-.45Z',
  hatched: 'M-.8-.8H.8V.8H-.8ZM-.58-.58V.58H.58V-.58ZM-.58-.05L-.05-.58H.2L-.58 .2ZM.58 .05L.05 .58H-.2L.58-.2Z',
  moon: 'M.3-.9A.92 .92 0 1 0 .9 .3A.75 .75 0 0 1 .3-.9Z',
} as const;
export type MarkShape = keyof typeof markShapes;

/** Shapes that tell categories apart. The ring is none of them: it says that a value is unknown. */
const categoryShapes = [
  'circle',
  'square',
  'triangle',
  'diamond',
  'wedge',
  'cross',
  'hexagon',
  'star',
] as const satisfies readonly MarkShape[];

/** Share of a mark's box that a circle's diameter takes. */
export const circleShare = 0.8;

export interface Mark {
  /** Index into `markHues`; null = the neutral hue of what has no category. */
  readonly hue: number | null;
  readonly shape: MarkShape;
}

export const neutralMark: Mark = { hue: null, shape: 'circle' };

/** Marks by position in the catalogue: unique up to 64 entries, neighbours differ in both hue and shape. */
export function assignMarks(ids: readonly string[]): ReadonlyMap<string, Mark> {
  return new Map(
    ids.map((id, index) => {
      const hue = index % 8;
      return [id, { hue, shape: categoryShapes[(hue + Math.floor(index / 8)) % categoryShapes.length] as MarkShape }];
    }),
  );
}

/** Fill of a mark, written #rrggbb. */
export function markColor(mark: Mark, theme: ThemeName): string {
  if (mark.hue === null) return theme === 'dark' ? '#93a4b3' : '#6b7a87';
  return markHues[theme][mark.hue] as string;
}
