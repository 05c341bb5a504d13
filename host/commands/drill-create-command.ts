// Makes a drill: a workspace whose ledger came by an ordinary import, its instruments registered, and the answers beside it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AppError } from '../../core/app-error.ts';
import { MONITORING_FILE, openMonitoring } from '../../core/db/open-monitoring.ts';
import { answersPath, removeDrillFiles, writeAnswers } from '../../core/drill/drill-files.ts';
import { drillGround } from '../../core/drill/drill-ground.ts';
import { drillLedgerCsv } from '../../core/drill/drill-ledger-rules.ts';
import { type Drill, planDrill } from '../../core/drill/drill-rules.ts';
import { DAY, type DrillSpec, drillScales } from '../../core/drill/plan-facts-rules.ts';
import { registerDrill } from '../../core/drill/register-drill.ts';
import { createWorkspace, openWorkspace } from '../../core/workspace/workspace.ts';
import { log, parseTime, printJson, say } from './command.ts';
import { importFiles } from './import-command.ts';

const DEFAULT_DAYS = 40;
/** A year that has wholly begun: outputs are counted from January on. */
const DEFAULT_START = '2026-01-01';

export interface DrillCreateOptions {
  workspace: string;
  scale: string;
  seed: string;
  days?: string;
  start?: string;
  profile?: string;
  json?: boolean;
}

/** Throws AppError `drill-refused`. */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new AppError('drill-refused', { option, value: text, accepted: `${least}–${most}` });
  return value;
}

function specOf(options: DrillCreateOptions): DrillSpec {
  const scale = drillScales.find((each) => each === options.scale);
  if (!scale)
    throw new AppError('drill-refused', { option: '--scale', value: options.scale, accepted: drillScales.join(', ') });
  const start = parseTime(options.start ?? DEFAULT_START, true);
  return {
    seed: wholeNumber('--seed', options.seed, 0, 2 ** 32 - 1),
    scale,
    days: wholeNumber('--days', options.days ?? String(DEFAULT_DAYS), 1, 366),
    // The beginning of its day: everything in a drill is cut by days.
    start: start - ((start + 8 * 3_600_000) % DAY),
  };
}

/** Makes a workspace of a fictional province, and the file of answers beside it. */
export async function drillCreateCommand(options: DrillCreateOptions): Promise<void> {
  const spec = specOf(options);
  const dir = resolve(options.workspace);
  const undo = await createWorkspace(dir, { profile: options.profile ?? 'shandong' });
  try {
    const drill = await fillWorkspace(dir, spec);
    await removeDrillFiles(dir);
    await writeAnswers(answersPath(dir), drill);
    tellMade(dir, drill, options.json ?? false);
  } catch (error) {
    // Half a drill would look like a whole one.
    await undo();
    throw error;
  }
}

async function fillWorkspace(dir: string, spec: DrillSpec): Promise<Drill> {
  const workspace = await openWorkspace(dir, { purpose: 'lianggao drill create' });
  const scratch = await mkdtemp(join(tmpdir(), 'lianggao-drill-'));
  try {
    const drill = planDrill(spec, drillGround(workspace.boundaries, spec.seed));
    const file = join(scratch, '演练数据-台账.csv');
    await writeFile(file, drillLedgerCsv(drill.plan));
    const report = await importFiles(workspace, [file], {
      ...{ preset: 'ledger', actor: 'lianggao drill', reason: say('演练数据', 'drill data') },
    });
    if (report.rejectedRows > 0)
      throw new Error(`the drill's own ledger was refused: ${JSON.stringify(report.rejected[0])}`);
    const db = openMonitoring(join(dir, MONITORING_FILE));
    try {
      registerDrill(db, drill, Date.now());
    } finally {
      db.close();
    }
    return drill;
  } finally {
    await rm(scratch, { recursive: true, force: true });
    await workspace.close();
  }
}

function tellMade(dir: string, { plan, cases, left }: Drill, json: boolean): void {
  const { enterprises, units, devices, channels, spec } = plan;
  log(
    say(
      `已建立演练省（演练数据）${dir}：${enterprises.length} 家企业，${units.length} 台（套）装置，${devices.length} 台设备，${channels.length} 个点位；植入 ${cases.length} 例，答案在 ${answersPath(dir)}`,
      `Drill province (drill data) made in ${dir}: ${enterprises.length} enterprises, ${units.length} units, ${devices.length} devices, ${channels.length} channels; ${cases.length} cases planted, answers in ${answersPath(dir)}`,
    ),
  );
  if (left.length > 0)
    log(
      say(`没有植入：${left.join('、')}（天数或对象不够）`, `Not planted: ${left.join(', ')} (too few days or units)`),
    );
  if (!json) return;
  printJson({
    ...{ dir, drill: spec, from: new Date(spec.start).toISOString(), days: spec.days },
    ...{ enterprises: enterprises.length, units: units.length, devices: devices.length, channels: channels.length },
    ...{ cases: cases.length, notPlanted: left, answers: answersPath(dir) },
  });
}
