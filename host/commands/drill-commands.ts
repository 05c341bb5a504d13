// lianggao drill run, feed, score: a fictional province that speaks, and how well the rules do in it.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../../core/app-error.ts';
import { answersPath, readAnswers, readRunState, runStatePath, writeRunState } from '../../core/drill/drill-files.ts';
import { drillGround } from '../../core/drill/drill-ground.ts';
import { type Drill, planDrill } from '../../core/drill/drill-rules.ts';
import { feedDrill } from '../../core/drill/feed-drill.ts';
import { findingsSeen, newestReading, RaisedWatch } from '../../core/drill/findings-seen.ts';
import { DAY } from '../../core/drill/plan-facts-rules.ts';
import { readDrillSetting } from '../../core/drill/register-drill.ts';
import { type DrillScore, scoreDrill } from '../../core/drill/score-rules.ts';
import { openWorkspace } from '../../core/workspace/workspace.ts';
import { type DrillPorts, runDrill } from '../drill/run-drill.ts';
import { log, parseTime, printJson, say } from './command.ts';
import { wholeNumber } from './drill-create-command.ts';
import { openWriter, withReadings } from './open-readings.ts';

/** The drill of a workspace, planned anew from its setting. Throws AppError `not-a-drill`. */
async function loadDrill(dir: string): Promise<Drill> {
  const setting = await withReadings(dir, { readOnly: true }, readDrillSetting);
  if (setting === null) throw new AppError('not-a-drill', { dir: resolve(dir) });
  const workspace = await openWorkspace(dir, { readOnly: true });
  try {
    const { seed, scale, days, start } = setting;
    return planDrill({ seed, scale, days, start }, drillGround(workspace.boundaries, seed));
  } finally {
    await workspace.close();
  }
}

export interface DrillSpanOptions {
  workspace: string;
  from?: string;
  to?: string;
  json?: boolean;
}

const isoTime = (time: number): string => `${new Date(time + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;

/** Puts what the instruments send straight into the store, rules and all; no host, no sockets. */
export async function drillFeedCommand(options: DrillSpanOptions): Promise<void> {
  const drill = await loadDrill(options.workspace);
  const { spec } = drill.plan;
  const statePath = runStatePath(options.workspace);
  const state = await readRunState(statePath, spec);
  const from = options.from === undefined ? (state?.next ?? spec.start) : parseTime(options.from, true);
  const to = options.to === undefined ? spec.start + spec.days * DAY : parseTime(options.to, true);
  await withReadings(options.workspace, {}, async (db) => {
    const watch = new RaisedWatch(db, state?.raised);
    const began = performance.now();
    let told = began;
    const fed = feedDrill(openWriter(db), drill, {
      ...{ from, to },
      onTime: (time, { readings }) => {
        watch.look(time);
        if (performance.now() - told < 2000) return;
        told = performance.now();
        const rate = Math.round((readings / (told - began)) * 1000);
        log(
          say(
            `${isoTime(time)}：${readings} 条，每秒 ${rate} 条`,
            `${isoTime(time)}: ${readings} readings, ${rate} a second`,
          ),
        );
      },
    });
    watch.look(to);
    await writeRunState(statePath, { drill: spec, next: to, raised: watch.raised });
    const seconds = (performance.now() - began) / 1000;
    log(
      say(
        `共 ${fed.readings} 条，用时 ${seconds.toFixed(1)} 秒`,
        `${fed.readings} readings in ${seconds.toFixed(1)} s`,
      ),
    );
    if (options.json) printJson({ from: isoTime(from), to: isoTime(to), ...fed, seconds });
  });
}

export interface DrillRunOptions extends DrillSpanOptions {
  speed: string;
  host?: string;
  hj212Port?: string;
  mqttPort?: string;
  httpPort?: string;
}

const protocols = ['hj212', 'mqtt', 'http'] as const;

/** As asked, or as the running host has written. Throws AppError `drill-no-port`. */
async function portsOf(options: DrillRunOptions): Promise<DrillPorts> {
  const written = await readFile(join(resolve(options.workspace), 'sources.json'), 'utf8').catch(() => '{}');
  const known = JSON.parse(written) as Partial<Record<string, unknown>>;
  const asked = { hj212: options.hj212Port, mqtt: options.mqttPort, http: options.httpPort };
  const ports = protocols.map((protocol) => {
    const port = asked[protocol] ?? known[protocol];
    if (port === undefined || port === null) throw new AppError('drill-no-port', { protocol });
    return [protocol, wholeNumber(`--${protocol}-port`, String(port), 1, 65_535)] as const;
  });
  return Object.fromEntries(ports) as unknown as DrillPorts;
}

function speedOf(text: string): number | null {
  if (text === 'max') return null;
  const speed = Number(text);
  if (!(speed > 0))
    throw new AppError('drill-refused', { option: '--speed', value: text, accepted: '1, 60, 3600 … max' });
  return speed;
}

/** Speaks to a running host until the drill's days are over or somebody stops it; goes on where it was stopped. */
export async function drillRunCommand(options: DrillRunOptions): Promise<void> {
  const speed = speedOf(options.speed);
  const ports = await portsOf(options);
  const drill = await loadDrill(options.workspace);
  const { spec } = drill.plan;
  const statePath = runStatePath(options.workspace);
  const state = await readRunState(statePath, spec);
  const from = options.from === undefined ? (state?.next ?? spec.start) : parseTime(options.from, true);
  const to = options.to === undefined ? null : parseTime(options.to, true);
  const stop = new AbortController();
  const onStop = (): void => stop.abort();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, onStop);
  try {
    await withReadings(options.workspace, { readOnly: true }, async (db) => {
      const watch = new RaisedWatch(db, state?.raised);
      const keep = (next: number): Promise<void> =>
        writeRunState(statePath, { drill: spec, next, raised: watch.raised });
      let [toldAt, toldReadings, kept] = [performance.now(), 0, Promise.resolve()];
      const end = await runDrill(drill, {
        ...{ host: options.host ?? '127.0.0.1', ports, speed, from, to, signal: stop.signal },
        onProgress: (next, counts) => {
          watch.look(next);
          const now = performance.now();
          if (now - toldAt < 2000) return;
          const rate = Math.round(((counts.readings - toldReadings) / (now - toldAt)) * 1000);
          [toldAt, toldReadings] = [now, counts.readings];
          kept = kept.then(() => keep(next));
          const { acknowledged, resent, refused } = counts;
          log(
            say(
              `${isoTime(next)}：每秒 ${rate} 条，已确认 ${acknowledged} 个报文，重发 ${resent}，被拒 ${refused}`,
              `${isoTime(next)}: ${rate} readings a second, ${acknowledged} messages acknowledged, ${resent} resent, ${refused} refused`,
            ),
          );
        },
      });
      watch.look(end.next);
      await kept;
      await keep(end.next);
      log(
        say(
          `停在 ${isoTime(end.next)}：${end.readings} 条监测值已确认`,
          `Stopped at ${isoTime(end.next)}: ${end.readings} readings acknowledged`,
        ),
      );
      if (options.json) printJson({ from: isoTime(from), to: isoTime(end.next), ...end, next: isoTime(end.next) });
    });
  } finally {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, onStop);
  }
}

export async function drillScoreCommand(options: {
  workspace: string;
  answers?: string;
  json?: boolean;
}): Promise<void> {
  const file = await readAnswers(options.answers ?? answersPath(options.workspace));
  const state = await readRunState(runStatePath(options.workspace), file.drill);
  const { start } = file.drill;
  const score = await withReadings(options.workspace, { readOnly: true }, (db) => {
    const until = newestReading(db) ?? start;
    const days = Math.max((until - start) / DAY, 1 / 24);
    return {
      ...{ drill: file.drill, until: isoTime(until), days, enterprises: file.enterprises, notPlanted: file.notPlanted },
      ...scoreDrill(file.answers, findingsSeen(db, state?.raised ?? {}), {
        until,
        days,
        enterprises: file.enterprises,
      }),
    };
  });
  tellScore(score);
  if (options.json) printJson(score);
}

function tellScore(score: DrillScore): void {
  const { kinds, recall, planted, found, falseFindings, falseByRule, falsePerEnterpriseMonth, notYet } = score;
  log(say('类别：植入、找到；相似、误认', 'kind: planted, found; look-alikes, taken in'));
  for (const each of kinds) {
    const missed = each.missed.length > 0 ? `  ✗ ${each.missed.join(', ')}` : '';
    const taken = each.taken.map(({ id, rules }) => `${id} (${rules.join(', ')})`).join('; ');
    log(
      `${each.kind}: ${each.planted}, ${each.found}; ${each.lookAlikes}, ${each.taken.length}${missed}${taken && `  ! ${taken}`}`,
    );
  }
  const rules = Object.entries(falseByRule).toSorted((a, b) => b[1] - a[1]);
  if (rules.length > 0) log(`${say('误报', 'false')}: ${rules.map(([rule, count]) => `${rule} ${count}`).join(', ')}`);
  const share = recall === null ? '–' : `${(100 * recall).toFixed(1)} %`;
  const rate = falsePerEnterpriseMonth.toFixed(3);
  log(
    say(
      `召回率 ${share}（${found}/${planted}）；误报 ${falseFindings} 条，每企业每月 ${rate}；未到时间 ${notYet.length} 例`,
      `Recall ${share} (${found}/${planted}); ${falseFindings} false findings, ${rate} an enterprise and month; ${notYet.length} cases not over yet`,
    ),
  );
}
