// A figure by city or county as the area layer reads it: what is asked, and one value, or none, for each area. Pure.
import type { Region } from '../../../contract/about.ts';
import type { FigureRow } from '../../../contract/figures.ts';
import type { UntimedQuery } from '../../state/use-figure.ts';
import { mainUnit } from './enterprise-capacities.ts';
import type { AnsweredInput, LayerInput, LedgerFigure } from './layer-definition.ts';
import { figureOf } from './ledger-figures.ts';
import { boundToShown, narrowedQuery, statusesWhere } from './narrowed-query.ts';

export type AreaLevel = 'city' | 'county';

export const levelOf = ({ options }: LayerInput): AreaLevel => (options['level'] === 'county' ? 'county' : 'city');
export const areaFigureOf = (input: LayerInput): LedgerFigure | null => figureOf(input, input.options['figure']);

/** Whether the figure can be narrowed to a status at all. */
export const knowsStatus = (figure: LedgerFigure | null): boolean =>
  figure?.definition.dimensions.includes('status') ?? false;

/**
 * The areas that the answer can speak of. A filter on the level itself is left open, so that the chosen area stands
 * among the others, unless the answer is bound to the enterprises shown.
 */
function areasAsked(figure: LedgerFigure, input: LayerInput): readonly Region[] {
  const { about, filters } = input;
  const level = levelOf(input);
  const bound = boundToShown(figure.definition, input);
  const { city, county } = filters.keys;
  const counties = about.counties.filter(
    ({ code, parent }) =>
      (city === undefined || (!bound && level === 'city') || city.includes(String(parent))) &&
      (county === undefined || (!bound && level === 'county') || county.includes(String(code))),
  );
  if (level === 'county') return counties;
  const parents = new Set(counties.map(({ parent }) => parent));
  return about.cities.filter(({ code }) =>
    county === undefined ? !bound || city === undefined || city.includes(String(code)) : parents.has(code),
  );
}

export function areaQueries(input: LayerInput): UntimedQuery[] {
  const figure = areaFigureOf(input);
  const { product, year } = input.options;
  if (figure === null || (figure.definition.unit === null && product === undefined)) return [];
  const level = levelOf(input);
  return [
    narrowedQuery(figure.definition, input, {
      by: [level],
      where: {
        ...(product === undefined ? {} : { product: [product] }),
        ...(year === undefined ? {} : { year: [year] }),
        ...(knowsStatus(figure) ? statusesWhere(input) : {}),
      },
      ...(boundToShown(figure.definition, input) ? {} : { except: level }),
    }),
  ];
}

export interface AreaValue {
  /** null = assigned to no area of the level: offshore, or without coordinates. */
  readonly region: Region | null;
  /**
   * known: a number, 0 included; unknown: records without a number; other: records in other units of measure only;
   * none: no record at all.
   */
  readonly state: 'known' | 'unknown' | 'other' | 'none';
  readonly value: number | null;
  readonly inputs: number;
  readonly missing: number;
}

export interface AreaValues {
  readonly unit: string | null;
  /** In the order of the boundary files. */
  readonly areas: readonly AreaValue[];
  readonly unassigned: AreaValue | null;
  /** Records in other units of measure, which are in no value. */
  readonly otherUnits: number;
}

function areaValue(region: Region | null, rows: readonly FigureRow[], unit: string | null): AreaValue {
  const row = rows.find((each) => each.unit === unit);
  if (row !== undefined) {
    const { value, inputs, missing } = row;
    return { region, state: value === null ? 'unknown' : 'known', value, inputs, missing };
  }
  const inputs = rows.reduce((sum, each) => sum + each.inputs, 0);
  const missing = rows.reduce((sum, each) => sum + each.missing, 0);
  return { region, state: inputs === 0 ? 'none' : 'other', value: null, inputs, missing };
}

/** null = not answered yet. */
export function readAreaValues(input: AnsweredInput): AreaValues | null {
  const figure = areaFigureOf(input);
  const rows = input.figures?.[0]?.rows;
  if (figure === null || rows === undefined) return null;
  const level = levelOf(input);
  const unit = mainUnit(rows);
  const byCode = Map.groupBy(rows, (row) => row.keys[level] ?? null);
  const unassigned = byCode.get(null);
  return {
    unit,
    areas: areasAsked(figure, input).map((region) => areaValue(region, byCode.get(region.code) ?? [], unit)),
    unassigned: unassigned === undefined ? null : areaValue(null, unassigned, unit),
    otherUnits: rows.reduce((sum, row) => sum + (row.unit === unit ? 0 : row.inputs), 0),
  };
}
