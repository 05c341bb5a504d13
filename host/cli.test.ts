// The command line as administrators and scripts use it: exit codes, one JSON document on stdout, sentences on stderr.
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledFile, bundledRows, csvText, withCells } from '../core/ledger-fixture.ts';
import { canMountTinyDisk, mountTinyDisk } from '../core/tmpfs-fixture.ts';
import { killAll, type Ran, run } from './cli-fixture.ts';

let root: string;
let workspace: string;
let created: Ran;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lianggao-cli-'));
  workspace = join(root, 'workspace');
  created = await run(['workspace', 'create', workspace, '--json'], 'zh');
});
afterAll(async () => {
  killAll();
  await rm(root, { recursive: true, force: true });
});

const at = (dir = workspace): string[] => ['--workspace', dir];

describe('workspace create', () => {
  it('loads the bundled ledgers, and says so in one document', () => {
    expect(created.code).toBe(0);
    expect(created.stderr).toContain('已建立工作区');
    expect(created.json).toMatchObject({ dir: workspace, profile: 'shandong' });
    expect(
      created.json.imports.map((report: { preset: string; inserted: number }) => [report.preset, report.inserted]),
    ).toEqual([
      ['gem-coal', 485],
      ['gem-steel', 53],
      ['sfi-cement', 62],
    ]);
  });

  it('again is refused with exit code 1, in the language asked for, and as a document', async () => {
    const [zh, en] = await Promise.all([
      run(['workspace', 'create', workspace, '--json'], 'zh'),
      run(['workspace', 'create', workspace, '--json']),
    ]);
    expect([zh.code, en.code]).toEqual([1, 1]);
    expect(zh.json.error).toMatchObject({ code: 'workspace-exists', zh: expect.stringContaining('已经是一个工作区') });
    expect(zh.json.error.message).toBe(zh.json.error.zh);
    expect(en.json.error.message).toBe(en.json.error.en);
    expect(zh.stderr.trim()).toBe(zh.json.error.zh);
    expect(en.stderr.trim()).toBe(en.json.error.en);
  });

  it.skipIf(!canMountTinyDisk)(
    'on a disk too small is refused, and leaves the disk as it was (needs root to mount a tmpfs)',
    async () => {
      using disk = mountTinyDisk(900) as NonNullable<ReturnType<typeof mountTinyDisk>>;
      const { code, json } = await run(['workspace', 'create', join(disk.dir, 'w'), '--json']);
      expect([code, json.error.code]).toEqual([1, 'disk-full']);
      expect(json.error.en).toContain(disk.dir);
      expect(readdirSync(disk.dir)).toEqual([]);
    },
  );
});

describe('usage', () => {
  it('that is wrong ends with exit code 2, and help on stderr', async () => {
    const wrong = [
      ['dance'],
      ['check', '--workspace', 'x', '--loud'],
      ['figure', 'capacity'],
      ['export', 'ledger', '--workspace', 'x', '--format', 'pdf', '--out', 'x'],
    ];
    for (const { code, stdout, stderr } of await Promise.all(wrong.map((args) => run(args)))) {
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('Usage');
    }
  });

  it('that is wrong is a document where one is read, also of commands that print nothing else', async () => {
    const wrong = [
      ['dance', '--json'],
      ['figure', 'capacity', '--json'],
      ['import', '--workspace', '--json'],
      ['readings', 'import', 'x.csv', '--workspace', 'x', '--kind', 'sum', '--json'],
      ['alarms', '--json'],
      ['mapping', 'guess'],
      ['findings'],
      ['readings', 'query', '--workspace', 'x'],
      ['hj212', 'decode'],
    ];
    for (const { code, stdout, stderr } of await Promise.all(wrong.map((args) => run(args, 'zh')))) {
      expect(code).toBe(2);
      // A line, so that readers of lines can read it too.
      expect(stdout.trim().split('\n')).toHaveLength(1);
      const { error } = JSON.parse(stdout);
      expect(error).toMatchObject({ code: 'usage', message: error.zh, en: expect.stringMatching(/^[ -~]+$/) });
      expect(error.zh).toMatch(/[\u4e00-\u9fff].*。$/);
      expect(stderr).toContain(error.zh);
    }
  }, 60_000);

  it('asked for in English shows no Chinese', async () => {
    const asked = [
      ['readings', 'import'],
      ['quarantine', 'adopt'],
      ['alarms', 'transition'],
      ['drill', 'run'],
      ['serve'],
    ];
    for (const { stdout } of await Promise.all(asked.map((args) => run([...args, '--help']))))
      expect(stdout).not.toMatch(/\p{Script=Han}/u);
  }, 60_000);

  it('asked for help or the version ends well', async () => {
    const [help, version] = await Promise.all([run(['import', '--help']), run(['--version'])]);
    expect([help.code, help.stderr, version.code]).toEqual([0, '', 0]);
    expect(help.stdout).toContain('--dry-run');
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('figure', () => {
  it('answers with keys by name and code, totals, times and versions', async () => {
    const { code, json } = await run([
      ...[
        'figure',
        'capacity',
        ...at(),
        '--json',
        '--by',
        'city,status',
        '--where',
        'city=Jinan',
        '--where',
        'city=青岛',
      ],
      ...['--where', 'product=coal-fired-power'],
    ]);
    expect(code).toBe(0);
    expect(json).toMatchObject({
      id: 'capacity',
      unit: 'MW',
      total: 8430,
      rule: 'capacity@1',
      revision: 3,
      datasets: ['gem-coal'],
      completeness: 1,
    });
    expect(json.rows[0]).toMatchObject({
      city: '济南市',
      cityCode: 370100,
      cityEn: 'Jinan',
      status: 'operating',
      statusName: 'Operating',
      unit: 'MW',
    });
    expect(Date.parse(json.asOf)).toBeGreaterThan(Date.parse('2026-01-01'));
    expect(json.knownAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(json.boundaries).toMatch(/^[0-9a-f]{64}$/);
  });

  it('without --json writes a line for each row, and the total beside', async () => {
    const { code, stdout, stderr } = await run(['figure', 'unit-count', ...at(), '--by', 'dataset'], 'zh');
    expect(code).toBe(0);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split('\t').slice(0, 2)),
    ).toEqual([
      ['gem-coal', '485'],
      ['gem-steel', '43'],
      ['sfi-cement', '62'],
    ]);
    expect(stderr).toContain('合计\t\t590');
  });

  it('is narrowed to ranges, and split by flag and class', async () => {
    const coal = ['--where', 'product=coal-fired-power'];
    const [ranged, classes, flags, dated] = await Promise.all([
      run([
        'figure',
        'unit-count',
        ...at(),
        '--json',
        '--between',
        'capacity=300..600',
        '--between',
        'commissioned=..2005',
      ]),
      run(['figure', 'unit-count', ...at(), '--json', '--by', 'capacity-class', ...coal]),
      run(['figure', 'enterprise-count', ...at(), '--by', 'flag']),
      run(['figure', 'dated-capacity', ...at(), ...coal]),
    ]);
    const units = bundledRows('gem-coal/shandong_dev.csv').slice(1);
    expect(ranged.json.total).toBe(
      units.filter((row) => Number(row[10]) >= 300 && Number(row[10]) <= 600 && row[12] && Number(row[12]) <= 2005)
        .length,
    );
    expect(classes.json.rows[0]).toMatchObject({ capacityClass: 20, capacityClassName: '20–50 MW' });
    expect(flags.stdout).toMatch(/^Near a boundary\t\d+/m);
    expect(dated.stdout).toMatch(/^2010\tCoal-fired power\t[\d.]+\tMW$/m);
    expect(dated.stderr).toContain('Numbers of different years are not added.');
  });

  it('explains itself down to the cells', async () => {
    const { json } = await run([
      'figure',
      'capacity',
      ...at(),
      '--json',
      '--explain',
      '--where',
      'enterprise=sfi-cement/GACTCHN0015',
    ]);
    expect(json.explain.formula).toMatch(/^Sum of/);
    expect(json.explain.inputs).toMatchObject([
      { value: 2.2, unit: 'Mt/a', origin: { kind: 'cell', text: '2.2', column: 'capacity' } },
    ]);
  });

  it('lists itself without a workspace', async () => {
    const { code, json } = await run(['figure', '--list', '--json']);
    expect(code).toBe(0);
    expect(json.map((figure: { id: string }) => figure.id)).toContain('enterprise-count');
  });

  it('that is refused is a document with the sentence that stands on stderr', async () => {
    const refused = [
      ['unknown-place', ['capacity', ...at(), '--where', 'city=Atlantis']],
      ['bad-time', ['capacity', ...at(), '--as-of', '2024-02-31']],
      ['unknown-dimension', ['capacity', ...at(), '--by', 'colour']],
      ['bad-range', ['capacity', ...at(), '--between', 'capacity=300-600']],
      ['bad-range', ['capacity', ...at(), '--between', 'capacity=600..300']],
      ['unknown-measure', ['capacity', ...at(), '--between', 'height=1..2']],
      ['class-needs-product', ['unit-count', ...at(), '--by', 'capacityClass']],
      ['workspace-missing', ['capacity', ...at(join(root, 'none'))]],
    ] as const;
    const runs = await Promise.all(refused.map(([, args]) => run(['figure', ...args, '--json'])));
    for (const [index, { code, json, stderr }] of runs.entries()) {
      expect([code, json.error.code]).toEqual([1, refused[index]?.[0]]);
      expect(stderr.trim()).toBe(json.error.message);
    }
  });
});

describe('import', { timeout: 60_000 }, () => {
  it('tries, imports, tells what it refused, and answers by the times', async () => {
    const dir = join(root, 'import');
    await run(['workspace', 'create', dir, '--empty']);
    // Header and three units of three plants.
    const plants = new Map(bundledRows('gem-coal/shandong_dev.csv').map((row) => [row[1], row]));
    const rows = [...plants.values()].slice(0, 4);
    const [bad, good] = [join(root, 'bad.csv'), join(root, 'good.csv')];
    await writeFile(bad, csvText(withCells(rows, 3, { Status: '停产' })));
    await writeFile(good, csvText(rows));

    const trial = await run(['import', bad, ...at(dir), '--dry-run', '--json']);
    expect([trial.code, trial.json.dryRun, trial.json.inserted, trial.json.rejectedRows]).toEqual([0, true, 2, 1]);
    const real = await run(['import', bad, ...at(dir), '--json', '--reason', 'first', '--valid-from', '2024-01-01']);
    expect(real.json.rejected).toMatchObject([{ row: 3, column: 'Status', value: '停产', code: 'unknown-status' }]);
    expect(real.json.rejected[0].reason).toContain('停产');
    expect(real.stderr).toContain('3 rows: 2 inserted, 0 updated, 0 unchanged, 1 rejected');

    const before = await run(['figure', 'unit-count', ...at(dir), '--json']);
    expect((await run(['import', good, ...at(dir), '--json'])).json).toMatchObject({ inserted: 1, unchanged: 2 });
    const [now, then, early] = await Promise.all([
      run(['figure', 'unit-count', ...at(dir), '--json']),
      run(['figure', 'unit-count', ...at(dir), '--json', '--known-at', before.json.knownAt]),
      run(['figure', 'unit-count', ...at(dir), '--json', '--as-of', '2023-12-31']),
    ]);
    expect([before.json.total, now.json.total, then.json.total]).toEqual([2, 3, 2]);
    // Two units hold from 2024 on; the third, of which nobody said so, since ever.
    expect(early.json.total).toBe(1);
  });

  it('of which every row is refused ends with exit code 1, with its report', async () => {
    const path = join(root, 'all-bad.csv');
    const [header = [], row = []] = bundledRows('gem-coal/shandong_dev.csv');
    await writeFile(path, csvText(withCells([header, row], 2, { Status: '停产' })));
    const { code, json } = await run(['import', path, ...at(), '--dry-run', '--json']);
    expect([code, json.rows, json.rejectedRows]).toEqual([1, 1, 1]);
  });

  it('of a header alone ends with exit code 1, and says so', async () => {
    const path = join(root, 'header.csv');
    const [header] = readFileSync(new URL('../docs/examples/office-ledger.csv', import.meta.url), 'utf8').split('\n');
    await writeFile(path, `${header}\n`);
    const { code, json, stderr } = await run(['import', path, ...at(), '--dry-run', '--json']);
    expect([code, json.rows]).toEqual([1, 0]);
    expect(stderr).toContain('no rows');
  });

  it('through a mapping file; a wrong one is refused with what is wrong', async () => {
    const [mapping, wrong, list] = [join(root, 'mapping.json'), join(root, 'wrong.json'), join(root, 'list.csv')];
    await writeFile(list, '厂,产能\n甲,5\n');
    const fields = {
      enterpriseName: '厂',
      product: { constant: '粗钢' },
      capacity: '产能',
      capacityUnit: { constant: '万吨' },
    };
    await writeFile(mapping, JSON.stringify({ name: 'short', fields }));
    await writeFile(wrong, JSON.stringify({ name: 'short', fields: { ...fields, colour: 'red' } }));
    const [good, bad] = await Promise.all([
      run(['import', list, ...at(), '--map', mapping, '--dry-run', '--json']),
      run(['import', list, ...at(), '--map', wrong, '--dry-run', '--json']),
    ]);
    expect(good.json).toMatchObject({ preset: 'short', inserted: 1 });
    expect([bad.code, bad.json.error.code]).toEqual([1, 'mapping-invalid']);
    expect(bad.json.error.en).toContain('colour');
    const none = await run(['import', list, ...at(), '--map', join(root, 'none.json'), '--dry-run', '--json']);
    expect([none.code, none.json.error.code]).toEqual([1, 'not-found']);
  });
});

describe('template, mapping and presets', () => {
  it('give what import takes', async () => {
    const template = join(root, 'template.xlsx');
    expect((await run(['template', '--out', template])).code).toBe(0);
    const [trial, guess] = await Promise.all([
      run(['import', template, ...at(), '--dry-run', '--json']),
      run(['mapping', 'guess', bundledFile('gem-coal/shandong_dev.csv')]),
    ]);
    expect(trial.json).toMatchObject({ preset: 'ledger', rows: 3, inserted: 3 });
    const proposed = JSON.parse(guess.stdout);
    expect(proposed.fields).toMatchObject({ capacity: 'Capacity (MW)', status: 'Status', latitude: 'Latitude' });
    const path = join(root, 'proposed.json');
    await writeFile(path, JSON.stringify({ ...proposed, name: 'proposed' }));
    expect((await run(['preset', 'save', path, ...at(), '--json'])).json).toEqual({ name: 'proposed' });
    const { json } = await run(['preset', 'list', ...at(), '--json']);
    expect(
      json.map(({ mapping, bundled }: { mapping: { name: string }; bundled: boolean }) => [mapping.name, bundled]),
    ).toEqual([
      ...[
        ['gem-coal', true],
        ['gem-steel', true],
        ['sfi-cement', true],
        ['ledger', true],
      ],
      ['proposed', false],
    ]);
  });

  it('into a folder that is not there, or is none, is refused', async () => {
    const out = join(root, 'no', 'such', 'folder', 'template.csv');
    const [template, exported] = await Promise.all([
      run(['template', '--format', 'csv', '--out', out]),
      run(['export', 'ledger', ...at(), '--format', 'csv', '--out', out, '--json']),
    ]);
    expect([template.code, exported.code, exported.json.error.code]).toEqual([1, 1, 'not-writable']);
    // What was begun can't be taken away either; the refusal still names the file.
    const inFile = join(bundledFile('gem-coal/shandong_dev.csv'), 'ledger.csv');
    const { code, json } = await run(['export', 'ledger', ...at(), '--format', 'csv', '--out', inFile, '--json']);
    expect([code, json.error.code]).toEqual([1, 'not-writable']);
    expect(json.error.en).toContain(inFile);
  });
});

describe('export', () => {
  it('writes the whole file, and says where', async () => {
    const out = join(root, 'ledger.csv');
    const { code, json } = await run(['export', 'ledger', ...at(), '--format', 'csv', '--out', out, '--json']);
    expect([code, json]).toEqual([0, { out, format: 'csv' }]);
    expect(readFileSync(out, 'utf8').trim().split('\r\n')).toHaveLength(591);
  });

  it.skipIf(!canMountTinyDisk)(
    'onto a full disk is refused, and leaves what was there (needs root to mount a tmpfs)',
    async () => {
      using disk = mountTinyDisk(64) as NonNullable<ReturnType<typeof mountTinyDisk>>;
      const out = join(disk.dir, 'ledger.csv');
      await writeFile(out, 'of last month');
      for (const format of ['csv', 'xlsx']) {
        const { code, json } = await run(['export', 'ledger', ...at(), '--format', format, '--out', out, '--json']);
        expect([code, json.error.code]).toEqual([1, 'disk-full']);
      }
      expect(readFileSync(out, 'utf8')).toBe('of last month');
      expect(readdirSync(disk.dir)).toEqual(['ledger.csv']);
    },
  );
});

describe('check', () => {
  it('proves a sound workspace', async () => {
    const { code, json, stderr } = await run(['check', ...at(), '--json']);
    expect(code).toBe(0);
    expect(json.ok).toBe(true);
    expect(json.checks.map((check: { name: string }) => check.name)).toEqual([
      'schema',
      'keys',
      'times',
      'places',
      'provenance',
      'checksums',
    ]);
    expect(stderr.match(/✓/g)).toHaveLength(6);
  });
});
