// Where a record stands, as named lines.
import type { EnterprisePage } from '../../../contract/ledger.ts';
import type { Names } from '../../i18n/use-words.ts';
import type { Words } from '../../i18n/zh.ts';

export type Placement = Pick<
  EnterprisePage['sites'][number]['placement'],
  'place' | 'cityCode' | 'countyCode' | 'position'
>;

/** "省内 · 临沂市 · 费县" and its coordinates. */
export function placementEntries(placement: Placement, words: Words, names: Names): [string, string][] {
  const { place, cityCode, countyCode, position } = placement;
  const regions = [cityCode, countyCode].flatMap((code) => (code === null ? [] : [names.region(code)]));
  return [
    [words.enterprise.position, [words.place[place], ...regions].join(' · ')],
    ...(position === null ? [] : [[words.enterprise.coordinates, position.join(', ')] as [string, string]]),
  ];
}
