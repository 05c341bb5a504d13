// A key for answers that grow old by themselves: another one every ten seconds while the core is there.
import { askEveryMs } from '../../state/monitoring-age.ts';
import { useMonitoring } from '../../state/monitoring-store.ts';

/** null before the core has said anything: nothing is to be asked yet. */
export function useAskAgain(what: string): string | null {
  return useMonitoring(({ agreedAt }) => (agreedAt === null ? null : `${what} ${Math.floor(agreedAt / askEveryMs)}`));
}
