// Ties the map stage to React: made once for a province, then told what to draw.
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { About } from '../../../contract/about.ts';
import type { Ground } from '../../map/base-style.ts';
import { createMapStage } from '../../map/create-map-stage.ts';
import { limitsAround } from '../../map/limits-around.ts';
import type { MapStage, StageOptions } from '../../map/map-stage.ts';

/** What the desk hears from the stage; may be another object in each rendering. */
export type StageListener = Pick<
  StageOptions,
  'onHover' | 'onClick' | 'onDoubleClick' | 'onCamera' | 'onCanvas' | 'onContext' | 'onSketch' | 'measureText'
>;

/** The container tells by its data-state whether everything is drawn: `busy` or `idle`. */
export function useStage(
  container: RefObject<HTMLElement | null>,
  profile: About['profile'],
  ground: Ground,
  listener: StageListener,
): MapStage | null {
  const [stage, setStage] = useState<MapStage | null>(null);
  const current = useRef(listener);
  const drawn = useRef(ground);
  useEffect(() => {
    current.current = listener;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the ground may change later; the stage is made for the province
  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    drawn.current = ground;
    const made = createMapStage({
      container: element,
      ground,
      home: profile.bbox,
      limits: limitsAround(profile.bbox),
      fontFamily: getComputedStyle(document.documentElement).fontFamily,
      onHover: (pointed) => current.current.onHover(pointed),
      onClick: (pointed) => current.current.onClick(pointed),
      onDoubleClick: (pointed) => current.current.onDoubleClick(pointed),
      onCamera: (camera) => current.current.onCamera(camera),
      onCanvas: (size) => current.current.onCanvas(size),
      onContext: (state, losses) => current.current.onContext(state, losses),
      onSketch: (sketch) => current.current.onSketch(sketch),
      measureText: (measured) => current.current.measureText(measured),
      onIdle: (idle) => {
        element.dataset.state = idle ? 'idle' : 'busy';
      },
    });
    setStage(made);
    return () => {
      setStage(null);
      made.destroy();
    };
  }, [profile.id]);

  useEffect(() => {
    if (stage === null || drawn.current === ground) return;
    drawn.current = ground;
    stage.setGround(ground);
  }, [stage, ground]);
  return stage;
}
