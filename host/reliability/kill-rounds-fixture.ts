// For tests: kills a host at random moments, over and over, and looks whether all that it had answered for is there, once.
import { setTimeout as wait } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import type { Alarm, AlarmList } from '../../contract/alarms.ts';
import { loadRegistry } from '../../core/devices/registry.ts';
import { readRaw, readRows } from '../../core/readings/read-readings.ts';
import { Desk, type RunningDesk } from './desk-fixture.ts';
import {
  BEGINNING,
  EndlessLogger,
  EndlessPoster,
  EndlessPublisher,
  type EndlessSender,
  MINUTE,
  REGISTER_STEP,
  textOf,
  timeOf,
} from './endless-sender-fixture.ts';

export interface KillReport {
  rounds: number;
  /** Of them, killed before it had said where it is. */
  killedStarting: number;
  /** Readings that were answered for, all of them found. */
  answered: number;
  /** Readings that were there after a kill and had not been answered for; they were sent again. */
  unanswered: number;
  /** Rounds in which the store had settled, so that not only its log was there. */
  settled: number;
  acknowledged: number;
  alarms: number;
  /** Faults: a sentence each; none if all is well. */
  faults: string[];
}

/** In a burst it sends; in a pause the store settles, which is when a kill has most to break. */
const BURST_MS = 300;
const PAUSE_MS = 260;
const PUMP_MS = 10;
/** So many readings are settled in the next pause. */
const SETTLED_ROWS = 6_000;
/** The store does not settle sooner after it has begun. */
const SETTLING_APART_MS = 1_000;
const LONGEST_LIFE_MS = 2_500;
/** Of the actions, the last; all of them at the end. */
const LOOKED_AT_EACH_TIME = 500;

interface Action {
  readonly alarm: number;
  readonly key: string;
}

/** What one host went through, so that the next one can be asked about it. */
class Round {
  readonly #desk: RunningDesk;
  readonly #senders: readonly EndlessSender[];
  readonly actions: Action[] = [];
  #isOver = false;

  constructor(desk: RunningDesk, senders: readonly EndlessSender[]) {
    this.#desk = desk;
    this.#senders = senders;
  }

  /** `log`: it is killed about when the store settles what is waiting there; otherwise at any moment. */
  async live(log: Database.Database | null): Promise<void> {
    await Promise.all(this.#senders.map((sender) => sender.open(this.#desk.ports)));
    const startedAt = performance.now();
    let isFull = false;
    const pumping = setInterval(() => {
      const inCycle = (performance.now() - startedAt) % (BURST_MS + PAUSE_MS);
      const isOn = log === null ? inCycle < BURST_MS : !isFull;
      if (isOn) for (const sender of this.#senders) sender.pump();
    }, PUMP_MS);
    const operating = this.#operate();
    if (log === null) await wait(50 + Math.random() * LONGEST_LIFE_MS);
    else {
      const waiting = log.prepare('SELECT total(count) FROM reading_log').pluck();
      const isYoung = (): boolean => performance.now() - startedAt < SETTLING_APART_MS;
      while ((waiting.get() as number) < SETTLED_ROWS || isYoung()) await wait(20);
      isFull = true;
      await wait(PAUSE_MS / 2 + Math.random() * 2 * PAUSE_MS);
    }
    await this.#desk.kill();
    this.#isOver = true;
    clearInterval(pumping);
    for (const sender of this.#senders) sender.lose();
    await operating;
  }

  /** Acknowledges what is new, and makes a note of what is not. */
  async #operate(): Promise<void> {
    while (!this.#isOver) {
      try {
        const { answer } = await this.#desk.call<AlarmList>('/alarms', { open: true, limit: 20 });
        for (const alarm of answer.alarms) {
          const action = alarm.state === 'new' ? 'acknowledge' : 'note';
          const key = `${alarm.id}-${action}-${alarm.version}`;
          const input = { alarm: alarm.id, action, actor: 'tester', note: 'seen', key, expectedVersion: alarm.version };
          const { status } = await this.#desk.call<Alarm>('/alarms/transition', input);
          if (status === 200) this.actions.push({ alarm: alarm.id, key });
          if (this.#isOver) return;
        }
      } catch {
        // Nobody answers any more.
      }
      await wait(20);
    }
  }
}

export interface KillOptions {
  readonly rounds: number;
  readonly onRound?: (round: number, report: KillReport) => void;
}

export async function killRounds({ rounds, onRound }: KillOptions): Promise<KillReport> {
  using desk = new Desk();
  const senders: readonly EndlessSender[] = [
    ...Array.from({ length: 8 }, (_, index) => new EndlessLogger(`8800000000000${index}`)),
    ...Array.from({ length: 3 }, (_, index) => new EndlessPublisher(`meter-${index}`)),
    ...Array.from({ length: 3 }, (_, index) => new EndlessPoster(`plant-${index}`)),
  ];
  await desk.make((db) => {
    for (const sender of senders) sender.register(db);
  });
  const report: KillReport = {
    ...{ rounds: 0, killedStarting: 0, answered: 0, unanswered: 0, settled: 0, acknowledged: 0, alarms: 0, faults: [] },
  };
  const actions: Action[] = [];
  /** Lower numbers of each sender have been looked for. */
  let looked = senders.map(() => 0);
  let settledBefore = 0;
  for (let round = 1; round <= rounds; round += 1) {
    if (round % 6 === 0) {
      const child = desk.spawn();
      await wait(Math.random() * LONGEST_LIFE_MS);
      child.kill('SIGKILL');
      await new Promise((resolve) =>
        child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve(null),
      );
      report.killedStarting += 1;
    } else {
      const begun = new Round(await desk.start(), senders);
      const log = desk.open();
      await begun.live(round % 3 === 1 ? log : null);
      log.close();
      actions.push(...begun.actions);
    }
    report.rounds = round;
    const db = desk.open();
    try {
      for (const [index, sender] of senders.entries())
        report.unanswered += lookFor(db, sender, looked[index] ?? 0, report);
      looked = senders.map((sender) => sender.settledTo);
      const settled = db.prepare('SELECT count(*) FROM reading').pluck().get() as number;
      if (settled > settledBefore) report.settled += 1;
      settledBefore = settled;
      lookForActions(db, actions.slice(-LOOKED_AT_EACH_TIME), report);
    } finally {
      db.close();
    }
    onRound?.(round, report);
    if (report.faults.length > 0) return report;
  }
  // The last one is left alone until all has been sent and answered for, and ends as it should.
  const last = await desk.start();
  await Promise.all(senders.map((sender) => sender.open(last.ports)));
  const pumping = setInterval(() => {
    for (const sender of senders) sender.pump();
  }, PUMP_MS);
  await wait(1_500);
  clearInterval(pumping);
  await wait(1_000);
  await last.stop();
  for (const sender of senders) sender.lose();
  const db = desk.open();
  try {
    for (const sender of senders) lookFor(db, sender, 0, report);
    report.answered = senders.reduce((sum, sender) => sum + sender.answered.size * sender.channels.length, 0);
    lookForActions(db, actions, report);
    report.acknowledged = actions.length;
    lookAtAlarms(db, senders, report);
    recount(db, senders, report);
    const [integrity] = db.pragma('integrity_check') as { integrity_check: string }[];
    if (integrity?.integrity_check !== 'ok') report.faults.push(`integrity: ${integrity?.integrity_check}`);
  } finally {
    db.close();
  }
  return report;
}

/** Readings of a sender from a number on: all that were answered for, none twice, none that was not sent. Returns how many are there unanswered. */
function lookFor(db: Database.Database, sender: EndlessSender, from: number, { faults }: KillReport): number {
  const registry = loadRegistry(db);
  let unanswered = 0;
  for (const channel of sender.channels) {
    const no = registry.channel(channel.id)?.no ?? -1;
    const found = new Set<number>();
    let before = Number.NEGATIVE_INFINITY;
    for (const { time, text } of readRaw(db, no, {
      from: timeOf(from),
      to: timeOf(sender.sent) + 365 * 1440 * MINUTE,
    })) {
      const number = (time - BEGINNING) / MINUTE;
      if (time <= before) faults.push(`${channel.id}: ${number} is there twice`);
      else if (number >= sender.sent) faults.push(`${channel.id}: ${number} was never sent`);
      else if (Number(text) !== Number(textOf(channel, number))) faults.push(`${channel.id}: ${number} reads ${text}`);
      before = time;
      found.add(number);
      if (!sender.answered.has(number)) unanswered += 1;
    }
    for (const number of sender.answered)
      if (number >= from && !found.has(number))
        faults.push(`${channel.id}: ${number} was answered for and is not there`);
  }
  return unanswered;
}

function lookForActions(db: Database.Database, actions: readonly Action[], { faults }: KillReport): void {
  const find = db.prepare("SELECT count(*) FROM alarm_transition WHERE alarm = ? AND key = 'client:' || ?").pluck();
  for (const { alarm, key } of actions)
    if (find.get(alarm, key) !== 1)
      faults.push(`alarm ${alarm}: ${key} was accepted and is ${find.get(alarm, key)} times there`);
}

/** Every reading over its limit has one finding, and every finding its alarm. */
function lookAtAlarms(db: Database.Database, senders: readonly EndlessSender[], report: KillReport): void {
  report.alarms = db.prepare('SELECT count(*) FROM alarm').pluck().get() as number;
  const findings = db.prepare(
    `SELECT from_time, (SELECT count(*) FROM alarm_finding f WHERE f.finding = finding.id) AS alarms
     FROM finding WHERE rule = 'limit-exceedance' AND subject = ? AND withdrawn_at IS NULL ORDER BY from_time`,
  );
  const { channel: channelOf } = loadRegistry(db);
  for (const sender of senders)
    for (const channel of sender.channels) {
      if (channel.limitHigh === undefined) continue;
      const { limitHigh } = channel;
      const found = findings.all(channel.id) as { from_time: number; alarms: number }[];
      const rows = readRaw(db, channelOf(channel.id)?.no ?? -1, { from: BEGINNING, to: timeOf(sender.sent) });
      const over = rows.filter(({ value }) => (value ?? 0) > limitHigh).map(({ time }) => time);
      if (found.map(({ from_time }) => from_time).join() !== over.join())
        report.faults.push(
          `${channel.id}: ${over.length} readings are over the limit, and ${found.length} findings say so`,
        );
      if (found.some(({ alarms }) => alarms !== 1))
        report.faults.push(`${channel.id}: a finding has no alarm of its own`);
    }
}

const isClose = (one: number | null, other: number | null): boolean =>
  one === other || (one !== null && other !== null && Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other)));

function takeWhile<Row extends { readonly time: number }>(rows: readonly Row[], first: number, to: number): Row[] {
  let end = first;
  while (end < rows.length && (rows[end] as Row).time < to) end += 1;
  return rows.slice(first, end);
}

/** Hours, days and months of every channel, and the sums by place, against what the readings themselves come to. */
function recount(db: Database.Database, senders: readonly EndlessSender[], { faults }: KillReport): void {
  const { channel: channelOf } = loadRegistry(db);
  for (const sender of senders)
    for (const channel of sender.channels) {
      const no = channelOf(channel.id)?.no ?? -1;
      const span = { from: BEGINNING, to: timeOf(sender.sent) };
      const rows = readRaw(db, no, span);
      const amounts = rows.flatMap(({ time, value }, index) => {
        if (channel.kind !== 'register') return [{ time, amount: value ?? 0 }];
        const next = rows[index + 1];
        return next === undefined ? [] : [{ time, amount: ((next.time - time) / MINUTE) * REGISTER_STEP }];
      });
      for (const step of ['1h', '1d', '1mo'] as const) {
        let [firstRow, firstAmount] = [0, 0];
        for (const { from, to, count, sum, min, max } of readRows(db, no, { ...span, step })) {
          const own = takeWhile(amounts, firstAmount, to).map(({ amount }) => amount);
          const ownRows = takeWhile(rows, firstRow, to);
          [firstRow, firstAmount] = [firstRow + ownRows.length, firstAmount + own.length];
          const total = own.length === 0 ? null : own.reduce((one, other) => one + other, 0);
          const isSame =
            count === ownRows.length &&
            isClose(sum, total) &&
            isClose(min, own.length === 0 ? null : Math.min(...own)) &&
            isClose(max, own.length === 0 ? null : Math.max(...own));
          if (!isSame)
            faults.push(`${channel.id}: ${step} from ${new Date(from).toISOString()} sums ${sum} of ${count}`);
        }
      }
    }
  const places = db
    .prepare(
      `SELECT count(*) FROM place_hour p JOIN sum_group g ON g.no = p.sum_group
       WHERE abs(p.sum + p.rest - (SELECT total(h.sum) FROM reading_hour h JOIN channel c ON c.no = h.channel
         WHERE h.hour = p.hour AND c.quantity = g.quantity AND c.parent IS NULL
           AND (c.kind = 'level') = (g.kind = 'level'))) > 1e-6`,
    )
    .pluck()
    .get() as number;
  if (places > 0) faults.push(`${places} sums by place are not those of their channels`);
}
