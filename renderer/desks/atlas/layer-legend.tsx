// The legend of one layer: what its marks mean and how many there are; its entries narrow the desk to what they stand for.
import { FunctionOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type MouseEvent, useState } from 'react';
import { numberText } from '../../format/quantity-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import type { LayerLegend as Legend, LegendEntry } from '../../map/layers/layer-definition.ts';
import { unitText } from '../../map/layers/quantity-words.ts';
import { legendOpacity, legendPress, pressedInLegend } from '../../state/legend-press.ts';
import { useView } from '../../state/view-store.ts';
import { MarkIcon } from './mark-icon.tsx';
import type { ActiveLayer } from './use-layers.ts';

/** Longer legends begin folded, so that the panel leaves the map in sight. */
const mostUnfolded = 10;
const shownFolded = 7;

/** `widthPixels`: of the column of pictures, as wide as the legend's largest circle. */
function EntryPicture({ entry, widthPixels }: { readonly entry: LegendEntry; readonly widthPixels: number }) {
  if (entry.mark !== undefined) return <MarkIcon mark={entry.mark} />;
  if (entry.radiusPixels !== undefined) {
    const height = 2 * entry.radiusPixels + 2;
    return (
      <svg
        className="legend-disc"
        width={widthPixels}
        height={height}
        viewBox={`${-widthPixels / 2} ${-height / 2} ${widthPixels} ${height}`}
        aria-hidden="true"
      >
        <circle r={entry.radiusPixels} fill={entry.color ?? 'none'} />
      </svg>
    );
  }
  if (entry.ring !== undefined)
    return <span className="legend-ring" style={{ borderColor: entry.ring }} aria-hidden="true" />;
  if (entry.color !== undefined)
    return (
      <span
        className={entry.hatched === true ? 'legend-swatch hatched' : 'legend-swatch'}
        style={{ backgroundColor: entry.color }}
        aria-hidden="true"
      />
    );
  return <span className="legend-blank" aria-hidden="true" />;
}

export function LayerLegend({ layer, legend }: { readonly layer: ActiveLayer; readonly legend: Legend }) {
  const words = useWords();
  const language = useView((view) => view.language);
  const filters = useView((view) => view.filters);
  const setFilters = useView((view) => view.setFilters);
  const openPage = useView((view) => view.openPage);
  const [whole, setWhole] = useState(false);
  const { definition, input, queries } = layer;
  const name = definition.name[language];
  const unit = unitText(legend.unit, input);
  const { entries } = legend;
  const folds = entries.length > mostUnfolded;
  const listed = folds && !whole ? entries.slice(0, shownFolded) : entries;
  const query = queries?.[0];
  const opacity = legendOpacity(layer.setting.opacity);
  const largest = entries.reduce((most, { radiusPixels = 0 }) => Math.max(most, radiusPixels), 0);
  const discWidth = 2 * largest + 2;

  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of buttons beside the map is no fieldset of a form
    <div className="layer-legend" role="group" aria-label={words.layer.legendOf(name)} aria-busy={layer.pending}>
      {(legend.title !== name || unit !== '') && (
        <p className="legend-title">
          {legend.title !== name && <span>{legend.title}</span>}
          {unit !== '' && <span className="muted">{words.layer.unit(unit)}</span>}
        </p>
      )}
      {listed.map((entry) => {
        const inside = (
          <>
            <span
              className="legend-picture"
              style={{ ...(opacity < 1 ? { opacity } : {}), ...(largest > 0 ? { width: discWidth } : {}) }}
            >
              <EntryPicture entry={entry} widthPixels={discWidth} />
            </span>
            <span className="legend-name" title={entry.label}>
              {entry.label}
            </span>
            {entry.count !== undefined && (
              <span className="legend-count">{entry.count === null ? '…' : numberText(entry.count, language)}</span>
            )}
          </>
        );
        const { filter } = entry;
        if (filter === undefined)
          return (
            <div key={entry.key} className="legend-entry">
              {inside}
            </div>
          );
        const pressed = pressedInLegend(filters, filter);
        return (
          <button
            key={entry.key}
            type="button"
            className="legend-entry"
            data-narrows={pressed.only}
            aria-pressed={pressed.on}
            title={pressed.only ? words.layer.only(entry.label) : words.layer.toggle(entry.label)}
            onClick={(event: MouseEvent) => setFilters((last) => legendPress(last, filter, entries, event.shiftKey))}
          >
            {inside}
          </button>
        );
      })}
      {folds && (
        <button type="button" className="legend-more" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? words.layer.fewer : words.layer.more(numberText(entries.length - shownFolded, language))}
        </button>
      )}
      {legend.note !== undefined && <p className="layer-note">{legend.note}</p>}
      {layer.error !== null && <p className="layer-note doubt">{words.layer.failed}</p>}
      {layer.error === null && layer.figures === null && <p className="layer-note">{words.layer.loading}</p>}
      {query !== undefined && (
        <Button
          className="legend-explain"
          type="link"
          size="small"
          data-figure=""
          icon={<FunctionOutlined aria-hidden />}
          title={words.layer.explain(name)}
          onClick={() => openPage({ kind: 'explanation', query })}
        >
          {words.explanation.title}
        </Button>
      )}
    </div>
  );
}
