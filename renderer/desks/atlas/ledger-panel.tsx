// The table beside the map: enterprise by enterprise, or summed up by city, industry or status, or the table behind any layer.
import { Select } from 'antd';
import type { EnterpriseSummary } from '../../../contract/ledger.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import type { MapStage } from '../../map/map-stage.ts';
import { withKeys } from '../../state/filters.ts';
import { useFigure } from '../../state/use-figure.ts';
import { useNarrowing } from '../../state/use-shown.ts';
import { useView } from '../../state/view-store.ts';
import { TabsWithExtra } from '../../ui/tabs-with-extra.tsx';
import { BreakdownTable } from './breakdown-table.tsx';
import { EnterpriseTable } from './enterprise-table.tsx';
import { TwinExport } from './twin-export.tsx';
import { unarranged } from './twin-rows.ts';
import { TwinTable } from './twin-table.tsx';
import type { ActiveLayer } from './use-layers.ts';

function ProductSelect({ shown }: { readonly shown: readonly EnterpriseSummary[] }) {
  const words = useWords();
  const names = useNames();
  const { filters, setFilters } = useView();
  const capacity = useFigure({ id: 'capacity', ...useNarrowing(shown, 'product') });
  const products = [...new Set((capacity.value?.totals ?? []).map(({ product }) => product ?? 'null'))];
  const chosen = filters.keys.product;
  return (
    <Select
      className="product-select"
      size="small"
      aria-label={words.table.product}
      value={(chosen?.length === 1 ? chosen[0] : undefined) ?? ''}
      onChange={(product) => setFilters((last) => withKeys(last, 'product', product === '' ? [] : [product]))}
      options={[
        { value: '', label: words.table.anyProduct },
        ...products.map((product) => ({
          value: product,
          label: product === 'null' ? words.figures.noProduct : names.product(product),
        })),
      ]}
      popupMatchSelectWidth={false}
    />
  );
}

/** What the table beside the map can be besides a layer's: the figures split by one dimension. */
const breakdowns = ['city', 'industry', 'status'] as const;
/** As `view.table` and links name them; layers have ids of their own. */
const breakdownTable = (dimension: (typeof breakdowns)[number]): string => `by-${dimension}`;

/** The layer whose own table is the richer one of enterprises. */
const enterprisesId = 'enterprises';

export function LedgerPanel(props: {
  readonly shown: readonly EnterpriseSummary[];
  readonly layers: readonly ActiveLayer[];
  readonly stage: MapStage | null;
  /** A page lies over it. */
  readonly covered: boolean;
}) {
  const { shown, layers, stage, covered } = props;
  const words = useWords();
  const { table, openTable, language } = useView();
  const enterprises = layers.find(({ definition }) => definition.id === enterprisesId);
  const others = layers.filter((layer) => layer !== enterprises).toReversed();
  const opened = others.find(({ definition }) => definition.id === table);
  const breakdown = breakdowns.find((dimension) => breakdownTable(dimension) === table);
  const tab = opened !== undefined ? 'layer' : breakdown !== undefined ? breakdownTable(breakdown) : enterprisesId;
  const titles = { city: words.table.byCity, industry: words.table.byIndustry, status: words.table.byStatus };

  function choose(key: string): void {
    const first = others.find(({ setting }) => setting.shown) ?? others[0];
    openTable(key === 'layer' ? (first?.definition.id ?? enterprisesId) : key);
  }

  return (
    <section className="ledger-panel" inert={covered}>
      <TabsWithExtra
        activeKey={tab}
        onChange={choose}
        extra={
          opened === undefined ? (
            <span className="ledger-extra">
              <ProductSelect shown={shown} />
              {tab === enterprisesId && enterprises !== undefined && (
                <TwinExport
                  layer={enterprises}
                  layers={layers}
                  stage={stage}
                  arrangement={unarranged}
                  rows={() => enterprises.table().rows}
                />
              )}
            </span>
          ) : (
            <Select
              className="layer-select"
              size="small"
              aria-label={words.twin.layer}
              value={opened.definition.id}
              onChange={openTable}
              options={others.map(({ definition }) => ({ value: definition.id, label: definition.name[language] }))}
              popupMatchSelectWidth={false}
            />
          )
        }
        items={[
          {
            key: enterprisesId,
            label: words.table.enterprises,
            children: <EnterpriseTable shown={shown} />,
          },
          ...breakdowns.map((dimension) => ({
            key: breakdownTable(dimension),
            label: titles[dimension],
            children: <BreakdownTable dimension={dimension} shown={shown} />,
          })),
          {
            key: 'layer',
            label: words.twin.tab,
            children: opened && <TwinTable key={opened.definition.id} layer={opened} layers={layers} stage={stage} />,
          },
        ]}
      />
    </section>
  );
}
