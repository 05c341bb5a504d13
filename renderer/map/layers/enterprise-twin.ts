// The table of a layer whose marks are enterprises: who and where in every such layer alike, and what the layer adds. Pure.
import type { EnterpriseSummary } from '../../../contract/ledger.ts';
import { en } from '../../i18n/en.ts';
import { zh } from '../../i18n/zh.ts';
import type { LayerInput, TableTwin, TwinCell, TwinColumn } from './layer-definition.ts';

interface Labelled {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
}

/** Names of catalogue entries joined; an id that the catalogue does not know stands for itself. */
export function labelsText(ids: readonly string[], entries: readonly Labelled[], { language }: LayerInput): string {
  return ids
    .map((id) => entries.find((entry) => entry.id === id)?.name[language] ?? id)
    .join(language === 'zh' ? '、' : ', ');
}

/** The words that layers share with the rest of the screen: places and flags. */
export const sharedWords = ({ language }: Pick<LayerInput, 'language'>) => (language === 'zh' ? zh : en);

export interface AddedColumns {
  readonly columns: readonly TwinColumn[];
  cellsOf(enterprise: EnterpriseSummary): Readonly<Record<string, TwinCell>>;
}

/** One row for each enterprise, in the order given; those that stand on the map have a position. */
export function enterpriseTwin(
  enterprises: readonly EnterpriseSummary[],
  added: AddedColumns,
  input: LayerInput,
): TableTwin {
  const words =
    input.language === 'zh'
      ? { name: '企业', city: '市', county: '县（市、区）', place: '位置' }
      : { name: 'Enterprise', city: 'City', county: 'County', place: 'Place' };
  const { cities, counties } = input.about;
  const regionNames = new Map(
    [...cities, ...counties].map(({ code, name, nameEn }) => [code, input.language === 'zh' ? name : nameEn]),
  );
  const regionName = (code: number | null) => (code === null ? null : (regionNames.get(code) ?? null));
  return {
    columns: [
      { key: 'name', title: words.name },
      ...added.columns,
      { key: 'city', title: words.city },
      { key: 'county', title: words.county },
      { key: 'place', title: words.place },
    ],
    rows: enterprises.map((enterprise) => ({
      key: enterprise.id,
      cells: {
        name: input.language === 'en' ? (enterprise.nameEn ?? enterprise.name) : enterprise.name,
        ...added.cellsOf(enterprise),
        city: regionName(enterprise.cityCode),
        county: regionName(enterprise.countyCode),
        place: sharedWords(input).place[enterprise.place],
      },
      opens: { kind: 'enterprise', id: enterprise.id },
      ...(enterprise.position === null ? {} : { position: enterprise.position }),
    })),
  };
}
