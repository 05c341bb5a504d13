// What can be taken out of the desk as a file: the whole ledger at the times of the screen, or the map as it is seen.
import { DownOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import type { MapStage } from '../../map/map-stage.ts';
import { statedTimes } from '../../state/follow-world.ts';
import { useView } from '../../state/view-store.ts';
import { useExports } from './use-exports.tsx';
import type { ActiveLayer } from './use-layers.ts';

const formats = ['csv', 'xlsx', 'geojson'] as const;

export function ExportMenu(props: { readonly layers: readonly ActiveLayer[]; readonly stage: MapStage | null }) {
  const words = useWords();
  const times = useView((view) => view.times);
  const exports = useExports();
  const query = new URLSearchParams(Object.entries(statedTimes(times)).map(([name, time]) => [name, String(time)]));
  const suffix = query.size === 0 ? '' : `?${query}`;
  return (
    <Dropdown
      trigger={['click']}
      autoFocus
      menu={{
        items: [
          {
            type: 'group',
            label: words.twin.whole,
            children: formats.map((format) => ({
              key: format,
              label: (
                <a href={`/export/ledger.${format}${suffix}`} download>
                  {words.header.exportAs[format]}
                </a>
              ),
            })),
          },
          { type: 'divider' },
          { key: 'png', label: words.twin.mapPicture },
        ],
        onClick: ({ key }) => {
          if (key === 'png') void exports.picture(props.layers, props.stage);
        },
      }}
    >
      <Button>
        {words.header.export} <DownOutlined aria-hidden />
      </Button>
    </Dropdown>
  );
}
