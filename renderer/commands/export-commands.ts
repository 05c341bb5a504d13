// Commands that make files: the ledger at the times of the screen, and the map as a picture.
import { statedTimes } from '../state/follow-world.ts';
import type { Command } from './command.ts';

const formats = [
  ['csv', 'CSV 表格', 'CSV'],
  ['xlsx', 'Excel 工作簿', 'Excel workbook'],
  ['geojson', 'GeoJSON 地图数据', 'GeoJSON'],
] as const;

function follow(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
}

/** `savePicture` draws the map with its legend, sources and times. */
export function exportCommands(savePicture: () => void): readonly Command[] {
  return [
    ...formats.map(
      ([format, zh, en]): Command => ({
        id: `export-${format}`,
        group: 'data',
        name: { zh: `导出台账：${zh}`, en: `Export the ledger: ${en}` },
        run: ({ times }) => {
          const query = new URLSearchParams(
            Object.entries(statedTimes(times)).map(([name, time]) => [name, String(time)]),
          );
          follow(`/export/ledger.${format}${query.size === 0 ? '' : `?${query}`}`);
        },
      }),
    ),
    {
      id: 'export-picture',
      group: 'data',
      desk: 'atlas',
      name: { zh: '导出地图图片（PNG）', en: 'Export the map as a picture (PNG)' },
      run: savePicture,
    },
  ];
}
