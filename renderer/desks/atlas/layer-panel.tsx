// Over the map's edge: which layers are drawn and in which order, what their marks mean, and themes that set them all at once.
import { DownOutlined, MinusOutlined, UnorderedListOutlined, UpOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { numberText } from '../../format/quantity-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { type LayerSetting, moveLayer, withLayer } from '../../state/layer-settings.ts';
import { remember, remembered } from '../../state/remember.ts';
import { useView } from '../../state/view-store.ts';
import { LayerRow } from './layer-row.tsx';
import { ThemePicker } from './theme-picker.tsx';
import type { ActiveLayer } from './use-layers.ts';
import './layer-panel.css';

export interface LayerPanelProps {
  /** Bottom first, as `useLayers` gives them. */
  readonly layers: readonly ActiveLayer[];
}

/** Where a dragged layer would land: before or after the row of another, as the list is read. */
interface DropPlace {
  readonly id: string;
  readonly side: 'before' | 'after';
}

export function LayerPanel({ layers }: LayerPanelProps) {
  const words = useWords();
  const language = useView((view) => view.language);
  const setLayers = useView((view) => view.setLayers);
  const [open, setOpen] = useState(remembered('layer-panel') !== 'closed');
  // Hidden layers are folded away at first, so that the map stays in sight on a small screen.
  const [unfolded, setUnfolded] = useState(remembered('hidden-layers') === 'listed');
  const [dragged, setDragged] = useState<string | null>(null);
  const [drop, setDrop] = useState<DropPlace | null>(null);
  const [said, setSaid] = useState('');
  const settings = layers.map(({ setting }) => setting);
  const shownCount = settings.filter(({ shown }) => shown).length;
  const nameOf = (id: string): string =>
    layers.find(({ definition }) => definition.id === id)?.definition.name[language] ?? id;

  function toggleOpen(next: boolean): void {
    remember('layer-panel', next ? 'open' : 'closed');
    setOpen(next);
  }

  const topFirst = layers.toReversed();
  const listed = unfolded ? topFirst : topFirst.filter(({ setting }) => setting.shown);
  const foldedCount = topFirst.length - shownCount;

  function moveBeside(id: string, { id: neighbour, side }: DropPlace): void {
    if (id === neighbour) return;
    const rest = settings.filter((layer) => layer.id !== id);
    // The list is read from the top, settings are counted from the bottom.
    const next = moveLayer(
      settings,
      id,
      rest.findIndex((layer) => layer.id === neighbour) + (side === 'before' ? 1 : 0),
    );
    setLayers(next);
    const seen = next.filter((layer) => listed.some(({ definition }) => definition.id === layer.id));
    const place = seen.length - seen.findIndex((layer) => layer.id === id);
    setSaid(words.layer.moved(nameOf(id), numberText(place, language), numberText(seen.length, language)));
  }

  if (!open)
    return (
      <Button
        className="layer-panel-opener"
        icon={<UnorderedListOutlined aria-hidden />}
        title={words.layer.openHint}
        aria-expanded={false}
        onClick={() => toggleOpen(true)}
      >
        {words.layer.open(numberText(shownCount, language))}
      </Button>
    );

  return (
    <section className="layer-panel" aria-label={words.layer.panel} data-testid="layer-panel" data-unfolded={unfolded}>
      <header>
        <ThemePicker settings={settings} />
        <Button
          type="text"
          size="small"
          icon={<MinusOutlined aria-hidden />}
          aria-label={words.layer.collapse}
          aria-expanded
          title={words.layer.collapse}
          onClick={() => toggleOpen(false)}
        />
      </header>
      <ol className="layer-list" aria-label={words.layer.list}>
        {listed.map((layer, place) => {
          const { id } = layer.definition;
          const [above, below] = [listed[place - 1]?.definition.id, listed[place + 1]?.definition.id];
          return (
            <LayerRow
              key={id}
              layer={layer}
              isTop={above === undefined}
              isBottom={below === undefined}
              drop={drop?.id === id && dragged !== id ? drop.side : null}
              onChange={(change: Partial<Omit<LayerSetting, 'id'>>) => setLayers(withLayer(settings, id, change))}
              onMove={(way) => {
                const neighbour = way === 'up' ? above : below;
                if (neighbour !== undefined) moveBeside(id, { id: neighbour, side: way === 'up' ? 'before' : 'after' });
              }}
              onDragStart={() => setDragged(id)}
              onDragOver={(side) => setDrop((last) => (last?.id === id && last.side === side ? last : { id, side }))}
              onDrop={(side) => {
                if (dragged !== null) moveBeside(dragged, { id, side });
              }}
              onDragEnd={() => {
                setDragged(null);
                setDrop(null);
              }}
            />
          );
        })}
      </ol>
      {foldedCount > 0 && (
        <Button
          className="layer-fold"
          type="text"
          size="small"
          icon={unfolded ? <UpOutlined aria-hidden /> : <DownOutlined aria-hidden />}
          aria-expanded={unfolded}
          onClick={() => {
            remember('hidden-layers', unfolded ? 'folded' : 'listed');
            setUnfolded(!unfolded);
          }}
        >
          {unfolded ? words.layer.foldHidden : words.layer.listHidden(numberText(foldedCount, language))}
        </Button>
      )}
      {shownCount === 0 && <p className="layer-note">{words.layer.nothing}</p>}
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </section>
  );
}
