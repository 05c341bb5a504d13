// The map of the desk: enterprises on the province's ground; a click on a place filters by it, one on a mark opens it.
import { HomeOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { About } from '../../../contract/about.ts';
import type { EnterpriseSummary } from '../../../contract/ledger.ts';
import { useWords } from '../../i18n/use-words.ts';
import type { Ground } from '../../map/base-style.ts';
import { enterpriseLayer, type PlacedEnterprise, placedOnly } from '../../map/layers/enterprise-layer.ts';
import { doubtRings, selectionRing } from '../../map/layers/ring-layer.ts';
import type { Pointed } from '../../map/map-stage.ts';
import { drawMarkAtlas } from '../../map/mark-atlas.ts';
import { neutralMark } from '../../map/marks.ts';
import { toggleOnly } from '../../state/filters.ts';
import { useFigure } from '../../state/use-figure.ts';
import { useView } from '../../state/view-store.ts';
import type { Look } from '../../theme/use-look.ts';
import { useSize } from '../../ui/use-size.ts';
import { rowsByKey } from './capacity-text.ts';
import { HoverCard } from './hover-card.tsx';
import { MapLegend } from './map-legend.tsx';
import { useMarks } from './use-marks.ts';
import { useStage } from './use-stage.ts';

export interface AtlasMapProps {
  readonly about: About;
  readonly shown: readonly EnterpriseSummary[];
  readonly look: Look;
}

function useGround({ cities, profile }: About, { theme, scale }: Look): Ground {
  const language = useView((view) => view.language);
  return useMemo(
    () => ({
      files: Object.fromEntries(
        ['context', 'cities', 'borders', 'hydro', 'neighbourCities'].flatMap((layer) => {
          const file = profile.boundaryFiles[layer];
          return file === undefined ? [] : [[layer, `${location.origin}/geodata/boundaries/${file.split('/').at(-1)}`]];
        }),
      ),
      labels: cities.map((city) => ({
        position: city.labelPoint,
        text: language === 'en' ? city.nameEn : city.shortName,
      })),
      colors: theme.map,
      accent: theme.accent,
      scale,
    }),
    [cities, profile, theme, scale, language],
  );
}

export function AtlasMap({ about, shown, look }: AtlasMapProps) {
  const words = useWords();
  const { filters, setFilters, page, openPage } = useView();
  const container = useRef<HTMLDivElement>(null);
  const size = useSize(container);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const hovered = (pointed?.object ?? null) as PlacedEnterprise | null;
  const capacities = useFigure(
    hovered === null ? null : { id: 'capacity', by: ['enterprise'], where: { enterprise: [hovered.id] } },
  );

  const stage = useStage(container, about.profile, useGround(about, look), {
    onHover: (met) => setPointed(met?.object == null ? null : met),
    onClick({ object, areaId }) {
      if (object !== null) openPage({ kind: 'enterprise', id: (object as PlacedEnterprise).id });
      else if (areaId !== null) setFilters((last) => toggleOnly(last, 'city', String(areaId)));
    },
  });

  const marks = useMarks();
  const placed = useMemo(() => placedOnly(shown), [shown]);
  const atlas = useMemo(
    () => drawMarkAtlas([...marks.values(), neutralMark], look.name, look.theme.map.markOutline),
    [marks, look.name, look.theme],
  );
  const selectedId = page?.kind === 'enterprise' ? page.id : null;
  useEffect(() => {
    const { scale, theme } = look;
    stage?.setLayers([
      doubtRings(placed, { color: theme.doubt, scale }),
      enterpriseLayer(placed, { marks, atlas, scale }),
      selectionRing(placed, selectedId, { color: theme.accent, scale }),
    ]);
  }, [stage, placed, marks, atlas, selectedId, look]);

  useEffect(() => stage?.setObstacles(placed.map(({ position }) => position)), [stage, placed]);

  useEffect(() => stage?.setTitle(words.map.title), [stage, words]);

  const selectedCities = filters.keys.city;
  useEffect(() => {
    stage?.setSelectedAreas((selectedCities ?? []).map(Number).filter(Number.isInteger));
  }, [stage, selectedCities]);

  useEffect(() => {
    const selected = placed.find(({ id }) => id === selectedId);
    if (selected !== undefined) stage?.reveal([selected.position[0], selected.position[1]]);
  }, [stage, placed, selectedId]);

  return (
    <div className="atlas-map">
      <div
        ref={container}
        className="map-ground"
        data-testid="map"
        data-state="busy"
        data-enterprises={placed.length}
      />
      <div className="map-buttons">
        <Button
          icon={<PlusOutlined />}
          aria-label={words.map.zoomIn}
          title={words.map.zoomIn}
          onClick={() => stage?.zoomBy(1)}
        />
        <Button
          icon={<MinusOutlined />}
          aria-label={words.map.zoomOut}
          title={words.map.zoomOut}
          onClick={() => stage?.zoomBy(-1)}
        />
        <Button
          icon={<HomeOutlined />}
          aria-label={words.map.home}
          title={words.map.home}
          onClick={() => stage?.fit()}
        />
      </div>
      <MapLegend shown={shown} />
      <p className="map-attribution">{about.profile.attributionLine}</p>
      {hovered !== null && pointed !== null && size !== null && (
        <HoverCard
          enterprise={hovered}
          capacities={rowsByKey(capacities.value, 'enterprise').get(hovered.id) ?? []}
          x={pointed.x}
          y={pointed.y}
          frameWidth={size.width}
        />
      )}
    </div>
  );
}
