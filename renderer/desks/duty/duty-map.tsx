// The map of the duty desk: the alarms of the list on quiet ground; what is selected is ringed, the rest is dimmed while the officer looks at one.
import { HomeOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { About } from '../../../contract/about.ts';
import { numberText } from '../../format/quantity-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { isAlarmSign } from '../../map/layers/alarm-signs.ts';
import type { AlarmSign } from '../../map/layers/layer-definition.ts';
import type { Pointed } from '../../map/map-stage.ts';
import { selectAlarm } from '../../state/duty-desk.ts';
import type { ListedAlarm } from '../../state/duty-list.ts';
import { useView } from '../../state/view-store.ts';
import type { Look } from '../../theme/use-look.ts';
import { HoverFrame, PinnedFrame } from '../atlas/card-frame.tsx';
import { drawnCounts } from '../atlas/drawn-counts.ts';
import { MarkIcon } from '../atlas/mark-icon.tsx';
import { useGround } from '../atlas/use-ground.ts';
import type { ActiveLayer } from '../atlas/use-layers.ts';
import { useStage } from '../atlas/use-stage.ts';
import { AlarmMark } from './alarm-mark.tsx';
import { AttentionHalos } from './attention-halos.tsx';
import '../atlas/map-tools.css';

/** From here on, counties are told apart. */
const nearZoom = 8.5;
/** How many a card at the pointer names. */
const mostNamed = 5;

/** Whether zooming in shows its members apart. */
const canPart = ({ bounds: [west, south, east, north] }: AlarmSign): boolean =>
  Math.max(east - west, north - south) > 0.005;

export function DutyMap(props: {
  readonly about: About;
  readonly listed: readonly ListedAlarm[];
  readonly layers: readonly ActiveLayer[];
  readonly look: Look;
}) {
  const { about, listed, layers, look } = props;
  const words = useWords();
  const { page, wish, duty, setDuty, moveCamera, language } = useView();
  const container = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [sign, setSign] = useState<AlarmSign | null>(null);
  const [losses, setLosses] = useState(0);
  const view = useView.getState();

  const stage = useStage(container, about.profile, useGround(about, look), {
    onHover: setPointed,
    onClick({ object }) {
      setSign(null);
      if (!isAlarmSign(object)) return;
      const [first] = object.alarms;
      if (object.alarms.length === 1 && first !== undefined) selectAlarm(first.id);
      else if (canPart(object)) moveCamera({ kind: 'fit', bounds: object.bounds });
      else setSign(object);
    },
    onDoubleClick: () => {},
    onCamera: view.cameraRested,
    onCanvas: () => {},
    onContext: (_state, count) => setLosses(count),
    onSketch: () => {},
    measureText: () => '',
  });
  useEffect(() => {
    stage?.setDrawing(
      layers.flatMap(({ definition, setting, drawing }) =>
        drawing === null ? [] : [{ id: definition.id, opacity: setting.opacity, drawing }],
      ),
    );
  }, [stage, layers]);
  useEffect(() => {
    if (wish !== null) stage?.moveTo(wish);
  }, [stage, wish]);
  useEffect(() => stage?.setTitle(words.duty.mapTitle), [stage, words]);

  const selected = page?.kind === 'alarm' ? listed.find(({ id }) => id === page.id) : undefined;
  const [x, y] = selected?.position ?? [];
  useEffect(() => {
    if (x === undefined || y === undefined) return stage?.setSelection({});
    stage?.setSelection({ selected: [{ position: [x, y], radiusPixels: 17 * look.scale }] });
    stage?.reveal([x, y]);
  }, [stage, x, y, look.scale]);

  // Close by, the city of the alarm stands out and the rest is dimmed.
  const near = useView((each) => (each.camera?.zoom ?? 0) >= nearZoom);
  const city = near ? (selected?.city ?? null) : null;
  useEffect(() => {
    if (city === null) stage?.setAreaLevel('city');
    else stage?.setAreaLevel('county', city);
  }, [stage, city]);

  const under = isAlarmSign(pointed?.object) ? pointed.object : null;
  const drawn = JSON.stringify(
    Object.fromEntries(
      layers.flatMap(({ definition, drawing }) => (drawing === null ? [] : [[definition.id, drawnCounts(drawing)]])),
    ),
  );
  const button = (label: string, icon: React.ReactNode, press: () => void) => (
    <Button icon={icon} aria-label={label} title={label} onClick={press} />
  );
  return (
    <section className="duty-map" aria-label={words.duty.panes.map}>
      <div className="atlas-map">
        <div
          ref={container}
          className="map-ground"
          data-testid="map"
          data-state="busy"
          data-drawn={drawn}
          data-context-losses={losses}
        />
        {stage !== null && <AttentionHalos stage={stage} layers={layers} look={look} />}
        <div className="map-buttons" role="toolbar" aria-label={words.tool.bar} aria-orientation="vertical">
          {button(words.map.zoomIn, <PlusOutlined aria-hidden />, () => stage?.zoomBy(1))}
          {button(words.map.zoomOut, <MinusOutlined aria-hidden />, () => stage?.zoomBy(-1))}
          {button(words.map.home, <HomeOutlined aria-hidden />, () => moveCamera({ kind: 'home' }))}
        </div>
        <div className="duty-legend" title={words.duty.mapHelp}>
          {layers.flatMap(({ definition, legend }) =>
            (legend?.entries ?? []).flatMap(({ key, label, mark, ring, count }) =>
              (count ?? 0) === 0
                ? []
                : [
                    <span key={`${definition.id} ${key}`} data-testid={`legend-${definition.id}-${key}`}>
                      {mark !== undefined && <MarkIcon mark={mark} />}
                      {ring !== undefined && <i className="halo-sign" />}
                      {label} {numberText(count ?? 0, language)}
                    </span>,
                  ],
            ),
          )}
          <label>
            <input
              type="checkbox"
              checked={duty.silent}
              onChange={({ target }) => setDuty({ silent: target.checked })}
            />{' '}
            {words.duty.showSilent}
          </label>
        </div>
        <div className="map-foot">
          <p className="map-attribution">{about.profile.attributionLine}</p>
        </div>
        {sign !== null && stage !== null && (
          <PinnedFrame
            anchor={{ stage, position: sign.position }}
            testId="cluster-card"
            lines={<strong>{words.duty.clusterTitle(numberText(sign.alarms.length, language))}</strong>}
            onClose={() => setSign(null)}
          >
            <ul className="cluster-list">
              {sign.alarms.map((alarm) => (
                <li key={alarm.id}>
                  <AlarmMark alarm={alarm} />{' '}
                  <button type="button" className="link-button" onClick={() => selectAlarm(alarm.id)}>
                    {alarm.sentence[language]}
                  </button>
                </li>
              ))}
            </ul>
          </PinnedFrame>
        )}
        {under !== null && pointed !== null && (
          <HoverFrame anchor={pointed}>
            {under.alarms.slice(0, mostNamed).map((alarm) => (
              <span key={alarm.id}>
                <AlarmMark alarm={alarm} /> {words.alarm.state[alarm.state]} · {alarm.sentence[language]}
              </span>
            ))}
            {under.alarms.length > mostNamed && (
              <span className="muted">
                {words.duty.bulk.more(numberText(under.alarms.length - mostNamed, language))}
              </span>
            )}
          </HoverFrame>
        )}
      </div>
    </section>
  );
}
