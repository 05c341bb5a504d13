// List, map and evidence over one selection: all three in this window, or one of them where others show the rest.
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { evidenceHeadingId } from '../../commands/duty-commands.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { selectAlarm, showList } from '../../state/duty-desk.ts';
import { type ListedAlarm, listedAlarms } from '../../state/duty-list.ts';
import { useOfficer } from '../../state/duty-officer.ts';
import { holdsWords } from '../../state/monitoring-rows.ts';
import { useSilent } from '../../state/use-silent.ts';
import { useView } from '../../state/view-store.ts';
import type { Look } from '../../theme/use-look.ts';
import { useNow } from '../../ui/use-now.ts';
import { useLayers } from '../atlas/use-layers.ts';
import { AlarmList, usePlaceText } from './alarm-list.tsx';
import { DutyMap } from './duty-map.tsx';
import { DutyQuestions } from './duty-questions.tsx';
import { EvidencePanel } from './evidence-panel.tsx';
import { PaneHead } from './pane-head.tsx';

const nobody: readonly [] = [];
const minuteMs = 60_000;

export function Watch(props: {
  readonly alarms: readonly ListedAlarm[];
  readonly look: Look;
  readonly loading: boolean;
  /** Alarms of a past time: nothing can be done about them. Left out = the present. */
  readonly at?: number | undefined;
}) {
  const { alarms, look, loading, at } = props;
  const words = useWords();
  const { duty, language, page } = useView();
  const about = useCore((core) => core.about);
  const actor = useOfficer(({ name }) => name);
  const text = useDeferredValue(duty.text);
  const placeOf = usePlaceText();
  const minute = useNow(minuteMs);
  const staleMs = about?.alarmTimes?.staleMs;
  const now = at ?? minute;
  const { choice, kind, pane } = duty;
  const listed = useMemo(
    () =>
      listedAlarms(
        alarms,
        { choice, kind },
        {
          now,
          actor,
          staleMs,
          passes: (alarm) =>
            text === '' ||
            holdsWords(
              [
                alarm.sentence[language],
                alarm.subjectName,
                alarm.rule,
                alarm.owner,
                alarm.subject.id,
                placeOf(alarm),
                String(alarm.id),
              ],
              text,
            ),
        },
      ),
    [alarms, choice, kind, now, actor, staleMs, text, language, placeOf],
  );
  const past = at !== undefined;
  useEffect(() => showList({ all: alarms, listed, past }), [alarms, listed, past]);

  const silent = useSilent(duty.silent && !past);
  const settings = useMemo(
    () => [
      { id: 'silent', shown: duty.silent && !past, opacity: 1, options: {} },
      { id: 'alarms', shown: true, opacity: 1, options: {} },
    ],
    [duty.silent, past],
  );
  const more = useMemo(() => ({ alarms: listed, silent, settings }), [listed, silent, settings]);
  const layers = useLayers(about, nobody, look, undefined, more);

  // The list is there first; the map takes its time.
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setTimeout(() => setSettled(true)));
    return () => cancelAnimationFrame(frame);
  }, []);

  const id = page?.kind === 'alarm' ? page.id : null;
  const selected = useMemo(() => alarms.find((alarm) => alarm.id === id) ?? null, [alarms, id]);
  const open = useCallback((alarm: number) => {
    selectAlarm(alarm);
    document.getElementById(evidenceHeadingId)?.focus();
  }, []);
  return (
    <div className="watch" data-pane={pane ?? 'all'}>
      {(pane === null || pane === 'list') && (
        <div className="watch-pane watch-list">
          <PaneHead pane="list" at={at} />
          <AlarmList all={alarms} listed={listed} look={look} onOpen={open} at={at} loading={loading} />
        </div>
      )}
      {(pane === null || pane === 'map') && (
        <div className="watch-pane watch-map">
          <PaneHead pane="map" at={at} />
          {about === null || !settled ? (
            <p className="waiting">{words.connection.connecting}</p>
          ) : (
            <DutyMap about={about} listed={listed} layers={layers} look={look} />
          )}
        </div>
      )}
      {(pane === null || pane === 'evidence') && (
        <div className="watch-pane watch-evidence">
          <PaneHead pane="evidence" at={at} />
          <EvidencePanel listed={selected} id={id} look={look} at={at} />
        </div>
      )}
      {!past && <DutyQuestions selected={selected} />}
    </div>
  );
}
