// Rings that flash around the most urgent alarms that nobody has acknowledged, over the map and moved along with it.
import { useLayoutEffect, useMemo, useRef } from 'react';
import { isAlarmSign, isAside } from '../../map/layers/alarm-signs.ts';
import type { AlarmSign } from '../../map/layers/layer-definition.ts';
import type { MapStage } from '../../map/map-stage.ts';
import type { Look } from '../../theme/use-look.ts';
import type { ActiveLayer } from '../atlas/use-layers.ts';

/** So many are enough to be seen. */
const most = 60;

const calls = ({ alarms }: AlarmSign): boolean =>
  alarms.some((alarm) => alarm.priority === 'P1' && alarm.state === 'new' && !isAside(alarm));

export function AttentionHalos(props: {
  readonly stage: MapStage;
  readonly layers: readonly ActiveLayer[];
  readonly look: Look;
}) {
  const { stage, layers, look } = props;
  const box = useRef<HTMLDivElement>(null);
  const halos = useMemo(
    () =>
      layers
        .flatMap(({ drawing }) => [
          ...(drawing?.sprites?.objects ?? []).map((object) => ({ object, radius: 15 * look.scale })),
          ...(drawing?.counts ?? []).map(({ object, radiusPixels }) => ({
            object,
            radius: radiusPixels + 10 * look.scale,
          })),
        ])
        .flatMap(({ object, radius }) => (isAlarmSign(object) && calls(object) ? [{ sign: object, radius }] : []))
        .slice(0, most),
    [layers, look.scale],
  );
  // Without React: a camera moves in every frame.
  useLayoutEffect(() => {
    const place = (): void => {
      for (const [index, { sign, radius }] of halos.entries()) {
        const element = box.current?.children[index];
        if (!(element instanceof HTMLElement)) continue;
        const { x, y } = stage.screenOf(sign.position);
        element.style.transform = `translate(${x - radius}px, ${y - radius}px)`;
      }
    };
    place();
    return stage.onMove(place);
  }, [stage, halos]);
  return (
    <div className="attention-halos" aria-hidden="true" ref={box} data-flashing={halos.length}>
      {halos.map(({ sign, radius }) => (
        <i key={sign.id} style={{ width: 2 * radius, height: 2 * radius }} />
      ))}
    </div>
  );
}
