// What can be found on the atlas desk, by the names that people have for it. Pure.
import type { About, Document, Region } from '../../contract/about.ts';
import type { RecordName } from '../../contract/ledger.ts';
import { Alphabet } from './alphabet.ts';
import { type Readings, withPlaces } from './readings.ts';
import { type SearchEntry, SearchIndex, type TextRole } from './search-index.ts';
import { SpelledTexts } from './spelled-texts.ts';

/** Of equally good matches, those of the first kind come first. */
export const foundKinds = ['place', 'industry', 'enterprise', 'document', 'unit', 'command'] as const;
export type FoundKind = (typeof foundKinds)[number];
export type FoundEntry = SearchEntry<FoundKind>;

type Text = FoundEntry['texts'][number];

function entryOf(
  kind: FoundKind,
  id: string,
  name: string,
  others: Readonly<Partial<Record<TextRole, readonly (string | null | undefined)[]>>>,
): FoundEntry {
  const texts: Text[] = [{ text: name, role: 'name' }];
  for (const role of ['alias', 'code', 'related'] as const)
    for (const text of others[role] ?? [])
      if (text && !texts.some((each) => each.text === text)) texts.push({ text, role });
  return { kind, id, texts };
}

const placeEntry = ({ code, name, shortName, nameEn }: Region): FoundEntry =>
  entryOf('place', String(code), name, { alias: [shortName, nameEn], code: [String(code)] });

const documentEntry = ({ id, title, number }: Document): FoundEntry =>
  entryOf('document', id, title.zh, { alias: [title.en], code: [number] });

/** Places, industries and documents: few, and known as soon as the workspace is. */
export function* aboutEntries(about: About): Generator<FoundEntry> {
  yield* about.cities.map(placeEntry);
  yield* about.counties.map(placeEntry);
  for (const { id, name } of about.industries)
    yield entryOf('industry', id, name.zh, { alias: [`${name.zh}行业`, name.en] });
  yield* about.documents.map(documentEntry);
}

/** Enterprises and units; a unit is called by its enterprise's name and its own. */
export function* recordEntries(names: readonly RecordName[]): Generator<FoundEntry> {
  const enterprises = new Map(names.filter(({ kind }) => kind === 'enterprise').map((record) => [record.id, record]));
  for (const { kind, id, enterpriseId, name, nameEn, otherNames, creditCode, owner } of names) {
    const enterprise = enterprises.get(enterpriseId);
    const alias = [nameEn, ...otherNames];
    if (kind === 'enterprise') yield entryOf(kind, id, name, { alias, code: [creditCode, id], related: [owner] });
    else
      yield {
        ...entryOf(kind, id, enterprise === undefined ? name : `${enterprise.name} ${name}`, { alias, code: [id] }),
        within: enterpriseId,
      };
  }
}

/** Letters and readings as the province has them; one alphabet serves all indexes of a workspace. */
export function alphabetOf({ cities, counties }: Pick<About, 'cities' | 'counties'>, readings: Readings): Alphabet {
  return new Alphabet(withPlaces(readings, [...cities, ...counties]));
}

/** An empty index that knows what the province's places are called. */
export function ledgerIndex(about: About, alphabet: Alphabet): SearchIndex<FoundKind> {
  const province = about.profile.name.zh;
  const places = [province, province.replace(/(省|市|.族自治区|自治区)$/u, '')];
  for (const { name, shortName } of [...about.cities, ...about.counties]) places.push(name, shortName);
  return new SearchIndex<FoundKind>(new SpelledTexts(alphabet, places), foundKinds, ['unit']);
}
