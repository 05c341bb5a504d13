// Readings, the registry and quarantine through the command line, as administrators run it.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorkspace } from '../../core/workspace/workspace.ts';
import { killAll, run } from '../cli-fixture.ts';
import { openWriter, withReadings } from './open-readings.ts';

let root: string;
let workspace: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lianggao-readings-cli-'));
  workspace = join(root, 'workspace');
  await run(['workspace', 'create', workspace, '--empty']);
}, 60_000);
afterAll(async () => {
  killAll();
  await rm(root, { recursive: true, force: true });
});

const at = (): string[] => ['--workspace', workspace];
const file = async (name: string, text: string): Promise<string> => {
  const path = join(root, name);
  await writeFile(path, text);
  return path;
};
const example = (name: string): string => fileURLToPath(new URL(`../../docs/examples/${name}`, import.meta.url));

/** A day of quarters, stamped DD/MM/YYYY with their ends, 24:00 written as 00:00 of the same date. */
const day = (): string => {
  const rows = Array.from({ length: 96 }, (_, index) => {
    const minutes = ((index + 1) * 15) % 1440;
    return `13/01/2026 ${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')},${(index + 1) / 100}`;
  });
  return `date,Usage_kWh\n${rows.join('\n')}\n`;
};

describe('readings', () => {
  it('asked for before there are any are refused with what to do', async () => {
    const { code, json } = await run(['readings', 'query', ...at(), '--channel', 'steel', '--json']);
    expect([code, json.error.code]).toEqual([1, 'no-monitoring']);
  });

  it('are imported and asked for, in documents that are all there is on stdout', async () => {
    const path = await file('day.csv', day());
    const stated = ['--stamp', 'end', '--midnight', '24', '--interval', '15m', '--date-format', 'dd/MM/yyyy HH:mm'];
    const args = [
      'readings',
      'import',
      path,
      ...at(),
      '--channel',
      'steel',
      '--column',
      'Usage_kWh',
      ...stated,
      '--json',
    ];
    const imported = await run(args);
    expect(imported.code).toBe(0);
    expect(imported.stderr).toContain('96 rows: 96 accepted, 0 repeated, 0 revised, 0 rejected');
    expect(imported.json).toMatchObject({
      rows: 96,
      accepted: 96,
      findings: [],
      read: { midnight: 24, stamp: 'end', found: ['timeColumns'] },
    });
    expect((await run(args)).json).toMatchObject({ accepted: 0, repeated: 96, revised: 0 });

    const { json } = await run(['readings', 'query', ...at(), '--channel', 'steel', '--step', '1d', '--json']);
    const row = {
      from: '2026-01-13T00:00:00+08:00',
      to: '2026-01-14T00:00:00+08:00',
      sum: 46.56,
      avg: expect.closeTo(0.485, 12),
      min: 0.01,
      max: 0.96,
    };
    expect(json).toEqual({ rows: [{ ...row, count: 96, expected: 96, completeness: 1 }] });
    // Half open: up to a bare day is up to its beginning.
    const asked = ['--from', '2026-01-13T23:30', '--to', '2026-01-15', '--step', '15m', '--json'];
    const quarters = (await run(['readings', 'query', ...at(), '--channel', 'steel', ...asked])).json.rows;
    expect(quarters).toHaveLength(2 + 96);
    expect(quarters[1]).toMatchObject({ from: '2026-01-13T23:45:00+08:00', sum: 0.96, count: 1 });
    // A gap is not zero.
    expect(quarters[2]).toMatchObject({ sum: null, avg: null, count: 0, expected: 1, completeness: 0 });
    const unknown = await run(['readings', 'query', ...at(), '--channel', 'other', '--json']);
    expect([unknown.code, unknown.json.error.code]).toEqual([1, 'unknown-channel']);
  }, 60_000);

  it('of a wide file come in by a map; what is wrong with it is said', async () => {
    const path = await file('wide.csv', 't,P,Q\n2026-01-01 00:00,1,10\n2026-01-01 00:15,2,20\n');
    const map = await file(
      'map.json',
      '{"columns":{"P":{"channel":"p","unit":"kW"},"Q":{"channel":"q","unit":"t","kind":"amount","quantity":"output"}}}',
    );
    const { json } = await run(['readings', 'import', path, ...at(), '--map', map, '--json']);
    expect(
      json.channels.map((each: { channel: string; unit: string; kind: string }) => [
        each.channel,
        each.unit,
        each.kind,
      ]),
    ).toEqual([
      ['p', 'kW', 'level'],
      ['q', 't', 'amount'],
    ]);
    for (const text of [
      '{',
      '{"columns":{}}',
      '{"columns":{"P":"x","Q":"x"}}',
      '{"columns":{"P":{"channel":"x","role":"main"}}}',
    ]) {
      const bad = await run(['readings', 'import', path, ...at(), '--map', await file('bad.json', text), '--json']);
      expect([bad.code, bad.json.error.code]).toEqual([1, 'readings-map-invalid']);
    }
    const wrong = await run([
      'readings',
      'import',
      path,
      ...at(),
      '--channel',
      'p',
      '--column',
      'P',
      '--stamp',
      'middle',
    ]);
    expect([wrong.code, wrong.stdout]).toEqual([2, '']);
  }, 60_000);

  it('are tried without a trace, and then come as the trial has said', async () => {
    const path = await file('tried.csv', 't,v\n2026-01-01 00:00,1\n2026-01-01 00:15,2\n2026-01-01 00:30,3\n');
    const args = (name: string): string[] => [
      'readings',
      'import',
      name,
      ...at(),
      '--channel',
      'tried',
      '--column',
      'v',
    ];
    const trial = await run([...args(path), '--dry-run', '--json']);
    expect([trial.code, trial.json]).toMatchObject([
      0,
      { dryRun: true, rows: 3, accepted: 3, channels: [{ made: true }] },
    ]);
    expect(trial.stderr).toContain('nothing was kept');
    expect((await run(['readings', 'query', ...at(), '--channel', 'tried', '--json'])).json.error.code).toBe(
      'unknown-channel',
    );
    await run(args(path));
    // One again, one corrected, one new.
    const later = await file('later.csv', 't,v\n2026-01-01 00:15,2\n2026-01-01 00:30,9\n2026-01-01 00:45,4\n');
    const counts = { accepted: 1, repeated: 1, revised: 1, rejected: 0 };
    expect((await run([...args(later), '--dry-run', '--json'])).json).toMatchObject({ ...counts, channels: [counts] });
    expect((await run([...args(later), '--json'])).json).toMatchObject({ ...counts, channels: [counts] });
  }, 60_000);

  it('of a day a row need no column, and say how they were taken', async () => {
    const hours = Array.from({ length: 24 }, (_, hour) => `${hour + 1}:00`);
    const path = await file('days.csv', `日期,${hours.join(',')}\n2026-01-01,${hours.map(() => '2').join(',')}\n`);
    const args = ['readings', 'import', path, ...at(), '--channel', 'days', '--unit', 'kWh', '--json'];
    const { json, stderr } = await run(args);
    expect(json).toMatchObject({
      accepted: 24,
      read: { stamp: 'end', interval: '1h' },
      notes: [{ code: 'day-table' }],
    });
    expect(stderr).toContain('"1:00" to "24:00" (24)');
    const query = await run(['readings', 'query', ...at(), '--channel', 'days', '--step', '1d', '--json']);
    expect(query.json.rows).toMatchObject([{ from: '2026-01-01T00:00:00+08:00', sum: 48, completeness: 1 }]);
  }, 60_000);

  it('of channels without a name, or with more than a line of it, are refused', async () => {
    const path = await file('named.csv', 't,v\n2026-01-01 00:00,1\n2026-01-01 00:15,2\n');
    for (const [option, text] of [
      ['--channel', ''],
      ['--channel', 'a\nb'],
      ['--channel', ' '],
      ['--name', '\t'],
      ['--device', ''],
    ]) {
      const channel = option === '--channel' ? [] : ['--channel', 'named'];
      const args = [
        'readings',
        'import',
        path,
        ...at(),
        ...channel,
        option as string,
        text as string,
        '--column',
        'v',
        '--json',
      ];
      const { code, json } = await run(args);
      expect([code, json.error.code]).toEqual([1, 'bad-name']);
    }
    const { json } = await run(['devices', 'list', ...at(), '--json']);
    expect(json.devices.map(({ id }: { id: string }) => id.trim())).not.toContain('');
  }, 60_000);

  it('and findings from a time later than the other are refused', async () => {
    for (const command of [['readings', 'query'], ['findings']]) {
      const span = ['--from', '2026-02-01', '--to', '2026-01-01'];
      const { code, json } = await run([...command, ...at(), '--channel', 'steel', ...span, '--json']);
      expect([code, json.error.code]).toEqual([1, 'ends-before-it-begins']);
    }
  }, 60_000);

  it('that are old are archived and read as before; the room that they leave is given back while nobody else writes', async () => {
    const quarters = Array.from({ length: 96 * 60 }, (_, at) => {
      const time = new Date(Date.UTC(2024, 0, 1) + at * 900_000).toISOString();
      return `${time.slice(0, 10)} ${time.slice(11, 16)},${at / 8}`;
    });
    const path = await file('old.csv', `t,v\n${quarters.join('\n')}\n`);
    await run(['readings', 'import', path, ...at(), '--channel', 'old', '--column', 'v']);
    const query = ['readings', 'query', ...at(), '--channel', 'old', '--step', '1d', '--json'];
    const before = (await run(query)).json;
    const archive = ['readings', 'archive', ...at(), '--older-than-days', '30', '--compact', '--json'];
    const held = await openWorkspace(workspace, { purpose: 'test' });
    const refused = await run(archive);
    await held.close();
    expect([refused.code, refused.json.error.code]).toEqual([1, 'workspace-in-use']);
    const { code, json } = await run(archive);
    expect([code, json.compacted.after < json.compacted.before]).toEqual([0, true]);
    expect((await run(query)).json).toEqual(before);
    expect((await run(['check', ...at(), '--json'])).json.ok).toBe(true);
  }, 120_000);

  it('that are all unreadable end with exit code 1', async () => {
    const path = await file('bad.csv', 't,v\n2026-01-01 00:00,x\n2026-01-01 00:15,y\n');
    const { code, json } = await run([
      'readings',
      'import',
      path,
      ...at(),
      '--channel',
      'bad',
      '--column',
      'v',
      '--json',
    ]);
    expect([code, json.rejected, json.counts]).toEqual([1, 2, { 'not-a-number': 2 }]);
    // What no rule can see is among the findings all the same.
    const { json: found } = await run(['findings', ...at(), '--channel', 'bad', '--json']);
    expect(found.findings).toMatchObject([
      { rule: 'file-not-a-number', from: '2026-01-01T00:00:00+08:00', evidence: { row: 2, value: 'x', column: 'v' } },
      { rule: 'file-not-a-number', evidence: { row: 3 } },
    ]);
  }, 60_000);
});

describe('devices', () => {
  it('of a file that is no registry are refused', async () => {
    const path = await file('other.csv', 'device id,meter\nx,y\n');
    const { code, json } = await run(['devices', 'import', path, ...at(), '--json']);
    expect([code, json.error.code]).toEqual([1, 'no-registry-columns']);
    expect(json.error.en).toContain('device id → Device');
  }, 60_000);

  it('of the bundled example come in, are listed without secrets, and are unchanged the second time', async () => {
    const trial = await run(['devices', 'import', example('devices.csv'), ...at(), '--dry-run', '--json']);
    expect(trial.json).toMatchObject({ dryRun: true, rows: 8, inserted: 8, rejected: 0 });
    const args = ['devices', 'import', example('devices.csv'), ...at(), '--json'];
    expect((await run(args)).json).toMatchObject({ inserted: 8, updated: 0, unchanged: 0, rejected: 0 });
    const again = await run(args);
    expect(again.json).toMatchObject({ inserted: 0, updated: 0, unchanged: 8, rejected: 0 });
    const list = await run(['devices', 'list', ...at(), '--json']);
    expect(list.json.devices.map(({ id }: { id: string }) => id)).toContain('88888880000001');
    for (const { stdout, stderr } of [again, list]) expect(stdout + stderr).not.toContain('123456');
  }, 60_000);

  it('templates are what an import reads', async () => {
    for (const format of ['csv', 'xlsx']) {
      const out = join(root, `template.${format}`);
      expect((await run(['devices', 'template', '--format', format, '--out', out], 'zh')).code).toBe(0);
      const { json } = await run(['devices', 'import', out, ...at(), '--dry-run', '--json']);
      expect(json).toMatchObject({ rows: 8, rejected: 0 });
    }
    expect(await readFile(join(root, 'template.csv'), 'utf8')).toBe(await readFile(example('devices.csv'), 'utf8'));
  }, 60_000);
});

describe('settings', () => {
  it('are changed, listed and taken back; what none of them takes is refused', async () => {
    const set = (key: string, value: string) => run(['settings', 'set', key, value, ...at(), '--json']);
    expect((await set('camera-hosts', '10.1.2.3, cam.example:8080')).json).toEqual({
      'camera-hosts': '10.1.2.3, cam.example:8080',
    });
    expect((await run(['settings', 'list', ...at(), '--json'])).json.settings).toMatchObject({
      'camera-hosts': '10.1.2.3, cam.example:8080',
      'unknown-devices': null,
      listeners: null,
    });
    expect((await set('camera-hosts', '')).json).toEqual({ 'camera-hosts': null });
    for (const [key, value] of [
      ['camera-hosts', 'http://10.1.2.3/still'],
      ['camera-hosts', 'user@10.1.2.3'],
      ['unknown-devices', 'perhaps'],
      ['listeners', '{"hj212":"8212"}'],
      ['drill', '{}'],
    ] as const) {
      const { code, json } = await set(key, value);
      expect([code, json.error.code]).toEqual([1, 'unknown-option-value']);
    }
  }, 60_000);
});

describe('quarantine', () => {
  it('lists what nobody has registered, and adopts it with all that it has sent', async () => {
    await withReadings(workspace, {}, (db) => {
      const reading = (address: string, minute: number, value: number) => ({
        ...{ device: 'lost', address, time: Date.parse('2026-02-01T00:00:00+08:00') + minute * 60_000 },
        ...{ value, text: String(value), flag: null },
      });
      const readings = [reading('P1', 0, 1), reading('P1', 15, 2), reading('P2', 0, 3)];
      openWriter(db).write([
        { protocol: 'mqtt', device: 'lost', receivedAt: Date.now(), bytes: new Uint8Array(1), readings, issues: [] },
      ]);
    });
    const { json } = await run(['quarantine', 'list', ...at(), '--json']);
    expect(json.entries).toMatchObject([
      {
        protocol: 'mqtt',
        device: 'lost',
        address: 'P1',
        readings: 2,
        firstTime: '2026-02-01T00:00:00+08:00',
        unknown: 'device',
      },
      { device: 'lost', address: 'P2', readings: 1 },
    ]);
    const unnamed = await run(['quarantine', 'adopt', ...at(), '--address', 'P1', '--json']);
    expect([unnamed.code, unnamed.json.error.code]).toEqual([1, 'adopt-needs-device']);
    expect(unnamed.json.error.en).toContain('sent by: lost');
    const bad = ['--device', 'lost', '--address', 'P1', '--channel', 'a\nb', '--json'];
    expect((await run(['quarantine', 'adopt', ...at(), ...bad])).json.error.code).toBe('bad-name');
    const as = [
      '--device',
      'lost',
      '--address',
      'P1',
      '--channel',
      'found',
      '--unit',
      'kWh',
      '--interval',
      '15m',
      '--json',
    ];
    expect((await run(['quarantine', 'adopt', ...at(), ...as])).json).toMatchObject({ accepted: 2, remaining: 1 });
    const query = await run(['readings', 'query', ...at(), '--channel', 'found', '--step', '1h', '--json']);
    expect(query.json.rows).toMatchObject([{ sum: 3, count: 2, expected: 4 }]);

    // The other one by the registry's file.
    const registry = await file(
      'lost.csv',
      'record,device,address,id,unitOfMeasure,interval\nchannel,lost,P2,other,t,15m\n',
    );
    expect((await run(['devices', 'import', registry, ...at(), '--json'])).json).toMatchObject({ inserted: 1 });
    expect((await run(['quarantine', 'adopt', ...at(), '--json'])).json).toMatchObject({ accepted: 1, remaining: 0 });
    const whose = await run(['quarantine', 'adopt', ...at(), '--address', 'P9', '--json']);
    expect([whose.code, whose.json.error.code]).toEqual([1, 'adopt-needs-device']);
    const none = await run(['quarantine', 'adopt', ...at(), '--device', 'lost', '--address', 'P9', '--json']);
    expect([none.code, none.json.error.code]).toEqual([1, 'not-in-quarantine']);
  }, 60_000);
});
