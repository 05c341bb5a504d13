// What the cameras of an alarm's enterprise showed when it was raised, and what they show when asked now.
import { useState } from 'react';
import type { Alarm } from '../../../contract/alarms.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { Stills, TakeStill } from '../monitoring/stills.tsx';

export function AlarmStills({ alarm }: { readonly alarm: Pick<Alarm, 'id' | 'enterprise'> }) {
  const { camera: words } = useWords().monitoring;
  const [taken, setTaken] = useState(0);
  const { value } = useAnswer(JSON.stringify([alarm.id, taken]), async (backend, signal) => {
    const [cameras, stills] = await Promise.all([
      backend.cameras.list(undefined, { signal }),
      backend.cameras.stills({ alarm: alarm.id }, { signal }),
    ]);
    return { cameras, stills };
  });
  const own = value?.cameras.filter(({ enterprise }) => enterprise !== null && enterprise === alarm.enterprise) ?? [];
  const stills = value?.stills ?? [];
  // Most sites have no camera: their alarms need not say so.
  if (own.length + stills.length === 0) return null;
  return (
    <section aria-label={words.stills} data-testid="alarm-stills">
      <h3>{words.stills}</h3>
      <Stills stills={stills} nameOf={(id) => value?.cameras.find((camera) => camera.id === id)?.name ?? id} />
      <div className="alarm-actions">
        {own.map(({ id, name }) => (
          <TakeStill
            key={id}
            camera={id}
            alarm={alarm.id}
            label={`${words.snapshot} · ${name}`}
            onTaken={() => setTaken((count) => count + 1)}
          />
        ))}
      </div>
    </section>
  );
}
