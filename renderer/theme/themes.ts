// The two themes, each colour named by what it means; the page, the component library and the map all read them here.

export interface Theme {
  /** Behind everything. */
  readonly ground: string;
  /** Panels, and what stands on them. */
  readonly surface: string;
  readonly raised: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  /** Selection, focus, the primary action. */
  readonly accent: string;
  readonly onAccent: string;
  /** Something needs a look; something was refused. */
  readonly doubt: string;
  readonly refusal: string;
  /** Fill of signs that ask for no hurry; stands out by an outline in the colour of text. */
  readonly routine: string;
  readonly map: {
    readonly sea: string;
    readonly land: string;
    readonly landHovered: string;
    readonly landSelected: string;
    readonly neighbour: string;
    readonly foreign: string;
    readonly water: string;
    readonly faintBorder: string;
    readonly cityBorder: string;
    readonly provinceBorder: string;
    readonly label: string;
    readonly halo: string;
    /** Outline of every mark: what keeps a mark apart from the land, whatever its hue. */
    readonly markOutline: string;
  };
}

export type ThemeName = 'dark' | 'light';

export const themes: Readonly<Record<ThemeName, Theme>> = {
  dark: {
    ground: '#0f151b',
    surface: '#161f28',
    raised: '#1e2a35',
    line: '#31404e',
    text: '#e7edf2',
    muted: '#a3b3c1',
    accent: '#6db3f2',
    onAccent: '#0b1620',
    doubt: '#f0b429',
    refusal: '#ff8f87',
    routine: '#f0e442',
    map: {
      sea: '#0c1218',
      land: '#1f2b36',
      landHovered: '#263644',
      landSelected: '#24394d',
      neighbour: '#151d25',
      foreign: '#131a21',
      water: '#16242f',
      faintBorder: '#2a3742',
      cityBorder: '#6f8598',
      provinceBorder: '#a9bccb',
      label: '#ccd8e2',
      halo: '#18222b',
      markOutline: '#0b1117',
    },
  },
  light: {
    ground: '#eef1f4',
    surface: '#ffffff',
    raised: '#f3f6f8',
    line: '#cdd6de',
    text: '#17222c',
    muted: '#4e5e6c',
    accent: '#0a58a6',
    onAccent: '#ffffff',
    doubt: '#8a5a00',
    refusal: '#b3261e',
    routine: '#f0e442',
    map: {
      sea: '#d8e2ea',
      land: '#f8fafb',
      landHovered: '#e8f0f6',
      landSelected: '#d3e4f3',
      neighbour: '#e6ebef',
      foreign: '#e1e6ea',
      water: '#c6d5e0',
      faintBorder: '#cfd8df',
      cityBorder: '#7d8e9c',
      provinceBorder: '#4b5d6c',
      label: '#2b3a47',
      halo: '#ffffff',
      markOutline: '#17222c',
    },
  },
};
