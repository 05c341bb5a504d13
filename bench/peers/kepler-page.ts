// Peer: kepler.gl with its point layer, its panels hidden, over the shared ground as its base map.
import { addDataToMap, replaceDataInMap, setFilter, updateMap } from '@kepler.gl/actions';
import { injectComponents, MapControlFactory, MapViewStateContext } from '@kepler.gl/components';
import { enhanceReduxMiddleware, keplerGlReducer } from '@kepler.gl/reducers';
import 'maplibre-gl/dist/maplibre-gl.css';
import { createElement, useContext } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { applyMiddleware, combineReducers, legacy_createStore as createStore } from 'redux';
import { nextFrame } from '../pages/frame-clock.ts';
import { groundStyle } from '../pages/ground-style.ts';
import { firstYear, lastYear, type Points } from '../pages/points.ts';
import { runPage } from '../pages/run-page.ts';
import type { Camera } from '../pages/subject.ts';

// Not checked by the compiler: these packages are installed only where the benchmark runs.

/** As much of deck.gl as is used here. */
interface DeckProps {
  readonly onAfterRender?: (...args: unknown[]) => void;
}
interface Deck {
  /** What was drawn last; the properties may already be newer. */
  readonly layerManager?: {
    getLayers(): readonly { readonly id: string; readonly isLoaded: boolean; getNumInstances(): number }[];
  };
  setProps(props: DeckProps): void;
  getViewports(): [{ readonly longitude: number; readonly zoom: number }];
}

/** What the mouse of a reader sets; a change that goes through the store would draw all panels again. */
let setViewState: (viewState: object) => void = () => {};
let viewState: object = {};

/** Stands where the buttons on the map would be, to get hold of the camera. */
function CameraTap(): null {
  const { getInternalViewState, setInternalViewState } = useContext(MapViewStateContext);
  viewState = getInternalViewState(0);
  setViewState = (wanted) => setInternalViewState(wanted, 0);
  return null;
}

const KeplerGl = injectComponents([[MapControlFactory, () => CameraTap]]);

const names = Array.from({ length: 16 }, (_, category) => `industry ${String(category).padStart(2, '0')}`);
const field = (name: string, type: string, analyzerType: string, fieldIdx: number) => ({
  name,
  id: name,
  displayName: name,
  type,
  analyzerType,
  format: '',
  fieldIdx,
});
const fields = [
  field('longitude', 'real', 'FLOAT', 0),
  field('latitude', 'real', 'FLOAT', 1),
  field('category', 'string', 'STRING', 2),
  field('amount', 'real', 'FLOAT', 3),
  field('year', 'integer', 'INT', 4),
];

const rowsOf = ({ count, positions, categories, amounts, years }: Points): unknown[][] =>
  Array.from({ length: count }, (_, index) => [
    positions[2 * index],
    positions[2 * index + 1],
    names[categories[index] ?? 0],
    amounts[index],
    years[index],
  ]);

const dataset = (id: string, rows: unknown[][]) => ({ info: { id, label: 'points' }, data: { fields, rows } });

/** Its radius counts in metres at zoom 14. */
const radiusOfPixel = 3.84;

runPage((container, home, look) => {
  const reducer = combineReducers({
    keplerGl: keplerGlReducer.initialState({ uiState: { readOnly: true, currentModal: null } }),
  });
  const store = createStore(reducer, {}, applyMiddleware(...enhanceReduxMiddleware([])));
  const send = (action: unknown): void => void store.dispatch(action as never);

  let onDrawn: (() => void) | null = null;
  let deck: Deck | null = null;
  const drawn = (): Promise<void> =>
    new Promise((resolve) => {
      onDrawn = resolve;
    });
  let camera = home;

  const root = createRoot(container);
  root.render(
    createElement(
      Provider,
      { store },
      createElement(KeplerGl, {
        id: 'map',
        width: innerWidth,
        height: innerHeight,
        mapboxApiAccessToken: '',
        mapStylesReplaceDefault: true,
        mapStyles: [{ id: 'ground', label: 'ground', url: '', icon: '', layerGroups: [], style: groundStyle(look) }],
        onDeckInitialized(given: Deck) {
          deck = given;
          // The last thing that happens in a frame; kepler.gl keeps deck.gl's own property to itself.
          const setProps = given.setProps.bind(given);
          given.setProps = ({ onAfterRender, ...props }) =>
            setProps({
              ...props,
              ...(onAfterRender && {
                onAfterRender(...args: unknown[]) {
                  onAfterRender(...args);
                  const tell = onDrawn;
                  onDrawn = null;
                  tell?.();
                },
              }),
            });
        },
      }),
    ),
  );

  let points: Points | null = null;
  let rows: unknown[][] = [];
  let version = 0;
  const showsPoints = (): boolean =>
    deck?.layerManager
      ?.getLayers()
      .some((layer) => layer.id === 'points' && layer.isLoaded && layer.getNumInstances() > 0) ?? false;

  return {
    async load(given) {
      points = given;
      rows = rowsOf(given);
      while (deck === null) await nextFrame();
      const config = {
        version: 'v1',
        config: {
          mapState: { ...home, bearing: 0, pitch: 0, dragRotate: false, isSplit: false },
          mapStyle: { styleType: 'ground' },
          visState: {
            filters: [
              {
                dataId: ['points-0'],
                id: 'years',
                name: ['year'],
                type: 'range',
                value: [firstYear, lastYear],
                plotType: 'histogram',
                enlarged: false,
              },
            ],
            layers: [
              {
                id: 'points',
                type: 'point',
                config: {
                  dataId: 'points-0',
                  label: 'points',
                  color: [255, 255, 255],
                  columns: { lng: 'longitude', lat: 'latitude', altitude: null },
                  isVisible: true,
                  visConfig: {
                    radius: (look.diameterPixels / 2) * radiusOfPixel,
                    fixedRadius: false,
                    opacity: 1,
                    outline: false,
                    filled: true,
                    colorRange: { name: 'bench', type: 'custom', category: 'Custom', colors: look.colors },
                  },
                },
                visualChannels: {
                  colorField: { name: 'category', type: 'string' },
                  colorScale: 'ordinal',
                  sizeField: null,
                  sizeScale: 'linear',
                },
              },
            ],
          },
        },
      };
      send(
        addDataToMap({
          datasets: dataset('points-0', rows),
          options: { centerMap: false, readOnly: true, autoCreateLayers: false },
          config: config as never,
        }),
      );
      do await drawn();
      while (!showsPoints());
    },
    async move(wanted: Camera) {
      camera = wanted;
      const arrived = (): boolean => {
        const viewport = deck?.getViewports()[0];
        return (
          viewport !== undefined &&
          Math.abs(viewport.longitude - wanted.longitude) < 1e-9 &&
          Math.abs(viewport.zoom - wanted.zoom) < 1e-9
        );
      };
      do {
        // Again where data that came in meanwhile has brought the store's older camera back.
        setViewState({ ...viewState, ...wanted });
        await drawn();
      } while (!arrived());
    },
    brush(from, to) {
      send(setFilter(0, 'value', [from, to]));
      return drawn();
    },
    change({ indexes }) {
      if (points === null) return;
      for (const index of indexes) rows[index] = [...(rows[index] ?? [])].with(2, names[points.categories[index] ?? 0]);
      // As after every drag; otherwise new data would throw the map back to where the store thinks it is.
      send(updateMap(camera as never));
      const last = `points-${version}`;
      version += 1;
      send(
        replaceDataInMap({
          datasetToReplaceId: last,
          datasetToUse: dataset(`points-${version}`, rows) as never,
          options: { keepExistingConfig: true, centerMap: false, autoCreateLayers: false },
        }),
      );
    },
  };
});
