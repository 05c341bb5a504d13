// Where the pointer is, in the datum that the reader chose; the datum is always said. The point last clicked can be copied.
import { CopyOutlined } from '@ant-design/icons';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { positionText, type ShownDatum, shownDatums } from '../../format/position-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useView } from '../../state/view-store.ts';

export function CoordinateLine(props: {
  /** Under the pointer; null when it is not on the map. */
  readonly pointer: readonly [number, number] | null;
  /** Last clicked. */
  readonly clicked: readonly [number, number] | null;
}) {
  const { pointer, clicked } = props;
  const words = useWords();
  const zoom = useView((view) => view.camera?.zoom ?? null);
  const [datum, setDatum] = useState<ShownDatum>('cgcs2000');
  const { message } = App.useApp();
  const position = pointer ?? clicked;

  async function copy(): Promise<void> {
    if (clicked === null) return;
    await navigator.clipboard.writeText(`${words.tool.datums[datum]}: ${positionText(clicked, datum)}`);
    void message.success(words.tool.copied);
  }

  return (
    <div className="coordinate-line">
      <Select
        size="small"
        variant="borderless"
        aria-label={words.tool.datum}
        value={datum}
        onChange={setDatum}
        popupMatchSelectWidth={false}
        options={shownDatums.map((value) => ({ value, label: words.tool.datums[value] }))}
      />
      <span className="coordinates" data-testid="coordinates">
        {position === null ? <span className="muted">{words.tool.noPosition}</span> : positionText(position, datum)}
      </span>
      <Button
        size="small"
        type="text"
        icon={<CopyOutlined aria-hidden />}
        disabled={clicked === null}
        aria-label={words.tool.copyPosition}
        title={words.tool.copyPosition}
        onClick={() => void copy()}
      />
      {zoom !== null && <span className="muted">{words.tool.zoomLevel(zoom.toFixed(1))}</span>}
    </div>
  );
}
