// The catalogue of “两高” industries as the provincial documents name them, and how a ledger's wording finds its entry.
import catalogue from './industries.json' with { type: 'json' };

export interface Industry {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  /** Whether the entry was compared with the catalogue's original table. */
  readonly verified: boolean;
  readonly source: string;
}

/** English names are ours, for display only; the documents give none. */
const englishNames: Record<string, string> = {
  refining: 'Oil refining',
  coking: 'Coking',
  coal_liquid: 'Coal-based liquid fuels',
  basic_chem: 'Basic chemicals',
  fertilizer: 'Fertilisers',
  tyre: 'Tyres',
  cement: 'Cement',
  lime: 'Lime',
  bitumen_waterproof: 'Bituminous waterproofing',
  flat_glass: 'Flat glass',
  ceramics: 'Ceramics',
  steel: 'Iron and steel',
  foundry_iron: 'Foundry pig iron',
  ferroalloy: 'Ferroalloys',
  nonferrous: 'Non-ferrous metals',
  coal_power: 'Coal power',
};

export const industries: readonly Industry[] = catalogue.industries.map((entry) => ({
  id: entry.id,
  name: { zh: entry.name, en: englishNames[entry.id] ?? entry.id },
  verified: entry.verified,
  source: entry.source,
}));

/** Names of the 2021 list that the 2022 list merged or renamed; the merging itself is unverified in the source. */
const formerNames: Readonly<Record<string, string>> = {
  电解铝: 'nonferrous',
  建筑陶瓷: 'ceramics',
  甲醇: 'coal_liquid',
  氮肥: 'fertilizer',
  醋酸: 'basic_chem',
  氯碱: 'basic_chem',
  电石: 'basic_chem',
};

const byWord = new Map<string, string>(Object.entries(formerNames));
for (const industry of industries) {
  for (const word of [
    industry.id,
    industry.id.replaceAll('_', '-'),
    industry.name.zh,
    `${industry.name.zh}行业`,
    industry.name.en,
  ]) {
    byWord.set(word.toLowerCase(), industry.id);
  }
}

/** Industry id for a ledger's wording (id, Chinese or English name, or a name of the 2021 list); null = not in the catalogue. */
export function findIndustry(text: string): string | null {
  return byWord.get(text.trim().toLowerCase()) ?? null;
}
