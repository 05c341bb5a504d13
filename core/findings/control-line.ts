// Output so far against the lines of an annual control: a share of it by the end of a month, all of it by the year's.
import { type ControlLine, controlLines } from '../../policy/alarm-rules.ts';
import type { FindingDraft } from '../alarms/finding-change.ts';
import { DAY_MS, dayOf, dayStart, monthOfDay, monthStart } from '../readings/time-rules.ts';
import { conversion, isOverLine, linesFor } from './group-rules.ts';
import type { Group } from './groups.ts';
import type { RollUps } from './roll-ups.ts';
import { input, tidy } from './series-rules.ts';
import { draftOf } from './stated.ts';

type Control = Extract<Group, { rule: 'output-over-control' }>;

export interface ControlDrafts {
  readonly from: number;
  readonly to: number;
  readonly drafts: readonly FindingDraft[];
}

/** A declaration of about a year has the lines of the rule; one of a part of a year is a line itself. */
const LEAST_YEAR_MS = 330 * DAY_MS;

interface Line {
  readonly to: number;
  readonly share: number;
  readonly line: ControlLine | null;
}

export function controlDrafts(group: Control, rollUps: RollUps, log: (text: string) => void): ControlDrafts {
  const { declaration, output } = group;
  const from = dayStart(dayOf(declaration.from));
  const to = dayStart(dayOf(declaration.to - 1) + 1);
  const drafts: FindingDraft[] = [];
  const factors = output.map((channel) => conversion(channel.unitOfMeasure, declaration.unitOfMeasure));
  if (factors.includes(null)) {
    log(
      `output-over-control: ${declaration.unitOfMeasure ?? '?'} of declaration ${declaration.id} cannot be compared with its channels`,
    );
    return { from, to, drafts };
  }
  const january = monthOfDay(dayOf(from));
  const industry = output[0]?.industry ?? null;
  const lines: Line[] =
    to - from < LEAST_YEAR_MS
      ? [{ to, share: 1, line: null }]
      : linesFor(controlLines(), industry).map((line) => ({
          to: Math.min(to, monthStart(january + line.throughMonth)),
          share: line.share,
          line,
        }));
  for (const line of lines) {
    const crossing = crossed(group, rollUps, factors as number[], from, line);
    if (crossing && !drafts.some((draft) => draft.from === crossing.from))
      drafts.push(statement(group, line, crossing));
  }
  return { from, to, drafts };
}

interface Crossing {
  /** The day on which the line was crossed. */
  readonly from: number;
  readonly to: number;
  readonly output: number;
}

function crossed(
  { declaration, output }: Control,
  rollUps: RollUps,
  factors: readonly number[],
  from: number,
  line: Line,
): Crossing | null {
  const control = declaration.value ?? 0;
  const byDay = new Map<number, number>();
  for (const [i, channel] of output.entries()) {
    for (const row of rollUps.days(channel, dayOf(from), dayOf(line.to - 1) + 1))
      byDay.set(row.from, (byDay.get(row.from) ?? 0) + (row.sum ?? 0) * (factors[i] ?? 0));
  }
  let sum = 0;
  let lost = 0;
  let crossing: number | null = null;
  let last = from;
  for (const [day, amount] of [...byDay].sort(([a], [b]) => a - b)) {
    // Sums of thousands of amounts lose nothing to rounding (Kahan).
    const next = amount - lost;
    const total = sum + next;
    lost = total - sum - next;
    sum = total;
    last = day + DAY_MS;
    if (crossing === null && isOverLine(sum, control, line.share)) crossing = day;
  }
  return crossing === null ? null : { from: crossing, to: last, output: sum };
}

function statement(
  { declaration, subject }: Control,
  { to: end, share, line }: Line,
  { from, to, output }: Crossing,
): FindingDraft {
  const unit = declaration.unitOfMeasure ?? '';
  const control = declaration.value ?? 0;
  const made = (100 * output) / control;
  const percent = Number(made.toPrecision(6));
  const months = line === null || line.throughMonth === 12 ? null : line.throughMonth;
  return draftOf({
    ...{ rule: 'output-over-control', subject, from, to, clearedAt: to >= end ? to : null },
    inputs: [
      ...[input('output', output, unit), input('control', control, unit), input('share', output / control, '1')],
      ...[
        input('line', share, '1'),
        input('throughMonth', line?.throughMonth ?? null, '1'),
        input('declaration', declaration.source),
      ],
    ],
    formula: 'output > line × control',
    threshold: `> ${share}`,
    sentence: {
      zh: `${months === null ? '期内' : `1—${months}月`}产量${tidy(output)} ${unit}，为控制目标${tidy(control)} ${unit}的${percent}%，超过${tidy(share * 100)}%`,
      en: `${tidy(output)} ${unit} made ${months === null ? 'in the period' : `by the end of month ${months}`}, ${percent} % of the control of ${tidy(control)} ${unit}: more than ${tidy(share * 100)} %`,
    },
  });
}
