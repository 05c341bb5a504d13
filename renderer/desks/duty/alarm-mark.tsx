// The sign of an alarm: a colour and a shape, flashing while the most urgent waits to be acknowledged, with its name for those who see neither.
import { useMemo } from 'react';
import type { Alarm } from '../../../contract/alarms.ts';
import { useWords } from '../../i18n/use-words.ts';
import { lookOf, markOfAlarm, type Signed } from '../../map/layers/alarm-signs.ts';
import { useCore } from '../../state/core-store.ts';
import { MarkIcon } from '../atlas/mark-icon.tsx';

export function useGapRules(): ReadonlySet<string> {
  const rules = useCore((core) => core.about?.gapRules);
  return useMemo(() => new Set(rules ?? []), [rules]);
}

export function AlarmMark({ alarm }: { readonly alarm: Signed & Pick<Alarm, 'state'> }) {
  const { alarm: words } = useWords();
  const gapRules = useGapRules();
  const { priority, state } = alarm;
  const flashes = priority === 'P1' && state === 'new' && lookOf(alarm, gapRules) === 'P1';
  return (
    <span className={`alarm-mark ${state === 'new' ? 'fresh' : 'steady'}${flashes ? ' flashes' : ''}`}>
      <MarkIcon mark={markOfAlarm(alarm, gapRules)} />
      <span title={words.priority[priority]}>{priority}</span>
    </span>
  );
}
