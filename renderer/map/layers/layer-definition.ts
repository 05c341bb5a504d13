// What a layer of the map is: its words, the figures it asks for, and how figures become marks, a legend and a table.
import type { Layer } from '@deck.gl/core';
import type { About } from '../../../contract/about.ts';
import type { SilentItem } from '../../../contract/duty.ts';
import type { Bilingual, FigureDefinition, FigureResult } from '../../../contract/figures.ts';
import type { EnterpriseSummary } from '../../../contract/ledger.ts';
import type { Language } from '../../../contract/reasons.ts';
import type { Bounds } from '../../state/camera.ts';
import type { ListedAlarm } from '../../state/duty-list.ts';
import type { FilterDimension, Filters, Narrowing } from '../../state/filters.ts';
import type { UntimedQuery } from '../../state/use-figure.ts';
import type { Theme, ThemeName } from '../../theme/themes.ts';
import type { Mark } from '../marks.ts';
import type { SpriteSet } from '../sprites.ts';

/** An enterprise that has a place on the map. */
export type PlacedEnterprise = EnterpriseSummary & { readonly position: readonly [number, number] };

export interface Choice {
  readonly id: string;
  readonly name: Bilingual;
}

/** Something that the reader chooses about a layer, from a short list. */
export interface LayerOption {
  readonly id: string;
  readonly name: Bilingual;
  /**
   * The first is the default; without any, the option is not offered. May depend on what there is (products of the
   * ledger, figures of the core) and on the layer's options before this one, which `input` holds.
   */
  choices(input: LayerInput): readonly Choice[];
}

/** A figure of the core and what it can be asked for in this ledger; made by `ledgerFigures`. */
export interface LedgerFigure {
  readonly definition: FigureDefinition;
  /** Of a figure whose unit follows the product: its products, those with most inputs first. Else none. */
  readonly products: readonly Choice[];
  /** Of a figure of years: its years, the newest first. Else none. */
  readonly years: readonly number[];
}

/** What every layer is given, whether or not it is shown. */
export interface LayerInput {
  readonly about: About;
  readonly language: Language;
  readonly themeName: ThemeName;
  readonly theme: Theme;
  /** Factor on pixels: 1 at full HD. */
  readonly scale: number;
  /** Zoom at which the camera rests, rounded to halves, so that nothing is made anew in between. */
  readonly zoom: number;
  readonly ledgerFigures: readonly LedgerFigure[];
  readonly filters: Filters;
  /** What figures must be narrowed by to speak of the enterprises shown. `except` leaves one dimension open. */
  narrowing(except?: FilterDimension): Narrowing;
  /** Enterprises that pass the filters, in the order of the table; those on the map among them. */
  readonly shown: readonly EnterpriseSummary[];
  readonly placed: readonly PlacedEnterprise[];
  /** Marks of industries by id; the neutral mark is for what has none. */
  readonly industryMarks: ReadonlyMap<string, Mark>;
  /** The alarms of the desk's list under its filter, those on the map or not; left out = none are followed. */
  readonly alarms?: readonly ListedAlarm[] | undefined;
  /** What sends nothing now; left out = not asked for. */
  readonly silent?: readonly SilentItem[] | undefined;
  /** While the reader's hand is on a histogram: least and greatest value of each enterprise in what it shows, by id. */
  readonly brushed?: ReadonlyMap<string, readonly [least: number, greatest: number]>;
  /** Chosen options by id, defaults filled in. */
  readonly options: Readonly<Record<string, string>>;
  /** 0…1; what a layer draws is already faded by the stage where it can be: sprites, areas, cells, deck layers. */
  readonly opacity: number;
}

/** With the answers to `figures`, in their order; null until they are there. Never draw what is not known yet. */
export interface AnsweredInput extends LayerInput {
  readonly figures: readonly FigureResult[] | null;
}

/** Colours of the province's cities or counties, by code; what has none stays land. #rrggbb. */
export interface AreaFill {
  readonly level: 'city' | 'county';
  readonly colors: ReadonlyMap<number, string>;
  /** Those of `colors` that stand for “unknown”, which is no value: hatched over their colour. */
  readonly hatched: ReadonlySet<number>;
}

/** A cell of the ground with its colour: a hexagon of the density layer. The ring's first corner is not repeated. */
export interface GroundCell {
  readonly id: string;
  readonly ring: readonly (readonly [number, number])[];
  readonly color: string;
}

/** Enterprises or alarms that stand too close to be told apart at this zoom, as one disc with their number. */
export interface CountDisc {
  readonly id: string;
  readonly position: readonly [number, number];
  readonly text: string;
  readonly radiusPixels: number;
  /** Colours of its own, #rrggbb; `halo`: a ring around it that calls for attention. */
  readonly look?: { readonly fill: string; readonly ink: string; readonly halo: string | null };
  /** What the disc stands for. Answered by picking. */
  readonly object: ClusterOfEnterprises | AlarmSign;
}

export interface ClusterOfEnterprises {
  readonly kind: 'cluster';
  readonly enterprises: readonly PlacedEnterprise[];
  /** Box of their positions: what a press on the disc zooms to. Empty where all stand at one place. */
  readonly bounds: Bounds;
}

/** One alarm, or several too close to be told apart, as the map shows them. */
export interface AlarmSign {
  readonly kind: 'alarms';
  /** Of its most urgent alarm. */
  readonly id: number;
  readonly position: readonly [number, number];
  /** The most urgent first. */
  readonly alarms: readonly ListedAlarm[];
  /** How many of them nobody has acknowledged. */
  readonly unacknowledged: number;
  /** Of at least one of them the clock has run out. */
  readonly overdue: boolean;
  /** Empty where all stand at one place. */
  readonly bounds: Bounds;
}

/** What a layer puts on the map. Each part is drawn where it belongs: areas and cells below borders, sprites above. */
export interface LayerDrawing {
  readonly areas?: AreaFill;
  readonly cells?: readonly GroundCell[];
  readonly sprites?: SpriteSet;
  /** Numbers in discs, drawn with the map's own type. */
  readonly counts?: readonly CountDisc[];
  /** For what stands up from the ground. */
  readonly deck?: readonly Layer[];
  /** The layer can only be read from the side: the camera is tilted when it is first shown. */
  readonly tilted?: boolean;
}

export interface LegendEntry {
  readonly key: string;
  readonly label: string;
  /** At most one of these pictures: mark, color, radiusPixels or ring (a colour). */
  readonly mark?: Mark;
  readonly color?: string;
  /** With `color`: hatched, as unknown areas are. */
  readonly hatched?: boolean;
  /** A circle of this radius, in CSS pixels. */
  readonly radiusPixels?: number;
  readonly ring?: string;
  /** How many there are, as a figure says; null = not known yet. */
  readonly count?: number | null;
  /** What pressing the entry narrows to: any of these keys. */
  readonly filter?: { readonly dimension: FilterDimension; readonly keys: readonly string[] };
}

export interface LayerLegend {
  readonly title: string;
  /** Unit of measure of the values, '1' for counts, null where the layer has none. */
  readonly unit: string | null;
  readonly entries: readonly LegendEntry[];
  /** One sentence where needed: what is left out, what classes mean. */
  readonly note?: string;
}

export type TwinCell = string | number | null;

export interface TwinColumn {
  readonly key: string;
  readonly title: string;
  /** Unit of measure of its numbers; '1' for counts. */
  readonly unit?: string;
  readonly numeric?: boolean;
}

export interface TwinRow {
  readonly key: string;
  readonly cells: Readonly<Record<string, TwinCell>>;
  /** What opening the row shows. */
  readonly opens?:
    | { readonly kind: 'enterprise'; readonly id: string }
    | { readonly kind: 'area'; readonly level: 'city' | 'county'; readonly code: number };
  /** For GeoJSON: a point, a ring (a cell; first corner not repeated), or the code of an area of the boundary files. */
  readonly position?: readonly [number, number];
  readonly ring?: readonly (readonly [number, number])[];
  readonly areaCode?: number;
}

/** The same content as the layer's drawing, as a table: nothing on the map is out of reach of a keyboard or a reader. */
export interface TableTwin {
  readonly columns: readonly TwinColumn[];
  readonly rows: readonly TwinRow[];
}

export interface LayerDefinition {
  readonly id: string;
  readonly name: Bilingual;
  /** What it shows, how to read it, and what it leaves out: two or three sentences. */
  readonly help: Bilingual;
  /** Where its facts come from, in words; the datasets themselves are named by the figures. */
  readonly source: Bilingual;
  readonly options: readonly LayerOption[];
  /** Figures that the layer needs, first the one that it stands for (“where does this come from”). May be none. */
  figures(input: LayerInput): readonly UntimedQuery[];
  draw(input: AnsweredInput): LayerDrawing;
  legend(input: AnsweredInput): LayerLegend;
  table(input: AnsweredInput): TableTwin;
}
