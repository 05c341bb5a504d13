// A channel's steps on their way into a file, with source, completeness and what blank cells mean. Pure.
import type { ChannelRecord, ReadingRow, ReadingStep } from '../../../contract/monitoring.ts';
import type { Language } from '../../../contract/reasons.ts';
import type { ExportedTable, Fact } from '../../export/exported-table.ts';
import { numberText, shareText } from '../../format/quantity-text.ts';
import { wallClock } from '../../format/zoned-time.ts';
import type { Words } from '../../i18n/zh.ts';
import type { OwnSpan } from '../../state/monitoring-view.ts';
import { durationText } from './duration-text.ts';
import { limitText, quantityText } from './reading-text.ts';

export interface ExportedReadings {
  readonly channel: ChannelRecord;
  readonly rows: readonly ReadingRow[];
  readonly step: ReadingStep;
  readonly span: OwnSpan;
}

/** ISO 8601 with the offset of the province: another program must not take it for its own zone's time. */
function zonedText(instant: number, timeZone: string): string {
  const wall = wallClock(instant, timeZone).replace(' ', 'T');
  const minutes = Math.round((Date.parse(`${wall}Z`) - instant) / 60_000);
  const two = (value: number): string => String(Math.trunc(value)).padStart(2, '0');
  return `${wall}${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

export interface ExportLook {
  readonly words: Words;
  readonly language: Language;
  readonly timeZone: string;
  readonly enterprise: string | null;
  readonly exportedAt: number;
  readonly version: string;
}

export function exportedReadings(from: ExportedReadings, look: ExportLook): ExportedTable {
  const { channel, rows, step, span } = from;
  const { words, language, timeZone } = look;
  const { column, fact, unknown, notListed, ...more } = words.monitoring;
  const unit = channel.unitOfMeasure;
  const numeric = (key: 'sum' | 'avg' | 'min' | 'max') => ({ key, title: `${column[key]} (${unit})`, numeric: true });
  const columns = [
    { key: 'from', title: column.from },
    { key: 'to', title: column.to },
    ...(['sum', 'avg', 'min', 'max'] as const).map(numeric),
    { key: 'count', title: column.count, numeric: true },
    { key: 'expected', title: column.expected, numeric: true },
    { key: 'completeness', title: fact.completeness, numeric: true },
    { key: 'channel', title: fact.channel },
    { key: 'source', title: fact.source },
  ];
  const source = `${channel.device} ${channel.address}`;
  const due = rows.reduce((sum, { expected }) => sum + (expected ?? 0), 0);
  const good = rows.reduce((sum, { count }) => sum + count, 0);
  const share = due === 0 ? unknown : `${shareText(Math.min(1, good / due), language)} · `;
  const facts: [id: string, name: string, value: string][] = [
    ['channel', fact.channel, `${channel.name} (${channel.id})`],
    ['enterprise', more.channel.enterprise, look.enterprise ?? notListed],
    ['quantity', more.channel.quantity, quantityText(channel.quantity, words)],
    ['kind', more.channel.kind, more.kind[channel.kind]],
    ['unit', fact.unit, unit],
    ['limit', more.channel.limit, limitText(channel, words, language) ?? more.limit.none],
    [
      'interval',
      more.channel.interval,
      channel.intervalMs === null ? more.channel.intervalNone : durationText(channel.intervalMs, words, language),
    ],
    ['source', fact.source, source],
    ['span', fact.span, `${zonedText(span.from, timeZone)} – ${zonedText(span.to, timeZone)}`],
    ['step', fact.step, more.step[step]],
    [
      'completeness',
      fact.completeness,
      due === 0 ? unknown : share + fact.completenessOf(numberText(good, language), numberText(due, language)),
    ],
    ['gaps', fact.gaps, fact.gapsText],
    ['exportedAt', fact.exportedAt, zonedText(look.exportedAt, timeZone)],
    ['zone', fact.zone, timeZone],
    ['program', fact.program, `${words.product} ${look.version}`],
  ];
  return {
    columns,
    titles: columns.map(({ title }) => title),
    rows: rows.map((row) => ({
      key: String(row.from),
      cells: {
        ...{ sum: row.sum, avg: row.avg, min: row.min, max: row.max },
        ...{ count: row.count, expected: row.expected, completeness: row.completeness },
        ...{ from: zonedText(row.from, timeZone), to: zonedText(row.to, timeZone) },
        ...{ channel: channel.id, source },
      },
    })),
    facts: facts.map(([id, name, value]): Fact => ({ id, name, value })),
  };
}
