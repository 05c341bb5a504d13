// What the registry takes from the ledger: which enterprise is meant, where it stands and in which industry it is.
import { placePosition } from '../../geodata/geometry/placement.ts';
import type { Wgs84 } from '../../geodata/geometry/positions.ts';
import { creditCodeFault, plainCreditCode } from '../imports/credit-code-rules.ts';
import { LedgerReader } from '../ledger/ledger-reader.ts';
import { placeOfEnterprise, type SliceEnterprise } from '../ledger/slice.ts';
import type { Workspace } from '../workspace/workspace.ts';

export interface LedgerEnterprise {
  readonly id: string;
  readonly city: number | null;
  /** null = none, or more than one. */
  readonly industry: string | null;
}

export interface LedgerPlaces {
  /** By id, credit code or name; `ambiguous` where a name is that of several. */
  find(text: string): LedgerEnterprise | 'ambiguous' | null;
  /** By id, or by name within an enterprise. */
  unit(enterprise: string | null, text: string): string | null;
  /** Division code of the city at a position; null = outside the province. */
  cityAt(position: Wgs84): number | null;
  /** Id that an enterprise of no list is registered under, so that the ledger is at one with it once it has it. */
  idOf(text: string): string;
}

export async function readLedgerPlaces(workspace: Workspace, now: () => number): Promise<LedgerPlaces> {
  const { enterprises, units } = await new LedgerReader(workspace.db, now).slice({});
  const byCode = new Map<string, SliceEnterprise>();
  const byName = new Map<string, SliceEnterprise | 'ambiguous'>();
  for (const enterprise of enterprises.values()) {
    const { creditCode, nameEn } = enterprise.version.values;
    if (typeof creditCode === 'string') byCode.set(creditCode, enterprise);
    for (const name of new Set([enterprise.name, String(nameEn ?? '')].map(nameKey)))
      if (name !== '') byName.set(name, byName.has(name) ? 'ambiguous' : enterprise);
  }
  const unitIds = new Set(units.map(({ id }) => id));
  return {
    find(text) {
      const found = enterprises.get(text) ?? byCode.get(plainCreditCode(text)) ?? byName.get(nameKey(text)) ?? null;
      return found === null || found === 'ambiguous' ? found : ledgerEnterprise(found);
    },
    unit(enterprise, text) {
      if (unitIds.has(text)) return text;
      const own = (enterprise === null ? undefined : enterprises.get(enterprise))?.units ?? [];
      const named = own.filter(({ version }) => nameKey(String(version.values.name ?? '')) === nameKey(text));
      return named.length === 1 ? (named[0]?.id ?? null) : null;
    },
    cityAt: (position) => placePosition(workspace.boundaries.index, position).cityCode,
    idOf: (text) => (creditCodeFault(plainCreditCode(text)) === null ? `uscc/${plainCreditCode(text)}` : text),
  };
}

const nameKey = (name: string): string => name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();

function ledgerEnterprise(enterprise: SliceEnterprise): LedgerEnterprise {
  const industries = new Set(enterprise.units.flatMap(({ industry }) => industry ?? []));
  const [industry = null] = industries.size === 1 ? industries : [];
  return { id: enterprise.id, city: placeOfEnterprise(enterprise).cityCode, industry };
}
