// The buttons over the map: zoom, the whole province, lasso and measuring, and what was measured.
import {
  AimOutlined,
  ColumnWidthOutlined,
  CompassOutlined,
  ExpandOutlined,
  HomeOutlined,
  MinusOutlined,
  PlusOutlined,
} from '@ant-design/icons';
import { App, Button } from 'antd';
import { areaText, lengthText } from '../../format/length-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import type { MapStage } from '../../map/map-stage.ts';
import type { Sketch } from '../../map/sketch.ts';
import { type Tool, useView } from '../../state/view-store.ts';
import './map-tools.css';

const toolIcons = {
  lasso: <AimOutlined aria-hidden />,
  distance: <ColumnWidthOutlined aria-hidden />,
  area: <ExpandOutlined aria-hidden />,
} as const;

export function MapTools({ stage, sketch }: { readonly stage: MapStage | null; readonly sketch: Sketch | null }) {
  const words = useWords();
  const tool = useView((view) => view.tool);
  const camera = useView((view) => view.camera);
  const { setTool, moveCamera } = useView.getState();
  const turned = camera !== null && (camera.pitch !== 0 || camera.bearing !== 0);
  const choose = (chosen: Exclude<Tool, 'select'>) => setTool(tool === chosen ? 'select' : chosen);
  const button = (label: string, icon: React.ReactNode, press: () => void) => (
    <Button icon={icon} aria-label={label} title={label} onClick={press} />
  );
  return (
    <>
      <div className="map-buttons" role="toolbar" aria-label={words.tool.bar} aria-orientation="vertical">
        {button(words.map.zoomIn, <PlusOutlined aria-hidden />, () => stage?.zoomBy(1))}
        {button(words.map.zoomOut, <MinusOutlined aria-hidden />, () => stage?.zoomBy(-1))}
        {button(words.map.home, <HomeOutlined aria-hidden />, () => moveCamera({ kind: 'home' }))}
        {turned && button(words.tool.upright, <CompassOutlined aria-hidden />, () => stage?.tilt(0, 0))}
        <span className="map-buttons-gap" />
        {(Object.keys(toolIcons) as (keyof typeof toolIcons)[]).map((name) => (
          <Button
            key={name}
            icon={toolIcons[name]}
            type={tool === name ? 'primary' : 'default'}
            aria-pressed={tool === name}
            aria-label={words.tool[name]}
            title={words.tool[name]}
            onClick={() => choose(name)}
          />
        ))}
      </div>
      {tool !== 'select' && (
        <p className="tool-line" role="status">
          {tool !== 'lasso' && sketch !== null && sketch.corners.length > 0 ? (
            <Measured sketch={sketch} />
          ) : (
            words.tool.hint[tool]
          )}
        </p>
      )}
    </>
  );
}

function Measured({ sketch }: { readonly sketch: Sketch }) {
  const words = useWords();
  const language = useView((view) => view.language);
  const { message } = App.useApp();
  const { result } = words.tool;
  const length = lengthText(sketch.lengthMeters, language);
  const area = sketch.areaSquareMeters === null ? '…' : areaText(sketch.areaSquareMeters, language);
  const text =
    sketch.tool === 'area' ? `${result.area} ${area} · ${result.perimeter} ${length}` : `${result.distance} ${length}`;

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(`${text} (${words.tool.ellipsoid})`);
    void message.success(words.tool.copied);
  }
  return (
    <>
      <strong data-testid="measured">{text}</strong> <span className="muted">{words.tool.ellipsoid}</span>{' '}
      {sketch.state === 'done' ? (
        <>
          <Button size="small" type="link" onClick={() => void copy()}>
            {words.tool.copy}
          </Button>
          <Button size="small" type="link" onClick={() => useView.getState().setTool('select')}>
            {words.tool.clear} <kbd>Esc</kbd>
          </Button>
        </>
      ) : (
        <span className="muted">{words.tool.hint[sketch.tool]}</span>
      )}
    </>
  );
}
