import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '../../core/app-error.ts';
import { checkWorkspace } from '../../core/check/check-workspace.ts';
import { openMonitoring } from '../../core/db/open-monitoring.ts';
import type { AnswersFile } from '../../core/drill/drill-files.ts';
import { LedgerReader } from '../../core/ledger/ledger-reader.ts';
import { openWorkspace } from '../../core/workspace/workspace.ts';
import { drillFeedCommand, drillRunCommand, drillScoreCommand } from './drill-commands.ts';
import { drillCreateCommand } from './drill-create-command.ts';

let parent: string;
let workspace: string;
let printed: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'lianggao-drill-test-'));
  workspace = join(parent, 'drill');
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(parent, { recursive: true, force: true });
});

const create = (more: object = {}): Promise<void> =>
  drillCreateCommand({ workspace, scale: 'small', seed: '5', days: '4', json: true, ...more });
const answers = (): AnswersFile => JSON.parse(readFileSync(`${workspace}-answers.json`, 'utf8')) as AnswersFile;

it('makes a sound workspace by an ordinary import, with the answers beside it and not in it', async () => {
  await create();
  expect(JSON.parse(printed)).toMatchObject({ enterprises: 16, units: 60, channels: 300 });
  const opened = await openWorkspace(workspace);
  try {
    expect((await checkWorkspace(opened)).filter((check) => !check.ok)).toEqual([]);
    const view = await new LedgerReader(opened.db, Date.now).read({});
    const { enterprises, units } = view.slice;
    expect([enterprises.size, units.length]).toEqual([16, 60]);
    // What the instruments refer to is what the ledger holds.
    const db = openMonitoring(join(workspace, 'monitoring.sqlite'), { readOnly: true });
    const column = (sql: string) => db.prepare(sql).pluck().all() as string[];
    const known = new Set(enterprises.keys());
    for (const id of column('SELECT DISTINCT enterprise FROM channel WHERE enterprise IS NOT NULL'))
      expect(known).toContain(id);
    const knownUnits = new Set(units.map(({ id }) => id));
    for (const id of column('SELECT DISTINCT unit FROM channel WHERE unit IS NOT NULL'))
      expect(knownUnits).toContain(id);
    expect(column("SELECT value FROM setting WHERE key = 'clock'")).toEqual(['readings']);
    expect(JSON.parse(column("SELECT value FROM setting WHERE key = 'drill'")[0] ?? '')).toMatchObject({
      seed: 5,
      scale: 'small',
      watermark: { zh: '演练数据' },
    });
    db.close();
  } finally {
    await opened.close();
  }
  expect(readdirSync(parent).toSorted()).toEqual(['drill', 'drill-answers.json']);
  expect(answers().answers.length).toBeGreaterThan(5);
  const inside = readdirSync(workspace, { recursive: true, encoding: 'utf8' });
  expect(inside.some((name) => /answer/i.test(name))).toBe(false);
});

it('makes the same answers of the same seed', async () => {
  await create();
  const first = readFileSync(`${workspace}-answers.json`);
  workspace = join(parent, 'again');
  await create();
  expect(readFileSync(`${workspace}-answers.json`).equals(first)).toBe(true);
});

it('feeds, goes on where it stopped, takes nothing twice, and scores', async () => {
  await create();
  const span = async (to: string, from?: string) => {
    printed = '';
    await drillFeedCommand({ workspace, to, json: true, ...(from === undefined ? {} : { from }) });
    return JSON.parse(printed) as { from: string; readings: number; revised: number; quarantined: number };
  };
  const first = await span('2026-01-01T03:00');
  expect(first).toMatchObject({ revised: 0, quarantined: 0 });
  const second = await span('2026-01-01T06:00');
  expect(second.from).toBe('2026-01-01T03:00:00+08:00');
  const count = (): number => {
    const db = openMonitoring(join(workspace, 'monitoring.sqlite'), { readOnly: true });
    try {
      return db.prepare('SELECT count(*) FROM reading').pluck().get() as number;
    } finally {
      db.close();
    }
  };
  const stored = count();
  expect(stored).toBe(first.readings + second.readings);
  expect(await span('2026-01-01T06:00', '2026-01-01T02:00')).toMatchObject({ revised: 0 });
  expect(count()).toBe(stored);

  printed = '';
  await drillScoreCommand({ workspace, json: true });
  const score = JSON.parse(printed) as { planted: number; notYet: string[]; until: string };
  expect(score.until.startsWith('2026-01-01T05:59')).toBe(true);
  expect(score.notYet).toHaveLength(answers().answers.length);
});

it('refuses what it cannot do, and leaves nothing behind', async () => {
  const refusal = (work: Promise<void>) =>
    work.then(
      () => null,
      (error: unknown) => (error instanceof AppError ? error.code : error),
    );
  expect(await refusal(create({ scale: 'huge' }))).toBe('drill-refused');
  expect(await refusal(create({ seed: '-1' }))).toBe('drill-refused');
  expect(await refusal(create({ days: '0' }))).toBe('drill-refused');
  expect(existsSync(workspace)).toBe(false);
  await create();
  expect(await refusal(create())).toBe('workspace-exists');
  expect(await refusal(drillRunCommand({ workspace, speed: 'max' }))).toBe('drill-no-port');
  expect(await refusal(drillRunCommand({ workspace, speed: 'fast' }))).toBe('drill-refused');
  expect(await refusal(drillScoreCommand({ workspace, answers: join(parent, 'none.json') }))).toBe('no-answers');
});
