// What the product must know of a province to work there: its divisions, files and defaults, as data.
import type { Bbox } from './bbox.ts';

export interface BilingualName {
  readonly zh: string;
  readonly en: string;
}

export type LedgerPreset = 'gem-coal' | 'gem-steel' | 'sfi-cement';

export interface ProvinceProfile {
  /** Also the name of the profile's file and the prefix of its boundary files. */
  readonly id: string;
  readonly adcode: number;
  readonly name: BilingualName;
  /** The adcodes that the boundary files must hold, neither more nor fewer. */
  readonly cities: readonly number[];
  readonly counties: readonly number[];
  /** Of the province's land, in degrees. A boundary set that reaches beyond it is refused. */
  readonly bbox: Bbox;
  readonly timeZone: 'Asia/Shanghai';
  /** File names inside the folder of boundaries; only the last two may be missing there: they are decoration. */
  readonly boundaryFiles: {
    readonly province: string;
    readonly cities: string;
    readonly counties: string;
    readonly borders: string;
    readonly context: string;
    readonly neighbourCities: string;
    readonly hydro: string;
  };
  /** To be shown on every map: review number (审图号) and source of the boundaries. */
  readonly attributionLine: string;
  /** Open ledgers of this province that ship with the product; paths below geodata/. */
  readonly bundledLedgers: readonly { readonly preset: LedgerPreset; readonly files: readonly string[] }[];
  /** Names that records still use for divisions that were merged or renamed, with the division of today. */
  readonly formerNames: readonly { readonly name: BilingualName; readonly adcode: number; readonly note: string }[];
}
