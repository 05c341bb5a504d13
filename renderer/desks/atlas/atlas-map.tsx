// The map of the desk: the layers on the province's ground, what is pointed at, what is selected, and the tools over it.
import { useEffect, useMemo, useRef, useState } from 'react';
import type { About } from '../../../contract/about.ts';
import type { EnterpriseSummary } from '../../../contract/ledger.ts';
import { areaText, lengthText } from '../../format/length-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { isAlarmSign } from '../../map/layers/alarm-signs.ts';
import type { ClusterOfEnterprises } from '../../map/layers/layer-definition.ts';
import type { CanvasSize, MapStage, Pointed } from '../../map/map-stage.ts';
import type { Sketch } from '../../map/sketch.ts';
import { useCore } from '../../state/core-store.ts';
import { scopeOf } from '../../state/scope.ts';
import { useView } from '../../state/view-store.ts';
import type { Look } from '../../theme/use-look.ts';
import { ClusterCard } from './cluster-card.tsx';
import { CoordinateLine } from './coordinate-line.tsx';
import { drawnCounts } from './drawn-counts.ts';
import { type CardSubject, MapCard, openSubject } from './map-card.tsx';
import { MapTools } from './map-tools.tsx';
import { areaLine, isCluster, subjectOf } from './pointed-subject.ts';
import { useGround } from './use-ground.ts';
import type { ActiveLayer } from './use-layers.ts';
import { useMapKey } from './use-map-key.ts';
import { useStage } from './use-stage.ts';

/** From the side enough to tell columns apart, not so much that those in front hide the ones behind. */
const tiltDegrees = 50;

export interface AtlasMapProps {
  readonly about: About;
  readonly shown: readonly EnterpriseSummary[];
  readonly layers: readonly ActiveLayer[];
  readonly look: Look;
  /** A filter that follows the hand: least and greatest value of what the sprites carry. */
  readonly preview: readonly [number, number] | null;
  /** For pictures of the map and for whatever else draws beside it. */
  onStage(stage: MapStage | null): void;
}

export function AtlasMap({ about, shown, layers, look, preview, onStage }: AtlasMapProps) {
  const words = useWords();
  const view = useView();
  const byId = useCore((core) => core.world.byId);
  const container = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [clicked, setClicked] = useState<readonly [number, number] | null>(null);
  const [cluster, setCluster] = useState<ClusterOfEnterprises | null>(null);
  const [sketch, setSketch] = useState<Sketch | null>(null);
  const [canvas, setCanvas] = useState<CanvasSize | null>(null);
  const [losses, setLosses] = useState<{ state: 'lost' | 'restored'; count: number }>({ state: 'restored', count: 0 });

  const stage = useStage(container, about.profile, useGround(about, look), {
    onHover: setPointed,
    onClick(met) {
      setClicked(met.position);
      setCluster(null);
      const [alarm] = isAlarmSign(met.object) ? met.object.alarms : [];
      if (alarm !== undefined) view.openPage({ kind: 'alarm', id: alarm.id });
      else if (!isCluster(met.object)) view.select(subjectOf(met));
      else if (canPart(met.object)) view.moveCamera({ kind: 'fit', bounds: met.object.bounds });
      else setCluster(met.object);
    },
    onDoubleClick(met) {
      const subject = subjectOf(met);
      if (subject !== null) openSubject(subject);
    },
    onCamera: view.cameraRested,
    onCanvas: setCanvas,
    onContext: (state, count) => setLosses({ state, count }),
    onSketch(drawn) {
      setSketch(drawn.state === 'cancelled' ? null : drawn);
      if (drawn.state === 'cancelled') view.setTool('select');
      else if (drawn.tool === 'lasso' && drawn.state === 'done') {
        view.setFilters((last) => ({ ...last, lasso: drawn.corners }));
        // The click that ends a lasso drawn back to its beginning comes after this: it must not select what is there.
        setTimeout(() => view.setTool('select'));
      }
    },
    measureText: (measured) =>
      'meters' in measured
        ? lengthText(measured.meters, useView.getState().language)
        : areaText(measured.squareMeters, useView.getState().language),
  });
  useEffect(() => onStage(stage), [stage, onStage]);

  const { city, enterpriseId } = scopeOf(view.filters, view.page, about);
  const cityCode = city?.code;
  useEffect(() => {
    if (cityCode === undefined) stage?.setAreaLevel('city');
    else stage?.setAreaLevel('county', cityCode);
  }, [stage, cityCode]);

  useEffect(() => {
    stage?.setDrawing(
      layers.flatMap(({ definition, setting, drawing }) =>
        drawing === null ? [] : [{ id: definition.id, opacity: setting.opacity, drawing }],
      ),
    );
  }, [stage, layers]);

  // The pointer draws this component anew with every frame: the list is not counted each time.
  const placed = useMemo(() => shown.filter(({ position }) => position !== null).length, [shown]);
  const drawn = useMemo(
    () =>
      JSON.stringify(
        Object.fromEntries(
          layers.flatMap(({ definition, drawing }) =>
            drawing === null ? [] : [[definition.id, drawnCounts(drawing)] as const],
          ),
        ),
      ),
    [layers],
  );

  const tilted = layers.some(({ drawing }) => drawing?.tilted === true);
  const wasTilted = useRef(false);
  useEffect(() => {
    if (stage === null || tilted === wasTilted.current) return;
    wasTilted.current = tilted;
    stage.tilt(tilted ? tiltDegrees : 0);
  }, [stage, tilted]);

  useEffect(() => stage?.setFilterRange(preview), [stage, preview]);
  useEffect(() => stage?.setLasso(view.filters.lasso), [stage, view.filters.lasso]);
  useEffect(() => {
    if (view.tool === 'select') setSketch(null);
    stage?.setTool(view.tool);
  }, [stage, view.tool]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a wish is fulfilled once, not again with the next tilt
  useEffect(() => {
    if (view.wish === null) return;
    const whole = view.wish.kind === 'home' || view.wish.kind === 'fit';
    // A box is fitted together with the tilt that has perhaps just begun, not with the one before.
    stage?.moveTo(whole && tilted ? { ...view.wish, pitch: tiltDegrees } : view.wish);
  }, [stage, view.wish]);
  useEffect(() => stage?.setTitle(words.map.title), [stage, words]);

  const { selected } = view;
  const chosenId = selected?.kind === 'enterprise' ? selected.id : enterpriseId;
  const chosenAt = chosenId === null ? null : (byId.get(chosenId)?.position ?? null);
  useEffect(() => {
    const codes = [
      ...(view.filters.keys.city ?? []).map((key) => ['city', Number(key)] as const),
      ...(view.filters.keys.county ?? []).map((key) => ['county', Number(key)] as const),
      ...(selected?.kind === 'area' ? [[selected.level, selected.code] as const] : []),
    ].filter(([, code]) => Number.isInteger(code));
    const level = codes.at(-1)?.[0];
    stage?.setSelection({
      ...(level === undefined
        ? {}
        : { areas: { level, codes: codes.flatMap(([of, code]) => (of === level ? [code] : [])) } }),
      ...(chosenAt === null ? {} : { selected: [{ position: chosenAt, radiusPixels: 13 * look.scale }] }),
    });
  }, [stage, view.filters, selected, chosenAt, look.scale]);

  useEffect(() => {
    if (chosenAt !== null) stage?.reveal(chosenAt);
  }, [stage, chosenAt]);

  useMapKey('Enter', () => {
    if (selected === null || view.tool !== 'select') return false;
    openSubject(selected);
    return true;
  });

  // Before the desk hears it: the list of a cluster is what is innermost.
  useMapKey('Escape', () => {
    if (cluster === null) return false;
    setCluster(null);
    return true;
  });

  const hovered = pointed === null || view.tool !== 'select' ? null : subjectOf(pointed);
  const lineOf = (subject: CardSubject): string | null =>
    subject.kind === 'area' ? areaLine(subject, layers, view.language, words.figures.unknown) : null;
  const pinnedAt =
    selected === null
      ? null
      : selected.kind === 'enterprise'
        ? (byId.get(selected.id)?.position ?? null)
        : (regionAt(about, selected.code) ?? null);
  const clamped = canvas !== null && (canvas.actual[0] < canvas.wanted[0] || canvas.actual[1] < canvas.wanted[1]);

  return (
    <div className="atlas-map">
      <div
        ref={container}
        className="map-ground"
        data-testid="map"
        data-state="busy"
        data-enterprises={placed}
        data-drawn={drawn}
        data-context-losses={losses.count}
      />
      <MapTools stage={stage} sketch={sketch} />
      {clamped && (
        <p className="map-notice" role="alert">
          {words.tool.canvas(canvas.actual.join('×'), canvas.wanted.join('×'))}
        </p>
      )}
      {losses.state === 'lost' && (
        <p className="map-notice" role="alert">
          {words.tool.contextLost}
        </p>
      )}
      <div className="map-foot">
        <p className="map-attribution">{about.profile.attributionLine}</p>
        <CoordinateLine pointer={pointed?.position ?? null} clicked={clicked} />
      </div>
      {selected !== null && pinnedAt !== null && stage !== null && (
        <MapCard subject={selected} anchor={{ stage, position: pinnedAt }} line={lineOf(selected)} pinned />
      )}
      {cluster?.enterprises[0] !== undefined && stage !== null && (
        <ClusterCard
          cluster={cluster}
          anchor={{ stage, position: cluster.enterprises[0].position }}
          onClose={() => setCluster(null)}
        />
      )}
      {hovered !== null && pointed !== null && !sameSubject(hovered, selected) && (
        <MapCard subject={hovered} anchor={pointed} line={lineOf(hovered)} pinned={false} />
      )}
    </div>
  );
}

/** Whether zooming in shows its members apart: not where they stand so close that marks touch at the greatest zoom. */
function canPart({ bounds: [west, south, east, north] }: ClusterOfEnterprises): boolean {
  return Math.max(east - west, north - south) > 0.005;
}

function sameSubject(one: CardSubject, other: CardSubject | null): boolean {
  if (other === null || one.kind !== other.kind) return false;
  return one.kind === 'enterprise' ? one.id === (other as typeof one).id : one.code === (other as typeof one).code;
}

function regionAt({ cities, counties }: About, code: number): readonly [number, number] | undefined {
  return (cities.find((city) => city.code === code) ?? counties.find((county) => county.code === code))?.labelPoint;
}
