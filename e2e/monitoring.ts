// The monitoring desk in the words of those who work at it, and an instrument that speaks to its host.
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { type Desk, expect, type Locator, lianggao, type Page, test } from './driver.ts';

export { expect, test };

export type Tab = '监测点位' | '设备与接入' | '隔离区' | '摄像机';

/** Beijing time of an instant as HJ 212 writes it: 20260104000500. */
const dataTime = (time: number): string =>
  new Date(time + 8 * 3_600_000).toISOString().replaceAll(/\D/g, '').slice(0, 14);

/** HJ 212-2017 Appendix A. */
function checkValue(text: string): string {
  let register = 0xffff;
  for (const byte of Buffer.from(text)) {
    register = (register >> 8) ^ byte;
    for (let bit = 0; bit < 8; bit += 1) register = register & 1 ? (register >> 1) ^ 0xa001 : register >> 1;
  }
  return register.toString(16).toUpperCase().padStart(4, '0');
}

function frameOf(segment: string): string {
  return `##${String(segment.length).padStart(4, '0')}${segment}${checkValue(segment)}\r\n`;
}

/** A data logger that speaks HJ 212-2017 over a socket of its own. */
export class Logger {
  readonly mn: string;
  readonly #socket: Socket;
  #heard = '';
  #asked = 0;

  constructor(mn: string, port: number) {
    this.mn = mn;
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.setEncoding('utf8').on('data', (chunk: string) => {
      this.#heard += chunk;
    });
  }

  /** Sends readings of one minute, and waits until the host says that it has them. */
  async send(time: number, values: Readonly<Record<string, number | readonly [number, flag: string]>>): Promise<void> {
    if (this.#socket.connecting) await once(this.#socket, 'connect');
    this.#asked += 1;
    const qn = `${dataTime(time)}${String(this.#asked).padStart(3, '0')}`;
    const factors = Object.entries(values).map(([code, stated]) => {
      const [value, flag] = typeof stated === 'number' ? [stated, 'N'] : stated;
      return `${code}-Rtd=${value},${code}-Flag=${flag}`;
    });
    const data = `DataTime=${dataTime(time)};${factors.join(';')}`;
    this.#socket.write(frameOf(`QN=${qn};ST=31;CN=2011;PW=123456;MN=${this.mn};Flag=5;CP=&&${data}&&`));
    await expect.poll(() => this.#heard, { message: 'the host answers with 9014' }).toContain(`QN=${qn}`);
  }

  close(): void {
    this.#socket.destroy();
  }
}

export class Monitoring {
  readonly desk: Desk;
  readonly page: Page;

  constructor(desk: Desk) {
    this.desk = desk;
    this.page = desk.page;
  }

  /** `tab` as links name it. */
  async open(tab = 'channels', more = ''): Promise<void> {
    await this.page.goto(`${this.desk.host.url}#v1&d=monitoring/${tab}${more}`);
    await this.isLive();
  }

  async isLive(): Promise<void> {
    await expect(this.page.getByTestId('picture-age')).toHaveAttribute('data-age', 'live', { timeout: 20_000 });
  }

  async goTo(tab: Tab): Promise<void> {
    await this.page.getByRole('tab', { name: tab }).click();
  }

  rows(kind: 'channel' | 'device' | 'quarantine' | 'alarm'): Locator {
    return this.page.getByTestId(`${kind}-row`);
  }

  row(kind: 'channel' | 'device' | 'quarantine' | 'alarm', text: string | RegExp): Locator {
    return this.rows(kind).filter({ hasText: text });
  }

  /** “n / m” over a list. */
  async expectListed(shown: number, all: number): Promise<void> {
    const digits = (value: number): string => value.toLocaleString('zh-CN');
    await expect(this.page.getByTestId('list-count')).toContainText(`${digits(shown)} / ${digits(all)}`);
  }

  async find(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: '按名称、编号筛选' }).fill(text);
  }

  channelPage(): Locator {
    return this.page.getByRole('region', { name: '监测点位', exact: true }).last();
  }

  /** What `lianggao` says of the same workspace while the host runs. */
  async told<T>(...args: string[]): Promise<T> {
    return JSON.parse(await lianggao(...args, '--workspace', this.desk.host.workspace, '--json')) as T;
  }

  /** What the registry holds, as the command line lists it. */
  async channels(): Promise<readonly { readonly id: string; readonly kind: string; readonly device: string }[]> {
    const { devices } = await this.told<{ devices: { id: string; channels: { id: string; kind: string }[] }[] }>(
      ...['devices', 'list'],
    );
    return devices.flatMap(({ id: device, channels }) => channels.map((channel) => ({ ...channel, device })));
  }

  /** Registers a stack's logger with its dust channel: limit 30 for each reading, a reading a minute. */
  async registerStack(mn: string, enterprise = ''): Promise<void> {
    const header = '记录,编号,名称,协议,设备,地址,类型,监测量,计量单位,间隔,限值上限,限值平均时段,密码,企业';
    const file = join(this.desk.host.workspace, '..', 'registry.csv');
    const columns = header.split(',').length;
    const row = (...cells: string[]) => [...cells, ...Array(columns - cells.length).fill('')].join(',');
    await writeFile(
      file,
      [
        header,
        row('device', mn, '测试烟气数采仪', 'hj212', '', '', '', '', '', '', '', '', '123456', enterprise),
        row(
          'channel',
          `${mn}-dust`,
          '测试烟囱颗粒物',
          '',
          mn,
          'a34013',
          'level',
          'dust',
          'mg/m³',
          '1m',
          '30',
          'reading',
          '',
          enterprise,
        ),
      ].join('\r\n'),
    );
    await lianggao('devices', 'import', file, '--workspace', this.desk.host.workspace);
  }

  logger(mn: string): Logger {
    return new Logger(mn, this.desk.host.sources['hj212'] ?? 0);
  }

  /** A table that the reader saves as CSV; keyed by the titles of its columns. */
  async csv(press: () => Promise<void>): Promise<{ name: string; rows: Record<string, string>[] }> {
    const { name, path } = await this.desk.saved(press);
    return {
      name,
      rows: parse(await readFile(path, 'utf8'), { bom: true, columns: true }) as Record<string, string>[],
    };
  }
}
