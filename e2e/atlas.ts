// The atlas desk in the words of those who work at it: places on the map, layers, filters, links, tables as files.
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { test as base, type Desk, expect, type Locator, type Page } from './driver.ts';

export { expect };

export type Position = readonly [longitude: number, latitude: number];

/** What one layer draws, as the map says it. */
export interface Drawn {
  readonly marks?: number;
  readonly discs?: number;
  readonly inDiscs?: number;
  readonly areas?: number;
  readonly cells?: number;
  readonly columns?: number;
}

export interface Camera {
  readonly longitude: number;
  readonly latitude: number;
  readonly zoom: number;
  readonly bearing: number;
  readonly pitch: number;
}

/** Layers of the panel by id, with their Chinese names; topmost first, as at the start. */
export const layerNames = {
  enterprises: '企业（按行业）',
  quality: '数据质量',
  status: '装置状态',
  'capacity-symbols': '产能（比例符号）',
  'capacity-columns': '产能（立体柱）',
  'area-figure': '分市、分县指标',
  density: '密度',
} as const;
export type LayerId = keyof typeof layerNames;

/** Pixels of the map in web mercator at zoom 0. */
const worldPixels = 512;
const mercator = ([longitude, latitude]: Position): readonly [number, number] => [
  (longitude + 180) / 360,
  0.5 - Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) / (2 * Math.PI),
];

/** A number as the Chinese screen writes it: 4,567. */
export const digits = (value: number): string => value.toLocaleString('zh-CN');

/** An enterprise with the place of its first unit, as the ledger's GeoJSON has it. */
export interface Placed {
  readonly name: string;
  readonly city: string;
  readonly county: string;
  readonly industry: string;
  readonly position: Position;
}

export class Atlas {
  readonly desk: Desk;
  readonly page: Page;
  readonly map: Locator;
  readonly panel: Locator;

  constructor(desk: Desk) {
    this.desk = desk;
    this.page = desk.page;
    this.map = this.page.getByTestId('map');
    this.panel = this.page.getByTestId('layer-panel');
  }

  async open(link = '', enterprises?: number): Promise<void> {
    await this.desk.open(link);
    await this.desk.mapIsDrawn(enterprises);
    await this.settled();
  }

  /** Parts of the address that restore the view. */
  parts(): URLSearchParams {
    const [, fragment = ''] = this.page.url().split('#');
    return new URLSearchParams(fragment.replaceAll('+', '%2B'));
  }

  /** Waits until the map is drawn and the address, which follows a moment later, says the same twice. */
  async settled(): Promise<void> {
    let last = '';
    await expect
      .poll(
        async () => {
          const before = last;
          last = this.page.url();
          const drawn = await this.map.getAttribute('data-state');
          return drawn === 'idle' && before === last && last.includes('c=');
        },
        { intervals: [350], timeout: 30_000 },
      )
      .toBe(true);
  }

  camera(): Camera {
    const [longitude = Number.NaN, latitude = Number.NaN, zoom = Number.NaN, bearing = 0, pitch = 0] = (
      this.parts().get('c') ?? ''
    )
      .split(',')
      .map(Number);
    return { longitude, latitude, zoom, bearing, pitch };
  }

  /** Where a place of the ground is on the page while the map is seen from above, north up. */
  async at(position: Position): Promise<{ x: number; y: number }> {
    const box = await this.map.boundingBox();
    if (box === null) throw new Error('there is no map');
    const { longitude, latitude, zoom } = this.camera();
    const [x, y] = mercator(position);
    const [middleX, middleY] = mercator([longitude, latitude]);
    const pixels = worldPixels * 2 ** zoom;
    return { x: box.x + box.width / 2 + (x - middleX) * pixels, y: box.y + box.height / 2 + (y - middleY) * pixels };
  }

  async point(position: Position): Promise<void> {
    const { x, y } = await this.at(position);
    await this.page.mouse.move(x - 3, y);
    await this.page.mouse.move(x, y, { steps: 3 });
  }

  async press(position: Position): Promise<void> {
    const { x, y } = await this.at(position);
    await this.page.mouse.click(x, y);
  }

  async doublePress(position: Position): Promise<void> {
    const { x, y } = await this.at(position);
    await this.page.mouse.dblclick(x, y);
  }

  /** Draws round an area with the button held down, back to where it began. */
  async drawRound(ring: readonly Position[]): Promise<void> {
    const corners = await Promise.all([...ring, ...ring.slice(0, 1)].map((corner) => this.at(corner)));
    for (const [index, { x, y }] of corners.entries()) {
      await this.page.mouse.move(x, y, { steps: index === 0 ? 1 : 6 });
      if (index === 0) await this.page.mouse.down();
    }
    await this.page.mouse.up();
  }

  /** Every enterprise of the ledger, read from its GeoJSON and not from the screen. */
  async ledger(): Promise<readonly Placed[]> {
    const answer = await this.page.request.get(new URL('/export/ledger.geojson', this.desk.host.url).href);
    const { features } = (await answer.json()) as {
      features: {
        geometry: { coordinates: [number, number] };
        properties: {
          enterpriseName: string;
          enterpriseNameEn: string | null;
          city: string;
          county: string;
          industry: string;
        };
      }[];
    };
    const byName = new Map<string, Placed>();
    for (const { geometry, properties } of features) {
      const { enterpriseName: name, enterpriseNameEn, city, county, industry } = properties;
      // Two enterprises share their Chinese name.
      const key = `${name} ${enterpriseNameEn}`;
      if (!byName.has(key)) byName.set(key, { name, city, county, industry, position: geometry.coordinates });
    }
    return [...byName.values()];
  }

  /** The enterprise farthest from any other among those in the free western half of the map as it is seen. */
  async lonely(): Promise<Placed> {
    const all = await Promise.all(
      (await this.ledger()).map(async (each) => ({ each, at: await this.at(each.position) })),
    );
    const box = await this.map.boundingBox();
    if (box === null) throw new Error('there is no map');
    const room = ({ at }: (typeof all)[number]): number =>
      Math.min(...all.map((other) => (other.at === at ? 1e9 : Math.hypot(other.at.x - at.x, other.at.y - at.y))));
    const inSight = all.filter(
      ({ at }) =>
        at.x > box.x + 20 && at.x < box.x + box.width * 0.6 && at.y > box.y + 40 && at.y < box.y + box.height - 60,
    );
    const [best] = inSight.toSorted((one, other) => room(other) - room(one));
    if (best === undefined) throw new Error('there is no enterprise in sight');
    return best.each;
  }

  /** “n / m” over the map: enterprises that pass, and all. */
  async expectShown(shown: number, all: number): Promise<void> {
    await expect(this.page.getByTestId('shown-count')).toHaveText(`${digits(shown)} / ${digits(all)}`);
  }

  /** Waits until the address has settled on the view that another address described; the camera to 1e-4. */
  async expectView(wanted: URLSearchParams, besides: readonly string[] = []): Promise<void> {
    const told = (parts: URLSearchParams) =>
      Object.fromEntries([...parts].filter(([key]) => key !== 'c' && !besides.includes(key)));
    await expect.poll(() => told(this.parts())).toEqual(told(wanted));
    const camera = wanted.get('c')?.split(',').map(Number) ?? [];
    const away = () =>
      (this.parts().get('c') ?? '').split(',').map((part, at) => Math.abs(Number(part) - (camera[at] ?? 0)));
    await expect.poll(() => Math.max(...away()), { message: `camera at ${camera.join()}` }).toBeLessThanOrEqual(1e-4);
  }

  async drawn(layer: LayerId): Promise<Drawn | undefined> {
    const all = JSON.parse((await this.map.getAttribute('data-drawn')) ?? '{}') as Partial<Record<LayerId, Drawn>>;
    return all[layer];
  }

  row(layer: LayerId): Locator {
    return this.panel.locator(`[data-layer="${layer}"]`);
  }

  /** Lists the layers that are not shown, too. */
  async unfoldLayers(): Promise<void> {
    await this.panel.getByRole('button', { name: /其他图层/ }).click();
  }

  async show(layer: LayerId, shown = true): Promise<void> {
    await this.row(layer).getByRole('checkbox', { name: layerNames[layer] }).setChecked(shown);
    await this.legendIsAnswered(layer, shown);
  }

  private async legendIsAnswered(layer: LayerId, shown = true): Promise<void> {
    const legend = this.row(layer).getByRole('group', { name: `图例：${layerNames[layer]}` });
    if (!shown) await expect(legend).toBeHidden();
    else {
      await expect(legend).toHaveAttribute('aria-busy', 'false');
      await expect(legend.getByText('正在取数…')).toBeHidden();
    }
    await this.desk.mapIsDrawn();
  }

  /** An entry of a legend by its words. */
  entry(layer: LayerId, name: string | RegExp): Locator {
    return this.row(layer).locator('.legend-entry').filter({ hasText: name });
  }

  /** What the legend counts, by its words. */
  async legendCounts(layer: LayerId): Promise<Readonly<Record<string, number>>> {
    const more = this.row(layer).getByRole('button', { name: /其余/ });
    if (await more.isVisible()) await more.click();
    const entries = await this.row(layer)
      .locator('.legend-entry')
      .evaluateAll((all) =>
        all.map((entry) => [
          entry.querySelector('.legend-name')?.textContent ?? '',
          entry.querySelector('.legend-count')?.textContent ?? null,
        ]),
      );
    return Object.fromEntries(
      entries.flatMap(([name, count]) => (count == null ? [] : [[name, Number(count.replaceAll(',', ''))]])),
    );
  }

  /** Opens the table behind a layer. */
  async openTable(layer: LayerId): Promise<void> {
    await this.row(layer)
      .getByRole('button', { name: `打开表格：${layerNames[layer]}` })
      .click();
  }

  /** The layer's table as the file that the reader saves; keyed by the titles of its columns. */
  async tableAsCsv(layer: LayerId): Promise<Record<string, string>[]> {
    const { path } = await this.exportTable(layer, 'CSV 表格');
    return parse(await readFile(path, 'utf8'), { bom: true, columns: true }) as Record<string, string>[];
  }

  async exportTable(layer: LayerId, format: string): Promise<{ name: string; path: string }> {
    await this.page.getByRole('button', { name: `导出表格：${layerNames[layer]}` }).click();
    return this.desk.saved(() => this.page.getByRole('menuitem', { name: format }).click());
  }

  /** Chooses an option of a select of the component library, by its name. */
  async choose(select: Locator, option: string): Promise<void> {
    await select.click();
    await this.page.locator('.ant-select-dropdown:visible').getByText(option, { exact: true }).click();
  }

  /** Picture of the map alone, without what stands over it; PNG. */
  async mapPicture(): Promise<Buffer> {
    await this.desk.mapIsDrawn();
    await this.page.mouse.move(1, 1);
    const over = this.page.locator('.layer-panel, .map-buttons, .map-foot');
    await over.evaluateAll((all) => {
      for (const each of all as HTMLElement[]) each.style.visibility = 'hidden';
    });
    const picture = await this.map.screenshot();
    await over.evaluateAll((all) => {
      for (const each of all as HTMLElement[]) each.style.visibility = '';
    });
    return picture;
  }

  /** How many different colours a picture has; PNG. */
  async coloursIn(picture: Buffer): Promise<number> {
    return this.page.evaluate(async (text) => {
      const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
      context?.drawImage(image, 0, 0);
      const pixels = context?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray();
      return new Set(new Uint32Array(pixels.buffer)).size;
    }, picture.toString('base64'));
  }

  /** Pixels in which two pictures of the same size differ visibly. */
  async changedPixels(one: Buffer, other: Buffer): Promise<number> {
    return this.page.evaluate(
      async (pictures) => {
        const [left, right] = await Promise.all(
          pictures.map(async (text) => {
            const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
            const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
            const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
            context?.drawImage(image, 0, 0);
            return context?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray();
          }),
        );
        if (left?.length !== right?.length) return Number.POSITIVE_INFINITY;
        let changed = 0;
        for (let at = 0; at < (left?.length ?? 0); at += 4) {
          const distance = [0, 1, 2].reduce(
            (sum, by) => sum + Math.abs((left?.[at + by] ?? 0) - (right?.[at + by] ?? 0)),
            0,
          );
          if (distance > 24) changed += 1;
        }
        return changed;
      },
      [one.toString('base64'), other.toString('base64')],
    );
  }
}

export const test = base.extend<{ atlas: Atlas }>({
  atlas: async ({ desk }, use) => {
    await use(new Atlas(desk));
    expect(desk.errors, 'nothing goes wrong on the page').toEqual([]);
  },
});
