// What a person may correct, and what else follows from the corrected value. No IO.

import type { Value } from '../../contract/ledger.ts';
import { findIndustry } from '../../policy/industries.ts';
import { findProduct } from '../../policy/products.ts';
import { findStatus } from '../../policy/statuses.ts';
import { findUnitOfMeasure } from '../../policy/units-of-measure.ts';
import { AppError } from '../app-error.ts';
import { attributes, derivedAttributes, parseFlags, type RecordKind } from '../db/records.ts';
import { capacityRange, isUnknownWord, parseDate, parseNumber } from '../imports/cell-rules.ts';
import { creditCodeFault, plainCreditCode } from '../imports/credit-code-rules.ts';
import { RowPlacer, unplaced } from '../imports/place-row.ts';
import type { Boundaries } from '../places/boundaries.ts';

type Corrected = Record<string, Value>;

/**
 * Stated attributes one by one; `position` ("longitude, latitude" in WGS84 degrees) for both halves at once; and
 * `countyCode` for a record at sea, by which a person accepts or refuses the county that is offered.
 */
export function correctableAttributes(kind: RecordKind): string[] {
  const stated = attributes(kind)
    .map(([attribute]) => attribute)
    .filter((attribute) => !derivedAttributes.has(attribute));
  return kind === 'unit' || kind === 'site' ? [...stated, 'position', 'countyCode'] : stated;
}

const refuse = (zh: string, en: string): never => {
  throw new AppError('value-refused', { zh, en });
};

/** The attributes that change, with their new values. Throws AppError `value-refused`. */
export function correctedValues(
  kind: RecordKind,
  attribute: string,
  value: Value,
  previous: Readonly<Record<string, Value>>,
  boundaries: Boundaries,
): Corrected {
  const said = value === null ? '' : String(value).trim();
  // The words by which ledgers say "not known" mean it here too.
  const text = isUnknownWord(said) ? '' : said;
  switch (attribute) {
    case 'position':
      return positionValues(text, previous, boundaries);
    // One half of a position keeps the other.
    case 'longitude':
      return positionValues(text && `${text}, ${previous.latitude ?? ''}`, previous, boundaries);
    case 'latitude':
      return positionValues(text && `${previous.longitude ?? ''}, ${text}`, previous, boundaries);
    case 'countyCode':
      return countyValues(text, previous, boundaries);
    case 'capacity': {
      const amount = text === '' ? null : parseNumber(text);
      if (text !== '' && amount === null) refuse(`“${text}”不是数字。`, `"${text}" is not a number.`);
      if (amount !== null && (amount < capacityRange.min || amount > capacityRange.max))
        refuse(`${text} 超出合理范围。`, `${text} is outside the plausible range.`);
      const flags = parseFlags(previous.flags).filter((flag) => flag !== 'blankCapacity');
      return {
        capacity: amount,
        capacityText: text || null,
        flags: [...flags, ...(amount === null ? ['blankCapacity'] : [])].sort().join(' '),
      };
    }
    case 'capacityUnit':
      return {
        capacityUnit:
          text === ''
            ? null
            : (findUnitOfMeasure(text)?.id ??
              refuse(`产能单位“${text}”无法识别。`, `The unit "${text}" is not known.`)),
      };
    case 'status':
      return {
        status:
          text === ''
            ? null
            : (findStatus(text) ?? refuse(`状态“${text}”不在认可的状态之内。`, `"${text}" is not a known status.`)),
      };
    case 'industry':
      return {
        industry:
          text === ''
            ? null
            : (findIndustry(text) ??
              refuse(`行业“${text}”不在目录中。`, `The industry "${text}" is not in the catalogue.`)),
      };
    case 'product':
      return { product: text === '' ? null : (findProduct(text)?.id ?? text) };
    case 'commissioned':
    case 'retired':
      return {
        [attribute]:
          text === ''
            ? null
            : (parseDate(text) ?? refuse(`“${text}”不是日期或年份。`, `"${text}" is neither a date nor a year.`)),
      };
    case 'creditCode': {
      const code = plainCreditCode(text);
      if (code !== '' && creditCodeFault(code) !== null)
        refuse(`统一社会信用代码“${text}”校验不通过。`, `The unified social credit code "${text}" does not check.`);
      return { creditCode: code || null };
    }
    default:
      if (attribute === 'name' && kind === 'enterprise' && text === '')
        refuse('企业名称不能为空。', 'The enterprise must have a name.');
      return { [attribute]: text || null };
  }
}

function positionValues(text: string, previous: Readonly<Record<string, Value>>, boundaries: Boundaries): Corrected {
  if (text === '')
    return { ...unplaced, flags: parseFlags(previous.flags).includes('blankCapacity') ? 'blankCapacity' : '' };
  const [x, y] = text.split(/\s*[,，]\s*|\s+/).map((part) => parseNumber(part));
  if (x === null || y === null || x === undefined || y === undefined) {
    return refuse(
      '请写成“经度, 纬度”，如 117.12, 36.65（WGS84/CGCS2000）。',
      'Write "longitude, latitude", such as 117.12, 36.65 (WGS84/CGCS2000).',
    );
  }
  const declared = {
    province: previous.province as string | null,
    city: previous.city as string | null,
    county: previous.county as string | null,
  };
  const stated = { longitude: String(x), latitude: String(y) };
  const position = { x, y, xColumn: 0, yColumn: 1, stated, datum: null };
  const place = new RowPlacer(boundaries, 'wgs84').place(position, declared);
  if (place.values.place === 'unplaced')
    refuse(`经度 ${x}、纬度 ${y} 不可能存在。`, `Longitude ${x}, latitude ${y} cannot exist.`);
  // What a person looked up is no longer approximate.
  const flags = new Set<string>(place.doubts.map((doubt) => doubt.flag));
  if (parseFlags(previous.flags).includes('blankCapacity')) flags.add('blankCapacity');
  return { ...place.values, flags: [...flags].sort().join(' ') };
}

function countyValues(text: string, previous: Readonly<Record<string, Value>>, boundaries: Boundaries): Corrected {
  if (previous.place !== 'offshore')
    refuse(
      '只有近岸的记录可以人工指定县（市、区）；其他记录请更正坐标。',
      'Only a record at sea can be assigned a county by hand; correct the coordinates of others.',
    );
  if (text === '') return { cityCode: null, countyCode: null };
  const county = boundaries.counties.find((each) => String(each.code) === text);
  if (!county) return refuse(`${text} 不是本省县（市、区）的代码。`, `${text} is no county of this province.`);
  const city = boundaries.cities.find((each) => each.code === county.parent || each.code === county.code);
  return { cityCode: city?.code ?? null, countyCode: county.code };
}
