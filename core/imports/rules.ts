// What one row of a ledger says: texts of cells → drafts of records, with the column of every value. Pure.
import type { ImportField } from '../../contract/imports.ts';
import type { Value } from '../../contract/ledger.ts';
import type { Reason } from '../../contract/reasons.ts';
import { findIndustry } from '../../policy/industries.ts';
import { findProduct } from '../../policy/products.ts';
import { findStatus, statuses } from '../../policy/statuses.ts';
import { findUnitOfMeasure } from '../../policy/units-of-measure.ts';
import { capacityRange, isTotalOrNote, isUnknownWord, parseDate, parseNumber } from './cell-rules.ts';
import { creditCodeFault, plainCreditCode } from './credit-code-rules.ts';
import { CONSTANT, type CompiledSheet, type Readers } from './mapping-rules.ts';

/** What a row states of one record. `columns` has the same keys as `values`. */
export interface Draft {
  /** Key within the dataset; null = none is given. */
  readonly key: string | null;
  /** Which of the units of its row it is, where a row describes several. */
  readonly part?: string;
  readonly values: Readonly<Record<string, Value>>;
  readonly columns: Readonly<Record<string, number>>;
}

/** Coordinates as stated, before any datum is applied. */
export interface StatedPosition {
  readonly x: number;
  readonly y: number;
  readonly xColumn: number;
  readonly yColumn: number;
  /** The cells' own texts. */
  readonly stated: { readonly longitude: string; readonly latitude: string };
  /** Datum named in the row itself; null = the import's. */
  readonly datum: string | null;
}

export interface Finding {
  readonly severity: 'rejected' | 'warning';
  readonly column: number;
  readonly value: string;
  readonly reason: Reason;
}

export interface RowMeaning {
  readonly enterprise: Draft;
  readonly site: Draft;
  readonly units: readonly Draft[];
  readonly outputs: readonly Draft[];
  readonly position: StatedPosition | null;
  /** Whether the sheet has columns for it: then blank ones say that no position is known. */
  readonly statesPosition: boolean;
  readonly positionOf: 'unit' | 'site';
  /** What the row says of the place in words (province, city, county, accuracy); belongs to what `positionOf` names. */
  readonly declared: Pick<Draft, 'values' | 'columns'>;
  /** One finding of severity `rejected` refuses the whole row. */
  readonly findings: readonly Finding[];
}

export interface RowCells {
  readonly cells: readonly string[];
  readonly formulas?: Readonly<Record<number, string>> | undefined;
  readonly errors?: Readonly<Record<number, string>> | undefined;
}

/** Collects a draft's values with their columns; blank text becomes null. */
class DraftBuilder {
  readonly values: Record<string, Value> = {};
  readonly columns: Record<string, number> = {};

  set(attribute: string, value: Value, column: number): void {
    this.values[attribute] = value;
    this.columns[attribute] = column;
  }

  build(key: string | null): Draft {
    return { key, values: this.values, columns: this.columns };
  }
}

const NO_CELL = { text: '', column: CONSTANT };

/** Reads one row. Findings name the column by index; CONSTANT where no single column is at fault. */
export function interpretRow(sheet: CompiledSheet, row: RowCells): RowMeaning {
  const findings: Finding[] = [];
  /** Columns whose cell is no text at all; what else may be wrong with it is beside the point. */
  const spoilt = new Set<number>();
  const say = (
    severity: Finding['severity'],
    column: number,
    value: string,
    code: Reason['code'],
    params: Reason['params'] = {},
  ): void => {
    if (spoilt.has(column)) return;
    findings.push({ severity, column, value, reason: { code, params } });
  };
  const unknown = (text: string): boolean => isUnknownWord(text) || sheet.unknownWords.has(text.toLowerCase());
  const read = (readers: Readers, field: ImportField): { text: string; column: number } =>
    readers[field]?.(row.cells) ?? NO_CELL;
  const plain = (builder: DraftBuilder, readers: Readers, field: ImportField, attribute: string = field): void => {
    const reader = readers[field];
    if (!reader) return;
    const { text, column } = reader(row.cells);
    builder.set(attribute, text === '' || unknown(text) ? null : text, column);
  };

  for (const [index, formula] of Object.entries(row.formulas ?? {})) {
    const column = Number(index);
    if (sheet.used.has(column))
      say('rejected', column, row.cells[column] ?? '', 'formula', { formula: `=${formula.replace(/^=/, '')}` });
    spoilt.add(column);
  }
  for (const [index, text] of Object.entries(row.errors ?? {})) {
    const column = Number(index);
    if (text === 'extra')
      say('rejected', column, row.cells[column] ?? '', 'extra-cell', { value: row.cells[column] ?? '' });
    else if (sheet.used.has(column)) say('rejected', column, text, 'error-cell', { value: text });
    spoilt.add(column);
  }

  const { readers } = sheet;
  const enterprise = readEnterprise();
  const site = new DraftBuilder();
  plain(site, readers, 'siteName', 'name');
  plain(site, readers, 'address');
  const declared = new DraftBuilder();
  for (const field of ['province', 'city', 'county', 'accuracy'] as const) plain(declared, readers, field);
  const siteKey = read(readers, 'siteKey').text || read(readers, 'siteName').text || null;
  const variants = sheet.units.length > 0 ? sheet.units : [{ readers, absentWhen: null }];
  const units =
    sheet.years.length > 0 ? [] : variants.flatMap((variant) => readUnit(variant.readers, variant.absentWhen) ?? []);
  const position = readPosition();
  const positionOf = sheet.mapping.positionOf ?? (units.length > 0 ? 'unit' : 'site');
  return {
    enterprise,
    site: site.build(siteKey),
    units,
    outputs: readOutputs(),
    position,
    statesPosition: ['longitude', 'latitude', 'coordinates'].some(
      (field) => readers[field as ImportField] !== undefined,
    ),
    positionOf,
    declared,
    findings,
  };

  function readEnterprise(): Draft {
    const draft = new DraftBuilder();
    const name = read(readers, 'enterpriseName');
    // A blank name says nothing: the enterprise keeps the one that it has.
    if (name.text !== '') draft.set('name', name.text, name.column);
    plain(draft, readers, 'enterpriseNameEn', 'nameEn');
    plain(draft, readers, 'otherNames');
    // A row about one unit states that unit's owner, which need not be the owner of the enterprise's other units.
    const describesUnit = sheet.mapping.positionOf !== 'site' && sheet.years.length === 0;
    if (!describesUnit) {
      plain(draft, readers, 'owner');
      plain(draft, readers, 'ownerGroup');
    }
    const code = read(readers, 'creditCode');
    let key = read(readers, 'enterpriseKey').text || null;
    if (readers.creditCode) {
      const text = unknown(code.text) ? '' : plainCreditCode(code.text);
      const fault = text === '' ? null : creditCodeFault(text);
      if (fault) say('rejected', code.column, code.text, 'credit-code', { value: code.text, why: fault });
      if (text === '') say('warning', code.column, '', 'missing-credit-code');
      draft.set('creditCode', text || null, code.column);
    }
    if (key === null && readers.enterpriseKey) {
      const { column } = read(readers, 'enterpriseKey');
      say('rejected', column, '', 'missing-key', { column: '' });
    } else if (key === null && name.text === '') {
      say('rejected', name.column, '', 'missing-name');
    }
    refuseTotal(name);
    key ??= name.text === '' ? null : name.text.normalize('NFKC').replaceAll(/\s+/g, ' ');
    return draft.build(key);
  }

  function refuseTotal({ text, column }: { text: string; column: number }): void {
    if (column !== CONSTANT && isTotalOrNote(text)) say('rejected', column, text, 'total-or-note', { value: text });
  }

  function readUnit(unitReaders: Readers, absentWhen: ReadonlySet<string> | null): Draft | null {
    const capacity = read(unitReaders, 'capacity');
    if (absentWhen?.has(capacity.text.toLowerCase())) return null;
    const stated = (['unitKey', 'unitName', 'product', 'capacity', 'status'] as const).some((field) => {
      const cell = read(unitReaders, field);
      return cell.column !== CONSTANT && cell.text !== '';
    });
    if (!stated) return null;

    const draft = new DraftBuilder();
    refuseTotal(read(unitReaders, 'unitName'));
    plain(draft, unitReaders, 'unitName', 'name');
    const industry = read(unitReaders, 'industry');
    const product = read(unitReaders, 'product');
    const knownProduct = findProduct(product.text);
    let industryId = industry.text === '' ? (knownProduct?.industry ?? null) : findIndustry(industry.text);
    if (industry.text !== '' && industryId === null && !unknown(industry.text)) {
      say('warning', industry.column, industry.text, 'unknown-industry', { value: industry.text });
      industryId = null;
    }
    // A list that has no such column says nothing about it: what is known stays.
    if (unitReaders.industry || knownProduct)
      draft.set('industry', industryId, industry.text === '' ? product.column : industry.column);
    if (unitReaders.product)
      draft.set('product', knownProduct?.id ?? (unknown(product.text) ? null : product.text || null), product.column);

    const amount = readAmount(capacity);
    const said = read(unitReaders, 'capacityUnit');
    const unit = unknown(said.text) ? { ...said, text: '' } : said;
    const unitOfMeasure = findUnitOfMeasure(unit.text);
    if (unit.text === '' && amount !== null)
      say('warning', unit.column, '', 'missing-unit-of-measure', { value: amount });
    else if (unit.text !== '' && !unitOfMeasure)
      say('warning', unit.column, unit.text, 'unknown-unit-of-measure', { value: unit.text });
    if (unitReaders.capacity) {
      draft.set('capacity', amount, capacity.column);
      draft.set('capacityText', capacity.text || null, capacity.column);
      draft.set('capacityUnit', unitOfMeasure?.id ?? (unit.text || null), unit.column);
    }

    const status = read(unitReaders, 'status');
    const statusId = status.text === '' || unknown(status.text) ? null : findStatus(status.text);
    if (statusId === null && status.text !== '' && !unknown(status.text)) {
      say('rejected', status.column, status.text, 'unknown-status', {
        value: status.text,
        accepted: statuses.map((entry) => `${entry.name.zh}/${entry.id}`).join('、'),
      });
    }
    if (unitReaders.status) draft.set('status', statusId, status.column);
    readDate(draft, unitReaders, 'commissioned');
    readDate(draft, unitReaders, 'retired');
    plain(draft, unitReaders, 'captive');
    plain(draft, unitReaders, 'technology');
    if (sheet.mapping.positionOf !== 'site') {
      plain(draft, unitReaders, 'owner');
      plain(draft, unitReaders, 'ownerGroup');
    }
    const code = read(readers, 'creditCode').text;
    // A unit number is told apart by its enterprise's code, however that is written.
    const ownKey = read(unitReaders, 'unitKey').text.replace(code, plainCreditCode(code));
    const key = ownKey === '' ? null : sheet.units.length > 0 ? `${ownKey}/${product.text}` : ownKey;
    return { ...draft.build(key), ...(sheet.units.length > 0 ? { part: product.text } : {}) };
  }

  /** A number within the plausible range; null = blank or said to be unknown. */
  function readAmount(cell: { text: string; column: number }): number | null {
    if (cell.text === '') return null;
    if (unknown(cell.text)) {
      say('warning', cell.column, cell.text, 'stated-unknown', { value: cell.text });
      return null;
    }
    const amount = parseNumber(cell.text);
    if (amount === null) {
      say('rejected', cell.column, cell.text, 'not-a-number', { value: cell.text });
      return null;
    }
    if (amount < capacityRange.min || amount > capacityRange.max) {
      say('rejected', cell.column, cell.text, 'out-of-range', { value: cell.text, ...capacityRange });
      return null;
    }
    return amount;
  }

  function readDate(draft: DraftBuilder, unitReaders: Readers, field: 'commissioned' | 'retired'): void {
    if (!unitReaders[field]) return;
    const { text, column } = read(unitReaders, field);
    const date = text === '' || unknown(text) ? null : parseDate(text);
    if (date === null && text !== '' && !unknown(text)) say('warning', column, text, 'bad-date', { value: text });
    draft.set(field, date, column);
  }

  function readPosition(): StatedPosition | null {
    const datum = read(readers, 'datum').text || null;
    let x = read(readers, 'longitude');
    let y = read(readers, 'latitude');
    const both = read(readers, 'coordinates');
    if (both.text !== '' && x.text === '' && y.text === '') {
      const [first = '', second = ''] = both.text.normalize('NFKC').split(/\s*[,;、]\s*|\s+/);
      const latitudeFirst = (sheet.mapping.coordinateOrder ?? 'lat-lon') === 'lat-lon';
      x = { text: latitudeFirst ? second : first, column: both.column };
      y = { text: latitudeFirst ? first : second, column: both.column };
    }
    const blank = (text: string): boolean => text === '' || unknown(text);
    if (blank(x.text) && blank(y.text)) return null;
    if (blank(x.text) || blank(y.text)) {
      say('warning', blank(x.text) ? x.column : y.column, '', 'half-coordinates');
      return null;
    }
    const stated = { longitude: x.text, latitude: y.text };
    const [xNumber, yNumber] = [parseNumber(x.text), parseNumber(y.text)];
    if (xNumber === null || yNumber === null) {
      const bad = xNumber === null ? x : y;
      say('warning', bad.column, bad.text, 'impossible-coordinates', stated);
      return { x: Number.NaN, y: Number.NaN, xColumn: x.column, yColumn: y.column, stated, datum };
    }
    return { x: xNumber, y: yNumber, xColumn: x.column, yColumn: y.column, stated, datum };
  }

  function readOutputs(): Draft[] {
    const { outputs } = sheet.mapping;
    if (!outputs) return [];
    const product = read(readers, 'product');
    if (product.text === '') {
      say('rejected', product.column, '', 'missing-key', { column: '' });
      return [];
    }
    const productId = findProduct(product.text)?.id ?? product.text;
    return sheet.years.map(({ year, column }) => {
      const draft = new DraftBuilder();
      const text = (row.cells[column] ?? '').trim();
      draft.set('product', productId, product.column);
      draft.set('year', year, column);
      // "unknown" is what most years of the tracker say; the text is kept beside the empty value instead of a warning.
      const quiet = text === '' || unknown(text);
      draft.set('value', quiet ? null : readAmount({ text, column }), column);
      draft.set('valueText', text || null, column);
      draft.set('valueUnit', outputs.unit, CONSTANT);
      return draft.build(`${productId}/${year}`);
    });
  }
}
