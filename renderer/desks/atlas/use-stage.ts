// Ties the map stage to React: made once for a province, then told what to draw.
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { About } from '../../../contract/about.ts';
import { areaLayer, areaSource, baseStyle, type Ground, obstacleImage, obstacleSource } from '../../map/base-style.ts';
import { limitsAround } from '../../map/limits-around.ts';
import { createMapStage, type MapStage, type Pointed } from '../../map/map-stage.ts';

export function useStage(
  container: RefObject<HTMLElement | null>,
  profile: About['profile'],
  ground: Ground,
  listener: { onHover(pointed: Pointed | null): void; onClick(pointed: Pointed): void },
): MapStage | null {
  const [stage, setStage] = useState<MapStage | null>(null);
  const current = useRef(listener);
  const styled = useRef(ground);
  useEffect(() => {
    current.current = listener;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the ground may change later; the stage is made for the province
  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    const made = createMapStage({
      container: element,
      style: baseStyle(ground),
      home: profile.bbox,
      limits: limitsAround(profile.bbox),
      areas: { source: areaSource, layer: areaLayer },
      obstacles: { source: obstacleSource, image: obstacleImage },
      fontFamily: getComputedStyle(document.documentElement).fontFamily,
      onHover: (pointed) => current.current.onHover(pointed),
      onClick: (pointed) => current.current.onClick(pointed),
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
    if (stage === null || styled.current === ground) return;
    styled.current = ground;
    stage.setStyle(baseStyle(ground));
  }, [stage, ground]);
  return stage;
}
