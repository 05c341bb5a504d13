// The menu that takes a layer's table out of the desk as a file, or the map with it as a picture.
import { DownloadOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import type { TwinRow } from '../../map/layers/layer-definition.ts';
import type { MapStage } from '../../map/map-stage.ts';
import { useView } from '../../state/view-store.ts';
import type { Arrangement } from './twin-rows.ts';
import { tableFormats, useExports } from './use-exports.tsx';
import type { ActiveLayer } from './use-layers.ts';

export function TwinExport(props: {
  readonly layer: ActiveLayer;
  /** All layers, for the picture. */
  readonly layers: readonly ActiveLayer[];
  readonly stage: MapStage | null;
  readonly arrangement: Arrangement;
  /** The rows that `arrangement` leaves; asked for when a file is made. */
  readonly rows: () => readonly TwinRow[];
}) {
  const { layer, layers, stage, arrangement, rows } = props;
  const words = useWords();
  const language = useView((view) => view.language);
  const exports = useExports();
  return (
    <Dropdown
      trigger={['click']}
      autoFocus
      placement="bottomRight"
      menu={{
        items: [...tableFormats, 'png' as const].map((format) => ({ key: format, label: words.twin.exportAs[format] })),
        onClick: ({ key }) => {
          const format = tableFormats.find((each) => each === key);
          if (format === undefined) void exports.picture(layers, stage);
          else void exports.table(layer, rows(), arrangement, format);
        },
      }}
    >
      <Button
        size="small"
        icon={<DownloadOutlined aria-hidden />}
        aria-label={words.twin.exportTable(layer.definition.name[language])}
        title={words.twin.exportTable(layer.definition.name[language])}
      />
    </Dropdown>
  );
}
