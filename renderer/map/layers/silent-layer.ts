// Layer 失联: what we cannot see — channels, devices and gateways that have sent nothing for too long, at their places.
import type { SilentItem } from '../../../contract/duty.ts';
import type { Bilingual } from '../../../contract/figures.ts';
import { alarmHues, type Mark } from '../marks.ts';
import type { LayerDefinition } from './layer-definition.ts';
import { pointSprites } from './point-sprites.ts';

const kinds = ['gateway', 'device', 'channel'] as const;
const names: Readonly<Record<SilentItem['kind'], Bilingual>> = {
  gateway: { zh: '网关', en: 'Gateways' },
  device: { zh: '设备', en: 'Devices' },
  channel: { zh: '监测点位', en: 'Channels' },
};
const mark: Mark = { hue: alarmHues.gap, shape: 'squareOutline' };
const pixels: Readonly<Record<SilentItem['kind'], number>> = { gateway: 24, device: 17, channel: 11 };

/** What stands for the others: a gateway for the devices behind it. */
const highest = (silent: readonly SilentItem[]): readonly SilentItem[] =>
  silent.filter(({ within }) => within === null);

/** Whether what was met on the map is a sign of this layer. */
export const isSilentItem = (object: unknown): object is SilentItem =>
  typeof object === 'object' && object !== null && 'within' in object && 'channels' in object;

export const silentLayer: LayerDefinition = {
  id: 'silent',
  name: { zh: '看不见的（失联）', en: 'What we cannot see' },
  help: {
    zh: '超过三个周期没有监测值的点位，全部点位都失联的设备，全部设备都失联的网关。网关失联时只画网关。没有位置的不在图上，只在表中。',
    en: 'Channels without a reading for more than three of their intervals, devices all of whose channels are silent, gateways all of whose devices are. A silent gateway stands for what is behind it. What has no place is in the table only.',
  },
  source: { zh: '设备登记和监测值，按数据时刻。', en: 'The registry and the readings, by feed time.' },
  options: [],
  figures: () => [],
  draw({ silent = [], scale }) {
    const placed = highest(silent).flatMap((item) =>
      item.position === null ? [] : [{ ...item, position: item.position }],
    );
    return { sprites: pointSprites(placed, { markOf: () => mark, sizePixels: ({ kind }) => pixels[kind] * scale }) };
  },
  legend({ silent, figures, language }) {
    const shown = highest(silent ?? []);
    return {
      title: silentLayer.name[language],
      unit: '1',
      entries: kinds.map((kind) => ({
        key: kind,
        label: names[kind][language],
        mark,
        count: silent === undefined || figures === null ? null : shown.filter((item) => item.kind === kind).length,
      })),
    };
  },
  table({ silent = [], language }) {
    const titles =
      language === 'zh'
        ? ['类别', '编号', '名称', '最后一次', '失联点位']
        : ['Kind', 'Id', 'Name', 'Last heard', 'Silent channels'];
    const keys = ['kind', 'id', 'name', 'since', 'channels'];
    return {
      columns: keys.map((key, at) => ({
        key,
        title: titles[at] ?? key,
        ...(key === 'channels' ? { numeric: true } : {}),
      })),
      rows: silent.map(({ kind, id, name, since, channels, enterprise, position }) => ({
        key: `${kind} ${id}`,
        cells: {
          ...{ kind: names[kind][language], id, name, channels },
          since: since === null ? null : new Date(since).toISOString(),
        },
        ...(enterprise === null ? {} : { opens: { kind: 'enterprise' as const, id: enterprise } }),
        ...(position === null ? {} : { position }),
      })),
    };
  },
};
