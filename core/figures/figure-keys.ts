// The keys by which figures are split and narrowed: what a text means, how a key is called, and in what order keys stand.
import type { Bilingual, FigureDimension, FigureKey } from '../../contract/figures.ts';
import { places, type RecordFlag, recordFlags } from '../../contract/ledger.ts';
import { findIndustry, industries } from '../../policy/industries.ts';
import { findProduct, products } from '../../policy/products.ts';
import { findStatus, statuses } from '../../policy/statuses.ts';
import { AppError } from '../app-error.ts';
import type { Boundaries } from '../places/boundaries.ts';
import { classEnd, classOf } from './rules.ts';

interface Entry {
  readonly id: string;
  readonly name: Bilingual;
}

const flagNames: Record<RecordFlag, Bilingual> = {
  nearBoundary: { zh: '距边界很近', en: 'Near a boundary' },
  offshore: { zh: '近岸', en: 'Offshore' },
  outsideProvince: { zh: '省外', en: 'Outside the province' },
  declaredPlaceDiffers: { zh: '填报城市不符', en: 'Declared city differs' },
  declaredCountyDiffers: { zh: '填报区县不符', en: 'Declared county differs' },
  blankCapacity: { zh: '产能未填', en: 'Capacity left blank' },
  impossibleCoordinates: { zh: '坐标不可能存在', en: 'Impossible coordinates' },
  approximatePosition: { zh: '约略位置', en: 'Approximate position' },
};

/** Dimensions whose keys stand in a catalogue, in the catalogue's order. */
const catalogues: Partial<Record<FigureDimension, readonly Entry[]>> = {
  industry: industries,
  product: products,
  status: statuses,
  flag: recordFlags.map((id) => ({ id, name: flagNames[id] })),
};

const ids = (entries: readonly Entry[]): string[] => entries.map((each) => each.id);

/** The key that a text means: a name in either language, an id or a code; 'null' = not stated. Throws AppError. */
export function keyFor(dimension: FigureDimension, text: string, { names, cities }: Boundaries): FigureKey {
  if (text === 'null') return null;
  switch (dimension) {
    case 'city':
    case 'county': {
      const found = dimension === 'city' ? names.cityByName(text) : names.countyByName(text);
      if (found) return found.adcode;
      const sameName = cities.flatMap((city) => {
        const county = names.countyByName(text, city.code);
        return county ? [`${county.adcode} (${city.name})`] : [];
      });
      if (dimension === 'county' && sameName.length > 1)
        throw new AppError('ambiguous-county', { name: text, accepted: sameName.join(', ') });
      throw new AppError('unknown-place', { dimension, name: text });
    }
    case 'industry':
      return findIndustry(text) ?? unknownKey(dimension, text, ids(industries));
    case 'status':
      return findStatus(text) ?? unknownKey(dimension, text, ids(statuses));
    case 'place':
      return (places as readonly string[]).includes(text) ? text : unknownKey(dimension, text, places);
    case 'product':
      return findProduct(text)?.id ?? text;
    case 'flag':
      return (recordFlags as readonly string[]).includes(text) ? text : unknownKey(dimension, text, recordFlags);
    case 'capacityClass':
      return text !== '' && classOf(Number(text)) === Number(text)
        ? Number(text)
        : unknownKey(dimension, text, ['0', '…', '100', '200', '500', '1000', '…']);
    case 'commissioned':
    case 'retired':
    case 'year':
      return /^\d{4}$/.test(text) ? Number(text) : unknownKey(dimension, text, ['2024', '…']);
    default:
      return text;
  }
}

function unknownKey(dimension: string, name: string, accepted: readonly string[]): never {
  throw new AppError('unknown-key', { dimension, name, accepted: accepted.join(', ') });
}

/** What people call a key; a class of capacity has a unit of measure. */
export function labelOf(
  dimension: FigureDimension,
  key: FigureKey,
  { cities, counties }: Boundaries,
  classUnit: string | null = null,
): Bilingual {
  const isRegion = dimension === 'city' || dimension === 'county';
  if (key === null) {
    if (dimension === 'year') return { zh: '年份不明', en: 'Year not known' };
    if (dimension === 'flag') return { zh: '无存疑', en: 'No doubt' };
    return isRegion
      ? { zh: '未定（近岸或无坐标）', en: 'Not assigned (offshore or no coordinates)' }
      : { zh: '未注明', en: 'Not stated' };
  }
  const named = catalogues[dimension]?.find((each) => each.id === key)?.name;
  if (named) return named;
  if (dimension === 'capacityClass') return classLabel(Number(key), classUnit ?? '');
  const region = isRegion ? (dimension === 'city' ? cities : counties).find((each) => each.code === key) : undefined;
  return region ? { zh: region.name, en: region.nameEn } : { zh: String(key), en: String(key) };
}

function classLabel(edge: number, unit: string): Bilingual {
  const text = `${edge === 0 ? '0' : `${edge}–${classEnd(edge)}`} ${unit}`.trim();
  return { zh: text, en: text };
}

/** Catalogues in their own order, numbers by size, texts by code unit; what is not stated comes last. */
export function compareKeys(dimension: FigureDimension, left: FigureKey, right: FigureKey): number {
  if (left === right) return 0;
  if (left === null) return 1;
  if (right === null) return -1;
  const catalogue = catalogues[dimension];
  if (catalogue) {
    const place = (key: FigureKey): number => {
      const found = catalogue.findIndex((each) => each.id === key);
      return found < 0 ? catalogue.length : found;
    };
    const apart = place(left) - place(right);
    if (apart !== 0) return apart;
  }
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left) < String(right) ? -1 : 1;
}
