// The readings as they were when the alarm was raised, with their fingerprint, and what was corrected since.
import type { AlarmDetail } from '../../../contract/alarms.ts';
import { numberText } from '../../format/quantity-text.ts';
import { wallClock } from '../../format/zoned-time.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useView } from '../../state/view-store.ts';
import { Pairs } from '../../ui/pairs.tsx';
import { valueText } from '../monitoring/reading-text.ts';

export function AlarmEvidence({ evidence }: { readonly evidence: AlarmDetail['evidence'] }) {
  const words = useWords();
  const { detail: titles } = words.alarm;
  const language = useView((view) => view.language);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const amount = (value: number | null): string =>
    value === null ? words.monitoring.unknown : valueText(value, language);
  const changed = evidence?.difference ?? [];
  const more = evidence?.more ?? 0;
  const inputs = evidence?.inputs ?? [];
  return (
    <section aria-label={titles.evidence} data-testid="alarm-evidence">
      <h3>{titles.evidence}</h3>
      {evidence === null ? (
        <p className="muted">{titles.noEvidence}</p>
      ) : (
        <>
          <Pairs
            entries={[
              [titles.hash, <code key="hash">{evidence.sha256}</code>],
              [titles.frozenAt, wallClock(evidence.frozenAt, timeZone)],
              [titles.evidence, titles.frozenReadings(numberText(evidence.readings.length, language))],
            ]}
          />
          {inputs.length > 0 && (
            <p className="doubt">
              {titles.inputsChanged}{' '}
              {inputs.map(({ name, before, after }) => (
                <span key={name} className="nowrap">
                  <code>{name}</code> {before ?? words.monitoring.unknown} → {after ?? words.monitoring.unknown}{' '}
                </span>
              ))}
            </p>
          )}
          {changed.length + more + inputs.length === 0 && <p className="muted">{titles.unchanged}</p>}
          {changed.length > 0 && (
            <>
              <p className="doubt">{titles.changed(numberText(changed.length + more, language))}</p>
              <div className="scroll-x">
                <table className="plain-table">
                  <caption className="visually-hidden">{titles.difference}</caption>
                  <thead>
                    <tr>
                      <th scope="col">{titles.time}</th>
                      <th scope="col">{titles.inputChannel}</th>
                      <th scope="col">{titles.before}</th>
                      <th scope="col">{titles.after}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {changed.map(({ channel, time, before, after, mark }) => (
                      <tr key={`${channel} ${time}`}>
                        <td>{wallClock(time, timeZone)}</td>
                        <td>{channel}</td>
                        <td className="number">{amount(before)}</td>
                        <td className="number">
                          {amount(after)} {mark}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              {more > 0 && <p className="muted small">{titles.more(numberText(more, language))}</p>}
            </>
          )}
        </>
      )}
    </section>
  );
}
