// The core as this page calls it: the contract's calls over whichever wire is open.
import { type ClientLink, createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../contract/calls.ts';

export type Backend = ContractRouterClient<Contract>;

export function createBackend(link: ClientLink<Record<never, never>>): Backend {
  return createORPCClient<Backend>(link);
}
