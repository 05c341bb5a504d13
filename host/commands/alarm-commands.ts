// lianggao alarms list, show, transition: the alarm desk for scripts, beside a host that may be running.
import { resolve } from 'node:path';
import {
  type Alarm,
  type AlarmState,
  type AlarmTransitionRequest,
  alarmPriorities,
  alarmStates,
} from '../../contract/alarms.ts';
import { alarmStateName, listAlarms, showAlarm, transition } from '../../core/alarms/handlers.ts';
import { AppError } from '../../core/app-error.ts';
import { chinaTime } from '../../core/ingest/meter-file/china-time.ts';
import { LedgerReader } from '../../core/ledger/ledger-reader.ts';
import { makeReport } from '../../core/report/handlers.ts';
import { nameIn } from '../../core/report/report-facts.ts';
import { openWorkspace } from '../../core/workspace/workspace.ts';
import { language, log, parseTime, printJson, say } from './command.ts';
import { withReadings } from './open-readings.ts';
import { writeWhole } from './workspace-commands.ts';

export interface AlarmsListOptions {
  workspace: string;
  state?: string;
  priority?: string;
  open?: boolean;
  parent?: string;
  limit?: string;
  json?: boolean;
}

export interface AlarmsShowOptions {
  workspace: string;
  id: string;
  json?: boolean;
}

export interface AlarmsTransitionOptions {
  workspace: string;
  id: string;
  action: string;
  actor: string;
  reason?: string;
  note?: string;
  until?: string;
  owner?: string;
  followUp?: string;
  evidence?: string;
  expectedVersion?: string;
  key?: string;
  json?: boolean;
}

export interface AlarmsReportOptions {
  workspace: string;
  out: string;
  language?: 'zh' | 'en';
  json?: boolean;
}

export async function alarmsListCommand(options: AlarmsListOptions): Promise<void> {
  const states = among('state', options.state, alarmStates);
  const priorities = among('priority', options.priority, alarmPriorities);
  const filter = {
    ...(states ? { states } : {}),
    ...(priorities ? { priorities } : {}),
    ...(options.open ? { open: true } : {}),
    ...(options.parent === undefined ? {} : { parent: wholeNumber('parent', options.parent) }),
    ...(options.limit === undefined ? {} : { limit: wholeNumber('limit', options.limit) }),
  };
  await withReadings(options.workspace, { readOnly: true }, (db) => {
    const list = listAlarms(db, filter, Date.now());
    if (options.json) return printJson(withTimes(list));
    for (const alarm of list.alarms) process.stdout.write(`${alarmLine(alarm)}\n`);
    const { open, unacknowledged, shelved, overdue, suppressed } = list.counts;
    log(
      say(
        `未关闭 ${open}，未确认 ${unacknowledged}，搁置 ${shelved}，超时 ${overdue}，被抑制 ${suppressed}`,
        `open ${open}, unacknowledged ${unacknowledged}, shelved ${shelved}, overdue ${overdue}, suppressed ${suppressed}`,
      ),
    );
  });
}

export async function alarmsShowCommand(options: AlarmsShowOptions): Promise<void> {
  await withReadings(options.workspace, { readOnly: true }, (db) => {
    const detail = showAlarm(db, wholeNumber('id', options.id));
    if (options.json) return printJson(withTimes(detail));
    process.stdout.write(`${alarmLine(detail.alarm)}\n`);
    for (const { at, action, to, actor, reason, note } of detail.transitions)
      process.stdout.write(`  ${[chinaTime(at), action, name(to), actor, reason ?? '', note ?? ''].join('\t')}\n`);
    for (const child of detail.children) process.stdout.write(`  └ ${alarmLine(child)}\n`);
    const { evidence } = detail;
    if (evidence) {
      const changed = evidence.difference.length + evidence.more + evidence.inputs.length;
      log(
        say(
          `证据 SHA-256 ${evidence.sha256}，此后有变化 ${changed} 处`,
          `evidence SHA-256 ${evidence.sha256}, changed since: ${changed}`,
        ),
      );
    }
  });
}

export async function alarmsTransitionCommand(options: AlarmsTransitionOptions): Promise<void> {
  const { action, actor, reason, note, until, owner, followUp, evidence, expectedVersion, key } = options;
  const texts = Object.entries({ reason, note, owner, followUp, evidence, key }).filter(
    ([, text]) => text !== undefined,
  );
  const request: AlarmTransitionRequest = {
    ...{ alarm: wholeNumber('id', options.id), action, actor },
    ...Object.fromEntries(texts),
    ...(until === undefined ? {} : { until: parseTime(until) }),
    ...(expectedVersion === undefined ? {} : { expectedVersion: wholeNumber('expected-version', expectedVersion) }),
  };
  await withReadings(options.workspace, {}, (db) => {
    const alarm = transition(db, request, Date.now());
    if (options.json) printJson(withTimes(alarm));
    else process.stdout.write(`${alarmLine(alarm)}\n`);
  });
}

/** Writes the PDF; with --json says where it is, and its SHA-256. */
export async function alarmsReportCommand(id: string, options: AlarmsReportOptions): Promise<void> {
  const alarm = wholeNumber('id', id);
  const workspace = await openWorkspace(options.workspace, { readOnly: true });
  try {
    await withReadings(options.workspace, { readOnly: true }, async (db) => {
      const source = { db, workspace, enterpriseName: nameIn(new LedgerReader(workspace.db, Date.now)) };
      const { base64, sha256 } = await makeReport(
        source,
        { alarm, language: options.language ?? language },
        Date.now(),
      );
      const bytes = Buffer.from(base64, 'base64');
      await writeWhole(resolve(options.out), [bytes]);
      if (options.json) printJson({ alarm, file: resolve(options.out), bytes: bytes.length, sha256 });
      else log(say(`处置报告已写入 ${resolve(options.out)}`, `Closing report written to ${resolve(options.out)}`));
    });
  } finally {
    await workspace.close();
  }
}

const name = (state: AlarmState): string => alarmStateName(state)[language];

export const alarmLine = ({ id, priority, state, raisedAt, subjectName, sentence, children, owner }: Alarm): string =>
  [
    ...[id, priority, name(state), chinaTime(raisedAt), subjectName, sentence[language]],
    ...(children > 0 ? [say(`合并 ${children}`, `stands for ${children}`)] : []),
    ...(owner === null ? [] : [owner]),
  ].join('\t');

/** Names separated by commas, each of them accepted. Throws AppError `unknown-option-value`. */
function among<T extends string>(option: string, text: string | undefined, accepted: readonly T[]): T[] | undefined {
  return text?.split(',').map((part) => {
    const found = accepted.find((each) => each.toLowerCase() === part.trim().toLowerCase());
    if (found === undefined)
      throw new AppError('unknown-option-value', { option, value: part, accepted: accepted.join(', ') });
    return found;
  });
}

export function wholeNumber(option: string, text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text))
    throw new AppError('unknown-option-value', { option, value: text, accepted: '1, 2, 3 …' });
  return Number(text);
}

const timeKeys = new Set([
  ...[
    ...['asOf', 'beganAt', 'endedAt', 'closedAt', 'doneAt', 'feedTime', 'knownFrom'],
    'raisedAt',
    'recordedAt',
    'clearedAt',
    'verifyBy',
    'until',
    'at',
    'dueAt',
    'frozenAt',
    'time',
    'since',
    'from',
    'to',
  ],
]);

/** The same document with its times as ISO 8601 in the profile's offset. */
export function withTimes(value: unknown, key = ''): unknown {
  if (typeof value === 'number') return timeKeys.has(key) ? chinaTime(value) : value;
  if (Array.isArray(value)) return value.map((each) => withTimes(each));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withTimes(each, name)]));
}
