// Registry files against a real ledger: what is registered, what is doubted, what is refused, and what stays secret.
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '../app-error.ts';
import { cameraSecret, listCameras } from '../cameras/cameras.ts';
import { MONITORING_FILE, openMonitoring } from '../db/open-monitoring.ts';
import { creditCodeCheckCharacter } from '../imports/credit-code-rules.ts';
import { openSourceFile } from '../imports/read/source-file.ts';
import { inlineRows, workbookBytes } from '../imports/read/zip-fixture.ts';
import { csvText, listFile, listMapping, TestLedger } from '../ledger-fixture.ts';
import { importRegistry, type RegistryReport } from './import-registry.ts';
import { type LedgerPlaces, readLedgerPlaces } from './ledger-places.ts';
import { deviceSecret, loadDeclarations, loadRegistry, registryVersion } from './registry.ts';
import { registryTemplateCsv, registryTemplateXlsx } from './registry-template.ts';

const NOW = Date.parse('2026-07-01T00:00:00+08:00');
const code = '91370000000000011';
const creditCode = code + creditCodeCheckCharacter(code);

let ledger: TestLedger;
let places: LedgerPlaces;
let db: Database.Database;
let files = 0;
beforeAll(async () => {
  ledger = await TestLedger.open();
  await ledger.import(
    [
      listFile([
        { unit: 'U1' },
        { unit: 'U2', plant: 'P2', name: '二号电厂' },
        { unit: 'U3', plant: 'P3', name: '二号电厂' },
      ]),
    ],
    {
      mapping: listMapping,
    },
  );
  places = await readLedgerPlaces(ledger.workspace, () => ledger.now);
});
afterAll(() => ledger[Symbol.asyncDispose]());
beforeEach(() => {
  files += 1;
  db = openMonitoring(join(ledger.dir, `${files}-${MONITORING_FILE}`), { now: NOW });
  return () => db.close();
});

async function take(content: string | Uint8Array, dryRun = false, name = 'registry.csv'): Promise<RegistryReport> {
  const path = join(ledger.dir, name);
  await writeFile(path, content);
  const file = await openSourceFile(path);
  try {
    return await importRegistry({ db, places, now: () => NOW }, file, { dryRun });
  } finally {
    await file.close();
  }
}

const found = ({ findings }: RegistryReport): string[] =>
  findings.map((each) => `${each.code} ${each.row} ${each.column}`);

const device = ['device', 'gw', 'mqtt', '', '', '', '一号电厂', ''];
const header = ['record', 'id', 'protocol', 'device', 'address', 'unitOfMeasure', 'enterprise', 'interval'];
const channel = ['channel', 'm1', '', 'gw', 'P1', 'kWh', '', '15m'];

describe('a registry file', () => {
  it('registers devices before channels in whatever order its rows stand; place and industry are the enterprise’s', async () => {
    const report = await take(csvText([header, channel, device]));
    expect(report).toMatchObject({
      rows: 2,
      inserted: 2,
      findings: [],
      records: { device: { inserted: 1 }, channel: { inserted: 1 } },
    });
    const { devices, channel: byId } = loadRegistry(db);
    expect(devices.get('gw')).toMatchObject({ protocol: 'mqtt', name: 'gw', enterprise: 'list/P1' });
    expect(byId('m1')).toMatchObject({
      ...{ device: 'gw', address: 'P1', enterprise: 'list/P1', city: 370100, industry: 'coal_power' },
      ...{ kind: 'amount', quantity: 'electricity', intervalMs: 900_000, factor: 1 },
    });
  });

  it('as a trial says the same and registers nothing', async () => {
    const report = await take(csvText([header, channel, device]), true);
    expect(report).toMatchObject({ dryRun: true, inserted: 2 });
    expect(loadRegistry(db).devices.size).toBe(0);
  });

  it('again changes nothing; with another value, that alone; without a column, nothing of it', async () => {
    await take(csvText([header, device, channel]));
    const version = registryVersion(db);
    expect(await take(csvText([header, device, channel]))).toMatchObject({ inserted: 0, unchanged: 2 });
    expect(registryVersion(db)).toBe(version);
    const changed = await take(
      csvText([
        ['record', 'id', 'limitHigh', 'limitPeriod'],
        ['channel', 'm1', '200', 'hour'],
      ]),
    );
    expect(changed).toMatchObject({ updated: 1, findings: [] });
    expect(loadRegistry(db).channel('m1')).toMatchObject({
      limitHigh: 200,
      limitPeriod: 'hour',
      unitOfMeasure: 'kWh',
      intervalMs: 900_000,
    });
    // A column that is there and blank says that there is none.
    await take(
      csvText([
        ['record', 'id', 'limitHigh'],
        ['channel', 'm1', ''],
      ]),
    );
    expect(loadRegistry(db).channel('m1')).toMatchObject({ limitHigh: null, limitPeriod: 'hour' });
  });

  it('in Chinese, and as a workbook with a sheet for each kind, is the same', async () => {
    await take(
      '记录,编号,协议,企业,设备,地址,计量单位,间隔,限值上限,限值平均时段\n设备,gw,HJ212,一号电厂,,,,,,\n点位,m1,,,gw,w01018,mg/L,1h,50,日均值\n',
    );
    expect(loadRegistry(db).channel('m1')).toMatchObject({
      kind: 'level',
      limitHigh: 50,
      limitPeriod: 'day',
      intervalMs: 3_600_000,
    });
    const sheets = {
      设备: inlineRows([
        ['编号', '协议'],
        ['gw2', 'modbus tcp'],
      ]),
      监测点位: inlineRows([
        ['编号', '设备', '地址', '计量单位', '间隔'],
        ['m2', 'gw2', '40001', 'kW', '1m'],
      ]),
      说明: inlineRows([
        ['填写说明', ''],
        ['a', 'b'],
      ]),
    };
    expect(await take(workbookBytes({ sheets }), false, 'book.xlsx')).toMatchObject({
      rows: 2,
      inserted: 2,
      findings: [],
    });
    expect(loadRegistry(db).channel('m2')?.kind).toBe('level');
  });

  it('finds an enterprise by id, credit code or name; one that the ledger lacks is on no list, and kept', async () => {
    const of = (text: string): string[] => ['device', `d-${text}`, 'http', '', '', '', text, ''];
    const report = await take(csvText([header, of('list/P1'), of('二号电厂'), of(creditCode), of('某厂')]));
    expect(report).toMatchObject({ inserted: 4, rejected: 0 });
    expect(found(report)).toEqual([
      'ambiguous-enterprise 3 enterprise',
      'unlisted-enterprise 4 enterprise',
      'unlisted-enterprise 5 enterprise',
    ]);
    const { devices } = loadRegistry(db);
    expect(['list/P1', '二号电厂', creditCode, '某厂'].map((text) => devices.get(`d-${text}`)?.enterprise)).toEqual([
      ...['list/P1', '二号电厂', `uscc/${creditCode}`, '某厂'],
    ]);
  });

  it('places what belongs to no listed enterprise by its own position, in any datum', async () => {
    await take(
      'record,id,protocol,longitude,latitude,datum,device,address,unitOfMeasure,interval\n' +
        'device,gw,http,117.12,36.65,CGCS2000,,,,\nchannel,m1,,,,,gw,P,kW,1m\n',
    );
    expect(loadRegistry(db).channel('m1')).toMatchObject({ enterprise: null, city: 370100 });
  });

  it('keeps secrets as secrets: tokens as hashes, nothing of them in the report or the lists', async () => {
    const sm4 = '00112233445566778899AABBCCDDEEFF';
    const text = `record,id,protocol,password,sm4Key,token\ndevice,gw,hj212,hush-1,${sm4},hush-2\ndevice,bad,hj212,hush-3,hush-4,\n`;
    const report = await take(text);
    expect(found(report)).toEqual(['bad-key 3 sm4Key']);
    expect(deviceSecret(db, 'gw')).toEqual({
      ...{ password: 'hush-1', sm4Keys: [sm4.toLowerCase()] },
      tokenSha256: createHash('sha256').update('hush-2').digest('hex'),
    });
    const shown = JSON.stringify([report, [...loadRegistry(db).devices.values()]]);
    expect(shown).not.toMatch(/hush|00112233/i);
    // The same again is no change; a blank one leaves what is there.
    expect((await take(text)).records.device).toMatchObject({ unchanged: 1 });
    await take('record,id,protocol,password\ndevice,gw,hj212,\n');
    expect(deviceSecret(db, 'gw').password).toBe('hush-1');
  });

  it('keeps its good rows beside those that are refused, each with its reason', async () => {
    const columns =
      'record,id,protocol,device,address,unitOfMeasure,interval,kind,factor,rangeLow,rangeHigh,limitHigh,limitPeriod,settings,parent,calibrationDue';
    const rows = [
      'device,gw,mqtt',
      'device,,mqtt',
      'device,x,zigbee',
      'device,gw,mqtt',
      'device,y,mqtt,,,,,,,,,,,[1]',
      'gadget,z',
      'channel,m1,,gw,P1,kWh,15m',
      'channel,m2,,nowhere,P1,kWh,15m',
      'channel,m3,,gw,P1,kWh,15m',
      'channel,m4,,gw,P4,kWh,weekly',
      'channel,m5,,gw,P5,kWh,15m,often,x',
      'channel,m6,,gw,P6,kWh,15m,,0,9,5',
      'channel,m7,,gw,P7,,,,,,,50,,,above,2020-01-01',
    ].map((row) => row + ','.repeat(columns.split(',').length - row.split(',').length));
    const report = await take(`${columns}\n${rows.join('\n')}\n`);
    expect(report).toMatchObject({ rows: 13, inserted: 3, rejected: 10 });
    expect(found(report)).toEqual([
      'missing 3 id',
      'unknown-word 4 protocol',
      'duplicate-id 5 id',
      'bad-settings 6 settings',
      'unknown-record 7 record',
      'unknown-device 9 device',
      'address-taken 10 address',
      'bad-interval 11 interval',
      'no-interval 11 interval',
      'unknown-word 12 kind',
      'not-a-number 12 factor',
      'bad-factor 13 factor',
      'empty-range 13 rangeHigh',
      'no-limit-period 14 limitPeriod',
      'no-interval 14 interval',
      'no-unit-of-measure 14 unitOfMeasure',
      'calibration-overdue 14 calibrationDue',
      'unknown-parent 14 parent',
    ]);
    for (const { sentence } of report.findings)
      expect(`${sentence.zh}${sentence.en}`).not.toMatch(/undefined|NaN|\[object/);
    expect([...loadRegistry(db).channels.values()].map(({ id }) => id)).toEqual(['m1', 'm7']);
  });

  it('declares stops, control lines and meter events, each once; days and years are meant to their end', async () => {
    const head = 'record,kind,enterprise,from,to,value,unitOfMeasure,source,channel\n';
    const text =
      `${head}申报,停产,一号电厂,2026-02-10,2026-02-20,,,报告,\n` +
      'declaration,annual-control,一号电厂,2026,,1200000,t,文件,\n' +
      'declaration,meter-event,,2026-03-01 10:30,,,,换表单,m1\n';
    expect((await take(text)).records.declaration).toMatchObject({ rows: 3, inserted: 3 });
    expect((await take(text)).records.declaration).toMatchObject({ inserted: 0, unchanged: 3 });
    expect(
      loadDeclarations(db).map(({ kind, from, to, value }) => [
        kind,
        new Date(from).toISOString(),
        new Date(to).toISOString(),
        value,
      ]),
    ).toEqual([
      ['annual-control', '2025-12-31T16:00:00.000Z', '2026-12-31T16:00:00.000Z', 1_200_000],
      ['stop', '2026-02-09T16:00:00.000Z', '2026-02-20T16:00:00.000Z', null],
      ['meter-event', '2026-03-01T02:30:00.000Z', '2026-03-01T02:30:00.000Z', null],
    ]);
    const bad = await take(
      `${head}declaration,holiday,一号电厂,2026,,,,x,\ndeclaration,stop,,2026-02-10,2026-02-01,,,,\ndeclaration,output,一号电厂,01/02/2026,,,,x,\n`,
    );
    expect(bad.records.declaration).toMatchObject({ rejected: 3 });
    expect(found(bad)).toEqual([
      'unknown-word 2 kind',
      'belongs-to-nobody 3 ',
      'ends-before-it-begins 3 to',
      'missing 3 source',
      'bad-time 4 from',
      'missing 4 value',
    ]);
  });

  it('registers cameras with their place; an address that holds a password is refused, and a password never shown', async () => {
    const head = 'record,id,name,kind,enterprise,longitude,latitude,url,user,password\n';
    const text =
      `${head}camera,c1,炉前,onvif,一号电厂,117.12,36.65,http://192.0.2.1/onvif/device_service,viewer,hush\n` +
      'camera,c2,,,,,,ftp://192.0.2.1/x,,\ncamera,c3,,,,,,http://a:b@192.0.2.1/x,,\ncamera,c4,,,,,,,,\n摄像机,c5,,,,,,http://192.0.2.5/still,,\n';
    const report = await take(text);
    expect(report.records.camera).toMatchObject({ inserted: 2, rejected: 3 });
    expect(found(report)).toEqual(['camera-refused 3 url', 'camera-refused 4 url', 'missing 5 url']);
    expect(listCameras(db)).toMatchObject([
      { id: 'c1', enterprise: 'list/P1', longitude: 117.12, kind: 'onvif', auth: 'digest', user: 'viewer' },
      { id: 'c5', kind: 'http', auth: 'none', user: null },
    ]);
    expect(cameraSecret(db, 'c1')).toEqual({ password: 'hush' });
    expect(JSON.stringify(report)).not.toContain('hush');
    expect((await take(text)).records.camera).toMatchObject({ inserted: 0, updated: 0, unchanged: 2 });
  });

  it('as the template gives it is whole, in both formats and both languages', async () => {
    for (const language of ['zh', 'en'] as const) {
      expect(await take(registryTemplateCsv(language), true)).toMatchObject({ rows: 8, inserted: 8, rejected: 0 });
      expect(await take(await registryTemplateXlsx(language), true, 't.xlsx')).toMatchObject({ rows: 8, inserted: 8 });
    }
  });
});

describe('a file that is no registry', () => {
  it('is refused with the columns that are wanted, those it has, and the nearest', async () => {
    const refusal = await take(
      csvText([
        ['设备编号', '厂家', 'MN号码'],
        ['x', 'y', 'z'],
      ]),
    ).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'no-registry-columns' });
    const { zh, en } = { zh: (refusal as AppError).text('zh'), en: (refusal as AppError).text('en') };
    for (const part of ['编号、名称、协议', '文件的列：设备编号, 厂家, MN号码', '设备编号 → 编号'])
      expect(zh).toContain(part);
    for (const part of ['Id, Name, Protocol', '设备编号 → Id']) expect(en).toContain(part);
  });

  it('or has its header alone is refused, also as a trial', async () => {
    for (const dryRun of [true, false])
      await expect(take(csvText([header]), dryRun)).rejects.toMatchObject({ code: 'file-without-rows' });
  });
});

describe('ids and names', () => {
  it.each(['two\nlines', 'a\ttab', 'x'.repeat(201)])('of more than one line are refused: %j', async (id) => {
    const report = await take(csvText([header, ['device', id, 'mqtt', '', '', '', '', '']]));
    expect(report).toMatchObject({ rejected: 1, findings: [{ code: 'bad-name', rejected: true }] });
    expect(loadRegistry(db).devices.size).toBe(0);
  });
});
