// The state of an alarm in words, with the flags that stand beside it.
import type { Alarm } from '../../../contract/alarms.ts';
import { numberText } from '../../format/quantity-text.ts';
import { wallClockMinutes } from '../../format/zoned-time.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useView } from '../../state/view-store.ts';

export function AlarmStateText({ alarm }: { readonly alarm: Alarm }) {
  const { alarm: words } = useWords();
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const { state, shelved, outOfService, returnedUnacknowledged, clearedAt, withdrawn, chattering, raises } = alarm;
  const language = useView((view) => view.language);
  const flags = [
    ...(withdrawn ? [words.withdrawn] : []),
    ...(chattering ? [words.chattering(numberText(raises, language))] : []),
    ...(returnedUnacknowledged ? [words.returned] : clearedAt !== null && state !== 'closed' ? [words.cleared] : []),
    ...(shelved === null ? [] : [words.shelved(wallClockMinutes(shelved.until, timeZone))]),
    ...(outOfService === null
      ? []
      : [
          outOfService.until === null
            ? words.outOfServiceOpen
            : words.outOfService(wallClockMinutes(outOfService.until, timeZone)),
        ]),
  ];
  // “Gone, unacknowledged” says that it is new.
  const text = [...(returnedUnacknowledged && state === 'new' ? [] : [words.state[state]]), ...flags].join(' · ');
  return <span title={text}>{text}</span>;
}
