// What a person states when adopting an address of the quarantine, and what is still missing of it. Pure.
import type { Adoption, QuarantineEntry } from '../../../contract/monitoring.ts';

type Kind = NonNullable<Adoption['channel']>['kind'];

export interface AdoptionDraft {
  readonly deviceName: string;
  readonly enterprise: string | null;
  readonly id: string;
  readonly name: string;
  readonly quantity: string;
  readonly kind: Kind;
  readonly unitOfMeasure: string;
  /** null = irregular. */
  readonly intervalMs: number | null;
  readonly actor: string;
}

export type DraftProblem = 'needId' | 'needName' | 'needQuantity' | 'needUnit' | 'needActor';

/** HJ 212 calls a channel by its factor alone: `2011/w01018-Rtd` is one of its series. */
export function channelAddress({ protocol, address }: Pick<QuarantineEntry, 'protocol' | 'address'>): string {
  return protocol === 'hj212' ? address.replace(/^\d+\//, '').replace(/-[^-]*$/, '') : address;
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^-+|-+$/g, '');

/** Only what the entry itself says; what it doesn't is the person's to state. */
export function draftFor(entry: QuarantineEntry, actor: string): AdoptionDraft {
  const address = channelAddress(entry);
  return {
    deviceName: '',
    enterprise: null,
    id: [plain(entry.device), plain(address)].filter((part) => part !== '').join('-'),
    name: address,
    quantity: '',
    kind: 'level',
    unitOfMeasure: '',
    intervalMs: null,
    actor,
  };
}

export function problemOf(draft: AdoptionDraft): DraftProblem | null {
  if (draft.id.trim() === '') return 'needId';
  if (draft.name.trim() === '') return 'needName';
  if (draft.quantity.trim() === '') return 'needQuantity';
  if (draft.unitOfMeasure.trim() === '') return 'needUnit';
  return draft.actor.trim() === '' ? 'needActor' : null;
}

export function adoptionOf(entry: QuarantineEntry, draft: AdoptionDraft): Adoption {
  const deviceName = draft.deviceName.trim();
  return {
    device: entry.device,
    address: entry.address,
    ...(entry.unknown === 'device' && deviceName !== '' ? { deviceName } : {}),
    enterprise: draft.enterprise,
    channel: {
      id: draft.id.trim(),
      name: draft.name.trim(),
      quantity: draft.quantity.trim(),
      kind: draft.kind,
      unitOfMeasure: draft.unitOfMeasure.trim(),
      intervalMs: draft.intervalMs,
    },
    actor: draft.actor.trim(),
  };
}
