// This app's own map stage, fed as its enterprise layer feeds it; on the shared ground, or on its own with ?ground=full.

import { createMapStage } from '../../renderer/map/create-map-stage.ts';
import { markPixels } from '../../renderer/map/layers/point-sprites.ts';
import { assignMarks } from '../../renderer/map/marks.ts';
import type { SpriteSet } from '../../renderer/map/sprites.ts';
import { scaleFor } from '../../renderer/theme/scale.ts';
import { themes } from '../../renderer/theme/themes.ts';
import { nextFrame } from './frame-clock.ts';
import { categoryCount, provinceBounds } from './points.ts';
import { groundUrl, runPage } from './run-page.ts';

const sharedGround = { cities: 'cities', borders: 'borders' };
const fullGround = {
  ...sharedGround,
  context: 'context',
  counties: 'counties',
  hydro: 'hydro',
  neighbourCities: 'neighbour-cities',
};

interface Places {
  readonly features: readonly {
    readonly properties: {
      readonly shortName?: string;
      readonly name: string;
      readonly labelPoint: readonly [number, number];
    };
  }[];
}

async function labelsOf(level: 'city' | 'county', file: string) {
  const { features } = (await (await fetch(groundUrl(file))).json()) as Places;
  return features.map(({ properties }) => ({
    position: properties.labelPoint,
    text: properties.shortName ?? properties.name,
    level,
  }));
}

runPage((container, home) => {
  const full = new URLSearchParams(location.search).get('ground') === 'full';
  const scale = scaleFor(innerWidth, innerHeight);
  const theme = themes.dark;
  const files = full ? fullGround : sharedGround;
  let idle = false;
  const ground = {
    files: Object.fromEntries(Object.entries(files).map(([layer, name]) => [layer, groundUrl(name)])),
    labels: [],
    themeName: 'dark' as const,
    colors: theme.map,
    accent: theme.accent,
    scale,
  };
  const nothing = (): void => {};
  const stage = createMapStage({
    container,
    ground,
    home: provinceBounds,
    limits: [105, 28, 132, 44],
    fontFamily: 'sans-serif',
    onHover: nothing,
    onClick: nothing,
    onDoubleClick: nothing,
    onCamera: nothing,
    onIdle: (now) => {
      idle = now;
    },
    onCanvas: nothing,
    onContext: nothing,
    onSketch: nothing,
    measureText: () => '',
  });
  const untilIdle = async (): Promise<void> => {
    do await nextFrame();
    while (!idle);
  };
  let sprites: SpriteSet | null = null;
  const show = (): void => {
    if (sprites !== null) stage.setDrawing([{ id: 'enterprises', opacity: 1, drawing: { sprites } }]);
  };
  const moveTo = (camera: typeof home): void =>
    stage.moveTo({ kind: 'camera', camera: { ...camera, bearing: 0, pitch: 0 } });

  return {
    async load({ count, positions, categories, years }) {
      await untilIdle();
      if (full) {
        stage.setGround({
          ...ground,
          labels: [...(await labelsOf('city', 'cities')), ...(await labelsOf('county', 'counties'))],
        });
      }
      const filterValues = new Float32Array(2 * count);
      for (let index = 0; index < count; index += 1) filterValues.fill(years[index] ?? 0, 2 * index, 2 * index + 2);
      sprites = {
        positions,
        marks: [...assignMarks(Array.from({ length: categoryCount }, (_, category) => String(category))).values()],
        markIndexes: categories.slice(),
        sizePixels: markPixels * scale,
        filterValues,
        objects: Array.from({ length: count }, (_, index) => index),
      };
      moveTo(home);
      show();
      await untilIdle();
    },
    // The stage asks for its frame first, so that its drawing is over when this one's turn comes.
    move(camera) {
      moveTo(camera);
      return nextFrame();
    },
    brush(from, to) {
      stage.setFilterRange([from, to]);
      return nextFrame();
    },
    change({ indexes, categories }) {
      if (sprites === null) return;
      const markIndexes = sprites.markIndexes.slice();
      for (const [at, index] of indexes.entries()) markIndexes[index] = categories[at] ?? 0;
      sprites = { ...sprites, markIndexes };
      show();
    },
  };
});
