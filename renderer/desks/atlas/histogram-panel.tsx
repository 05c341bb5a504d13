// Histograms over the filters: what there is by capacity and by year of commissioning, and a brush on each that narrows the desk.
import { DownOutlined, UpOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { EnterpriseSummary } from '../../../contract/ledger.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { withKeys, withRange } from '../../state/filters.ts';
import { remember, remembered } from '../../state/remember.ts';
import type { Brush } from '../../state/use-brushed.ts';
import { useFigure } from '../../state/use-figure.ts';
import { useOpenNarrowing } from '../../state/use-open-narrowing.ts';
import { useProductUnit } from '../../state/use-product-unit.ts';
import { useNarrowing } from '../../state/use-shown.ts';
import { useView } from '../../state/view-store.ts';
import { useLook } from '../../theme/use-look.ts';
import { BrushHistogram } from './brush-histogram.tsx';
import { binsOf } from './histogram-bins.ts';
import './histogram-panel.css';

/** Shows what is brushed on the map before the core has cut by it; null shows all again. */
type OnPreview = (brush: Brush | null) => void;

interface HistogramsProps {
  readonly shown: readonly EnterpriseSummary[];
  readonly onPreview: OnPreview;
}

/** Of the products that the filters leave: the one last looked at, else the one with the most units. */
function useProduct(shown: readonly EnterpriseSummary[]): {
  product: string | undefined;
  products: readonly string[];
  choose: (product: string) => void;
} {
  const chosen = useView((view) => view.filters.keys.product);
  const [looked, setLooked] = useState<string | null>(null);
  const { value } = useFigure({ id: 'unit-count', by: ['product'], ...useNarrowing(shown, 'product') });
  const products = useMemo(
    () =>
      (value?.rows ?? [])
        .toSorted((left, right) => (right.value ?? 0) - (left.value ?? 0))
        .map((row) => String(row.keys.product))
        .filter((product) => chosen?.includes(product) !== false),
    [value, chosen],
  );
  return { product: products.find((each) => each === looked) ?? products[0], products, choose: setLooked };
}

/** Hands drags on to the map, and lets go of them once the core's own cut is on the screen. */
function usePreview(shown: readonly EnterpriseSummary[], onPreview: OnPreview) {
  const { pending } = useFigure({ id: 'enterprise-count', ...useNarrowing(shown) });
  const filters = useView((view) => view.filters);
  const settled = useDeferredValue(filters) === filters && !pending;
  const previewed = useRef(false);
  const held = useRef(false);
  useEffect(() => {
    if (!previewed.current || held.current || !settled) return;
    previewed.current = false;
    onPreview(null);
  });
  return {
    drag(brush: Brush | null): void {
      held.current = true;
      previewed.current = true;
      onPreview(brush);
    },
    release(): void {
      held.current = false;
    },
  };
}

function CapacityHistogram({ shown, onPreview }: HistogramsProps) {
  const words = useWords();
  const names = useNames();
  const look = useLook();
  const { filters, setFilters } = useView();
  const { product, products, choose } = useProduct(shown);
  const unit = useProductUnit(product);
  const preview = usePreview(shown, onPreview);
  const open = useOpenNarrowing(shown, 'capacity');
  const narrowing = product === undefined ? open : { ...open, where: { ...open.where, product: [product] } };
  const query = { id: 'unit-count', by: ['capacityClass' as const] };
  const all = useFigure(product === undefined ? null : { ...query, where: { product: [product] } });
  const passing = useFigure(product === undefined ? null : { ...query, ...narrowing });
  const bins = useMemo(() => binsOf('capacity', all.value, passing.value), [all.value, passing.value]);
  const filtered = filters.keys.product?.length === 1;
  const productName = (id: string): string => (id === 'null' ? words.figures.noProduct : names.product(id));

  return (
    <BrushHistogram
      measure="capacity"
      name={words.time.capacityPlain}
      unit={unit}
      bins={bins}
      range={filtered ? filters.between.capacity : undefined}
      look={look}
      extra={
        products.length > 0 && (
          <Select
            size="small"
            aria-label={words.time.productChoice}
            value={product ?? null}
            onChange={(next) => {
              if (next !== null) choose(next);
            }}
            options={products.map((each) => ({ value: each, label: productName(each) }))}
            popupMatchSelectWidth={false}
          />
        )
      }
      onDrag={(range) => preview.drag(range && { measure: 'capacity', range, narrowing })}
      onChange={(range) => {
        preview.release();
        // Capacities can be compared within one product alone, so the range brings its product with it.
        setFilters((last) =>
          range === null || product === undefined
            ? withRange(last, 'capacity', null)
            : withRange(withKeys(last, 'product', [product]), 'capacity', range),
        );
      }}
    />
  );
}

function YearHistogram({ shown, onPreview }: HistogramsProps) {
  const words = useWords();
  const look = useLook();
  const { filters, setFilters } = useView();
  const preview = usePreview(shown, onPreview);
  const query = { id: 'unit-count', by: ['commissioned' as const] };
  const all = useFigure(query);
  const narrowing = useOpenNarrowing(shown, 'commissioned');
  const passing = useFigure({ ...query, ...narrowing });
  const bins = useMemo(() => binsOf('commissioned', all.value, passing.value), [all.value, passing.value]);
  return (
    <BrushHistogram
      measure="commissioned"
      name={words.time.commissioned}
      unit=""
      bins={bins}
      range={filters.between.commissioned}
      look={look}
      onDrag={(range) => preview.drag(range && { measure: 'commissioned', range, narrowing })}
      onChange={(range) => {
        preview.release();
        setFilters((last) => withRange(last, 'commissioned', range));
      }}
    />
  );
}

export function HistogramPanel(props: HistogramsProps) {
  const words = useWords();
  const [open, setOpen] = useState(remembered('histograms') === 'open');
  const label = open ? words.time.collapseDistribution : words.time.expandDistribution;
  return (
    <section className="histogram-panel" aria-label={words.time.distribution}>
      <Button
        className="histogram-toggle"
        size="small"
        type="text"
        icon={open ? <DownOutlined aria-hidden /> : <UpOutlined aria-hidden />}
        aria-expanded={open}
        aria-label={label}
        title={label}
        onClick={() => {
          remember('histograms', open ? 'closed' : 'open');
          setOpen(!open);
        }}
      >
        {open ? null : words.time.distribution}
      </Button>
      {open && (
        <div className="histograms">
          <CapacityHistogram {...props} />
          <YearHistogram {...props} />
        </div>
      )}
    </section>
  );
}
