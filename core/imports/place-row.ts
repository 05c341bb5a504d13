// Where a row's stated position lies, what is doubtful about it, and what may be meant instead. No IO.
import type { RecordFlag, Value } from '../../contract/ledger.ts';
import { type Datum, parseDatum, toWgs84 } from '../../geodata/geometry/datum.ts';
import { type DeclaredPlace, declaredPlaceDiffers } from '../../geodata/geometry/declared-place.ts';
import { type Placement, placePosition } from '../../geodata/geometry/placement.ts';
import { PositionError } from '../../geodata/geometry/positions.ts';
import { provincialDivisions } from '../../geodata/geometry/provincial-divisions.ts';
import type { Boundaries } from '../places/boundaries.ts';
import type { Draft, Finding, RowMeaning, StatedPosition } from './rules.ts';

/** A doubt with the numbers that show it. */
export interface PlaceDoubt {
  readonly flag: Extract<
    RecordFlag,
    | 'nearBoundary'
    | 'offshore'
    | 'outsideProvince'
    | 'declaredPlaceDiffers'
    | 'declaredCountyDiffers'
    | 'impossibleCoordinates'
  >;
  readonly detail: Record<string, Value>;
}

export interface RowPlace {
  /** The attributes that a position gives to its record. */
  readonly values: {
    readonly longitude: number | null;
    readonly latitude: number | null;
    readonly place: 'inside' | 'offshore' | 'outside' | 'unplaced';
    readonly cityCode: number | null;
    readonly countyCode: number | null;
  };
  readonly doubts: readonly PlaceDoubt[];
  readonly findings: readonly Finding[];
}

/** What a record is given whose position is not known. */
export const unplaced: RowPlace['values'] = {
  longitude: null,
  latitude: null,
  place: 'unplaced',
  cityCode: null,
  countyCode: null,
};

/** Degrees kept to 1e-7 (about 1 cm): what a conversion adds beyond is noise, and would make re-imports differ. */
const rounded = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

/** Places the rows of one import; equal coordinates are looked up once. */
export class RowPlacer {
  readonly #boundaries: Boundaries;
  readonly #defaultDatum: Datum;
  readonly #cache = new Map<string, Placement>();

  constructor(boundaries: Boundaries, defaultDatum: Datum) {
    this.#boundaries = boundaries;
    this.#defaultDatum = defaultDatum;
  }

  place(position: StatedPosition, declared: DeclaredPlace): RowPlace {
    const findings: Finding[] = [];
    const datum = position.datum === null ? this.#defaultDatum : parseDatum(position.datum);
    if (datum === null) {
      const value = position.datum ?? '';
      findings.push({
        severity: 'rejected',
        column: position.xColumn,
        value,
        reason: { code: 'unknown-datum', params: { value } },
      });
      return { values: unplaced, doubts: [], findings };
    }
    const wgs84 = this.#position(position.x, position.y, datum);
    const placement = wgs84 && this.#placement(wgs84);
    const { stated } = position;
    if (placement?.place !== 'inside') {
      const meant = this.#exchanged(position, datum);
      if (meant !== null) {
        const params = { ...stated, where: meant };
        findings.push({
          severity: 'warning',
          column: position.yColumn,
          value: String(position.y),
          reason: { code: 'swapped-coordinates', params },
        });
        if (!wgs84)
          return {
            values: unplaced,
            doubts: [{ flag: 'impossibleCoordinates', detail: { ...stated, where: meant } }],
            findings,
          };
      }
    }
    if (!wgs84 || !placement) {
      // A text that is no number has its own finding already.
      if (findings.length === 0 && !Number.isNaN(position.x)) {
        const column = Math.abs(position.y) > 90 ? position.yColumn : position.xColumn;
        const value = String(column === position.yColumn ? position.y : position.x);
        findings.push({
          severity: 'warning',
          column,
          value,
          reason: { code: 'impossible-coordinates', params: stated },
        });
      }
      return { values: unplaced, doubts: [{ flag: 'impossibleCoordinates', detail: stated }], findings };
    }
    return {
      values: {
        longitude: rounded(wgs84[0]),
        latitude: rounded(wgs84[1]),
        place: placement.place,
        cityCode: placement.cityCode,
        countyCode: placement.countyCode,
      },
      doubts: this.#doubts(placement, declared),
      findings,
    };
  }

  /** null = impossible. 0°, 0° is where spreadsheets put what they do not know. */
  #position(x: number, y: number, datum: Datum): ReturnType<typeof toWgs84> | null {
    if (x === 0 && y === 0) return null;
    try {
      return toWgs84(x, y, datum);
    } catch (error) {
      if (error instanceof PositionError) return null;
      throw error;
    }
  }

  #placement(position: ReturnType<typeof toWgs84>): Placement {
    const key = `${position[0]},${position[1]}`;
    let placement = this.#cache.get(key);
    if (!placement) {
      placement = placePosition(this.#boundaries.index, position);
      this.#cache.set(key, placement);
    }
    return placement;
  }

  /** City in which the position lies if the two numbers were exchanged, or null. */
  #exchanged(position: StatedPosition, datum: Datum): string | null {
    const swapped = this.#position(position.y, position.x, datum);
    const placement = swapped && this.#placement(swapped);
    return placement?.cityCode ? this.#nameOf(placement.cityCode) : null;
  }

  #nameOf(code: number): string {
    const { cities, counties } = this.#boundaries;
    return (
      cities.find((city) => city.code === code)?.name ??
      counties.find((county) => county.code === code)?.name ??
      provincialDivisions.find((province) => province.adcode === code)?.name ??
      String(code)
    );
  }

  #doubts(placement: Placement, declared: DeclaredPlace): PlaceDoubt[] {
    const doubts: PlaceDoubt[] = [];
    const [border] = placement.borders;
    if (border) {
      const detail = {
        kind: border.kind,
        distanceMeters: Math.round(border.distanceMeters),
        between: border.between.map((code) => this.#nameOf(code)).join(' / '),
      };
      doubts.push({ flag: 'nearBoundary', detail });
    }
    if (placement.nearest) {
      const { cityCode, countyCode, distanceMeters } = placement.nearest;
      doubts.push({
        flag: 'offshore',
        detail: {
          nearestCity: this.#nameOf(cityCode),
          nearestCounty: this.#nameOf(countyCode),
          distanceMeters: Math.round(distanceMeters),
        },
      });
    }
    if (placement.place === 'outside')
      doubts.push({ flag: 'outsideProvince', detail: { elsewhere: placement.elsewhere } });
    for (const difference of declaredPlaceDiffers(declared, placement, this.#boundaries.names).differs) {
      // The file and the boundaries agree that the record belongs to another province: that is no contradiction.
      const detail = {
        level: difference.level,
        declared: difference.declared,
        actual: difference.actual === null ? (placement.elsewhere ?? null) : this.#nameOf(difference.actual),
      };
      doubts.push({ flag: difference.level === 'county' ? 'declaredCountyDiffers' : 'declaredPlaceDiffers', detail });
    }
    return doubts;
  }
}

/** What the place of a row gives to the record that it belongs to. */
export function placedAttributes(
  { declared, position, positionOf, statesPosition }: RowMeaning,
  place: RowPlace | null,
  of: 'unit' | 'site',
): Pick<Draft, 'values' | 'columns'> {
  if (positionOf !== of) return { values: {}, columns: {} };
  const { values, columns } = declared;
  if (!place || position === null) return { values: statesPosition ? { ...values, ...unplaced } : values, columns };
  const { xColumn, yColumn } = position;
  return { values: { ...values, ...place.values }, columns: { ...columns, longitude: xColumn, latitude: yColumn } };
}

/** Doubts that stay with the record; `draft` = the unit, `place` = null where the position is not the record's own. */
export function flagsOf(draft: Draft | null, { declared }: RowMeaning, place: RowPlace | null): string {
  const flags = new Set<RecordFlag>(place?.doubts.map((doubt) => doubt.flag));
  if (place && /^(approximate|约|大致|概略)/i.test(String(declared.values.accuracy ?? '')))
    flags.add('approximatePosition');
  if (draft && draft.values.capacity === null) flags.add('blankCapacity');
  return [...flags].sort().join(' ');
}
