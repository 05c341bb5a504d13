// What sends nothing now, asked for again as the core agrees; undefined while nobody wants to know.
import type { SilentItem, SilentList } from '../../contract/duty.ts';
import { useAskAgain } from '../desks/monitoring/use-ask-again.ts';
import { useAnswer } from './use-answer.ts';

export function useSilentList(wanted: boolean): SilentList | null {
  const key = useAskAgain('silent');
  return useAnswer(wanted ? key : null, (backend, signal) => backend.duty.silent(undefined, { signal })).value;
}

export function useSilent(wanted: boolean): readonly SilentItem[] | undefined {
  return useSilentList(wanted)?.items;
}
