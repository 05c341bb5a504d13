// The enterprise behind an alarm as a tree: its units, their channels with the newest reading, and which of them have open alarms.
import { useMemo } from 'react';
import type { Alarm } from '../../../contract/alarms.ts';
import { wallClockMinutes } from '../../format/zoned-time.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useDutyDesk } from '../../state/duty-desk.ts';
import type { ListedAlarm } from '../../state/duty-list.ts';
import { type ChannelNode, plantTree } from '../../state/duty-tree.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import { unitName } from '../atlas/units-table.tsx';
import { useEnterpriseLabel } from '../monitoring/enterprise-label.ts';
import { flagText, isGoodMark, valueText } from '../monitoring/reading-text.ts';
import { AlarmMark } from './alarm-mark.tsx';

export function PlantTree({ alarm }: { readonly alarm: Pick<Alarm, 'enterprise'> }) {
  const words = useWords();
  const { enterprise } = alarm;
  const enterpriseOf = useEnterpriseLabel();
  const { value } = useAnswer(enterprise, async (backend, signal) => {
    const [channels, page] = await Promise.all([
      backend.monitoring.channels({ enterprise: enterprise ?? '', limit: 2_000 }, { signal }),
      // Instruments may stand at an enterprise that the ledger does not know.
      backend.ledger.enterprise({ id: enterprise ?? '' }, { signal }).catch(() => null),
    ]);
    return { tree: plantTree(channels), units: page?.units ?? [] };
  });
  const all = useDutyDesk((desk) => desk.all);
  const alarmed = useMemo(
    () =>
      new Map(
        all.flatMap((each) =>
          each.state !== 'closed' && each.subject.kind === 'channel' ? [[each.subject.id, each] as const] : [],
        ),
      ),
    [all],
  );
  if (enterprise === null) return null;
  const nameOf = (id: string): string => {
    const unit = value?.units.find((each) => each.id === id);
    return unit === undefined ? id : unitName(unit, words.enterprise.unnamedUnit);
  };
  return (
    <section aria-label={words.evidence.tree} data-testid="plant-tree">
      <h3>{words.evidence.tree}</h3>
      <p>{enterpriseOf(enterprise)}</p>
      {value?.tree.map(({ unit, channels }) => (
        <details key={unit ?? ''} className="tree-branch" open={channels.some((each) => holdsAlarm(each, alarmed))}>
          <summary>{unit === null ? words.evidence.wholeEnterprise : nameOf(unit)}</summary>
          <Nodes nodes={channels} alarmed={alarmed} />
        </details>
      ))}
    </section>
  );
}

type Alarmed = ReadonlyMap<string, ListedAlarm>;

const holdsAlarm = ({ channel, parts }: ChannelNode, alarmed: Alarmed): boolean =>
  alarmed.has(channel.id) || parts.some((part) => holdsAlarm(part, alarmed));

function Nodes({ nodes, alarmed }: { readonly nodes: readonly ChannelNode[]; readonly alarmed: Alarmed }) {
  const words = useWords();
  const { language, openPage } = useView();
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  return (
    <ul className="tree-nodes">
      {nodes.map(({ channel: { id, name, unitOfMeasure, latest }, parts }) => {
        const alarm = alarmed.get(id);
        return (
          <li key={id}>
            {alarm !== undefined && <AlarmMark alarm={alarm} />}{' '}
            <button type="button" className="link-button" title={id} onClick={() => openPage({ kind: 'channel', id })}>
              {name}
            </button>{' '}
            {latest === null ? (
              <span className="muted">{words.monitoring.unknown}</span>
            ) : (
              <>
                {latest.value === null ? words.monitoring.unknown : valueText(latest.value, language)} {unitOfMeasure}{' '}
                <span className="muted small">{wallClockMinutes(latest.time, timeZone)}</span>
                {latest.flag !== null && !isGoodMark(latest.flag) && (
                  <span className="doubt"> {flagText(latest.flag, words)}</span>
                )}
              </>
            )}
            {parts.length > 0 && <Nodes nodes={parts} alarmed={alarmed} />}
          </li>
        );
      })}
    </ul>
  );
}
