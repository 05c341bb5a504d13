// The ledger as a file, at the times the screen shows.
import { DownOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import { statedTimes } from '../../state/follow-world.ts';
import { useView } from '../../state/view-store.ts';

const formats = ['csv', 'xlsx', 'geojson'] as const;

export function ExportMenu() {
  const words = useWords();
  const times = useView((view) => view.times);
  const query = new URLSearchParams(Object.entries(statedTimes(times)).map(([name, time]) => [name, String(time)]));
  const suffix = query.size === 0 ? '' : `?${query}`;
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: formats.map((format) => ({
          key: format,
          label: (
            <a href={`/export/ledger.${format}${suffix}`} download>
              {words.header.exportAs[format]}
            </a>
          ),
        })),
      }}
    >
      <Button>
        {words.header.export} <DownOutlined />
      </Button>
    </Dropdown>
  );
}
