// A made-up enterprise for tests; each test states only what it is about.
import type { EnterpriseSummary } from '../../contract/ledger.ts';

export function sampleEnterprise(given: Partial<EnterpriseSummary> & { id: string }): EnterpriseSummary {
  return {
    dataset: 'test',
    name: `企业${given.id}`,
    nameEn: null,
    position: [118, 36],
    place: 'inside',
    cityCode: 370100,
    countyCode: 370102,
    industries: ['steel'],
    statuses: ['operating'],
    owner: null,
    ownerGroup: null,
    flags: [],
    ...given,
  };
}
