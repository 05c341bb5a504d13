// How alarms were handled in a period, in the figures of ISA-18.2.
import { Button } from 'antd';
import { useState } from 'react';
import { type AlarmKpis, alarmPriorities } from '../../../contract/alarms.ts';
import { numberText, shareText } from '../../format/quantity-text.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { dayMs } from '../../state/monitoring-span.ts';
import { type LastSpan, lastSpans } from '../../state/monitoring-view.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { useNow } from '../../ui/use-now.ts';
import { durationText } from '../monitoring/duration-text.ts';
import { InstantField } from './instant-field.tsx';

const lengths = Object.keys(lastSpans) as LastSpan[];

/** Ends with the present minute. */
function usePeriod(length: LastSpan): { from: number; to: number } {
  const to = Math.ceil(useNow(60_000) / 60_000) * 60_000;
  return { from: to - lastSpans[length] * dayMs, to };
}

export function HandlingPage() {
  const words = useWords();
  const { kpi } = words.alarm;
  const language = useView((view) => view.language);
  const connected = useCore((core) => core.backend !== null);
  const [length, setLength] = useState<LastSpan | null>('24h');
  const last = usePeriod(length ?? '24h');
  const [own, setOwn] = useState(last);
  const { from, to } = length === null ? own : last;
  const setEnd = (end: 'from' | 'to', instant: number): void => {
    const next = { from, to, [end]: instant };
    if (next.from >= next.to) return;
    setOwn(next);
    setLength(null);
  };
  const { value, error, pending } = useAnswer(JSON.stringify([from, to]), (backend, signal) =>
    backend.alarms.kpis({ from, to }, { signal }),
  );
  return (
    <section className="handling-page" aria-label={kpi.title} aria-busy={pending}>
      <div className="list-toolbar">
        <fieldset aria-label={kpi.period}>
          {lengths.map((each) => (
            <Button
              key={each}
              size="small"
              type={length === each ? 'primary' : 'default'}
              aria-pressed={length === each}
              onClick={() => setLength(each)}
            >
              {words.monitoring.span[each]}
            </Button>
          ))}
        </fieldset>
        {(['from', 'to'] as const).map((end) => (
          <InstantField
            key={end}
            label={words.dutyPage.kpi[end]}
            value={end === 'from' ? from : to}
            onChange={(instant) => setEnd(end, instant)}
          />
        ))}
        <span className="muted small">{kpi.basis}</span>
      </div>
      <ProblemLine text={error === null ? null : errorText(error, language, words, connected)} />
      {value === null ? (
        error === null && <p className="muted">{words.monitoring.empty.loading}</p>
      ) : (
        <Kpis kpis={value} />
      )}
    </section>
  );
}

function Kpis({ kpis }: { readonly kpis: AlarmKpis }) {
  const words = useWords();
  const { kpi } = words.alarm;
  const language = useView((view) => view.language);
  const number = (value: number, digits = 1): string => numberText(value, language, digits);
  const share = (value: number | null): string => (value === null ? kpi.nothing : shareText(value, language));
  const duration = (ms: number | null): string => (ms === null ? kpi.nothing : durationText(ms, words, language));
  const spread = ({ p95 }: { p95: number | null }): string[] => (p95 === null ? [] : [kpi.p95(duration(p95))]);
  const { acknowledgeMs, verifyMs, closeMs, perTenMinutes } = kpis;
  const cards: readonly (readonly [name: string, value: string, more: readonly string[]])[] = [
    [
      kpi.raised,
      number(kpis.raised),
      [
        alarmPriorities.map((each) => `${each} ${number(kpis.priorities[each] ?? 0)}`).join(' · '),
        kpi.folded(number(kpis.folded)),
      ],
    ],
    [kpi.perTen, number(perTenMinutes.average, 2), [kpi.max(number(perTenMinutes.max))]],
    [kpi.floodShare, share(kpis.floodShare), []],
    [kpi.acknowledge, duration(acknowledgeMs.median), spread(acknowledgeMs)],
    [
      kpi.verify,
      duration(verifyMs.median),
      [...spread(verifyMs), ...(verifyMs.inTime === null ? [] : [kpi.inTime(share(verifyMs.inTime))])],
    ],
    [kpi.close, duration(closeMs.median), spread(closeMs)],
    [kpi.handled, share(kpis.handledRate), []],
    [kpi.falseRate, share(kpis.falseAlarmRate), []],
    [kpi.perHundred, kpis.perHundredChannelsADay === null ? kpi.nothing : number(kpis.perHundredChannelsADay, 2), []],
    [kpi.chattering, number(kpis.chattering), [kpi.chatteringHint]],
    [kpi.stale, number(kpis.stale), [kpi.staleHint]],
    [
      kpi.shelved,
      number(kpis.shelved),
      [
        ...(kpis.shelfMs.median === null ? [] : [kpi.shelfLength(duration(kpis.shelfMs.median))]),
        `${kpi.suppressed} ${number(kpis.suppressed)}`,
      ],
    ],
    [kpi.gapShare, share(kpis.gapShare), []],
  ];
  return (
    <div className="handling-body">
      <dl className="kpi-grid">
        {cards.map(([name, value, more]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <strong>{value}</strong>
              {more.map((line) => (
                <span key={line} className="muted small">
                  {line}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <h3>{kpi.top}</h3>
      {kpis.topSources.length === 0 ? (
        <p className="muted">{kpi.topNone}</p>
      ) : (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{kpi.source}</th>
              <th scope="col" className="number">
                {kpi.alarms}
              </th>
              <th scope="col" className="number">
                {kpi.share}
              </th>
            </tr>
          </thead>
          <tbody>
            {kpis.topSources.map(({ subject, name, alarms, share: part }) => (
              <tr key={`${subject.kind} ${subject.id}`}>
                <td>
                  {name} <span className="muted">{subject.id}</span>
                </td>
                <td className="number">{number(alarms)}</td>
                <td className="number">{share(part)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
