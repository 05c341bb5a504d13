// The table beside the map: enterprise by enterprise, or summed up by city, industry or status.
import { Select } from 'antd';
import { useState } from 'react';
import type { EnterpriseSummary } from '../../../contract/ledger.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { withKeys } from '../../state/filters.ts';
import { useFigure } from '../../state/use-figure.ts';
import { useFigureWhere } from '../../state/use-shown.ts';
import { useView } from '../../state/view-store.ts';
import { TabsWithExtra } from '../../ui/tabs-with-extra.tsx';
import { BreakdownTable } from './breakdown-table.tsx';
import { EnterpriseTable } from './enterprise-table.tsx';

function ProductSelect({ shown }: { readonly shown: readonly EnterpriseSummary[] }) {
  const words = useWords();
  const names = useNames();
  const { filters, setFilters } = useView();
  const capacity = useFigure({ id: 'capacity', where: useFigureWhere(shown, 'product') });
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

export function LedgerPanel(props: {
  readonly shown: readonly EnterpriseSummary[];
  /** A page lies over it. */
  readonly covered: boolean;
}) {
  const { shown, covered } = props;
  const words = useWords();
  const [tab, setTab] = useState('enterprises');
  return (
    <section className="ledger-panel" inert={covered}>
      <TabsWithExtra
        activeKey={tab}
        onChange={setTab}
        extra={<ProductSelect shown={shown} />}
        items={[
          { key: 'enterprises', label: words.table.enterprises, children: <EnterpriseTable shown={shown} /> },
          { key: 'city', label: words.table.byCity, children: <BreakdownTable dimension="city" shown={shown} /> },
          {
            key: 'industry',
            label: words.table.byIndustry,
            children: <BreakdownTable dimension="industry" shown={shown} />,
          },
          { key: 'status', label: words.table.byStatus, children: <BreakdownTable dimension="status" shown={shown} /> },
        ]}
      />
    </section>
  );
}
