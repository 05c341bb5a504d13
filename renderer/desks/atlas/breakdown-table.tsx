// The figures split by city, industry or status; a row narrows the whole desk to what it stands for.
import { Table, type TableColumnsType } from 'antd';
import { useMemo } from 'react';
import type { EnterpriseSummary } from '../../../contract/ledger.ts';
import { numberText } from '../../format/quantity-text.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { neutralMark } from '../../map/marks.ts';
import { toggleOnly } from '../../state/filters.ts';
import { useFigure } from '../../state/use-figure.ts';
import { useNarrowing } from '../../state/use-shown.ts';
import { useView } from '../../state/view-store.ts';
import { basePixels } from '../../theme/scale.ts';
import { FillTable } from '../../ui/fill-table.tsx';
import { columnWidthRem } from '../../ui/text-width.ts';
import { type BreakdownRow, breakdownRows, capacityColumns } from './breakdown-rows.ts';
import { keyName } from './filter-bar.tsx';
import { MarkIcon } from './mark-icon.tsx';
import { Quantity } from './quantity.tsx';
import { useMarks } from './use-marks.ts';

export function BreakdownTable(props: {
  readonly dimension: 'city' | 'industry' | 'status';
  readonly shown: readonly EnterpriseSummary[];
}) {
  const { dimension, shown } = props;
  const words = useWords();
  const names = useNames();
  const marks = useMarks();
  const { filters, setFilters, language } = useView();
  const narrowing = useNarrowing(shown);
  const enterprises = useFigure({ id: 'enterprise-count', by: [dimension], ...narrowing });
  const units = useFigure({ id: 'unit-count', by: [dimension], ...narrowing });
  const capacity = useFigure({ id: 'capacity', by: [dimension], ...narrowing });
  const rows = useMemo(
    () => breakdownRows(dimension, { enterprises: enterprises.value, units: units.value, capacity: capacity.value }),
    [dimension, enterprises.value, units.value, capacity.value],
  );
  const products = useMemo(() => capacityColumns(capacity.value), [capacity.value]);
  const rem = Number.parseFloat(document.documentElement.style.fontSize) || basePixels;
  const nameOf = (row: BreakdownRow): string => row.label?.[language] ?? keyName(dimension, row.key, names, words);

  const capacityTitle = (product: string | null, unit: string): string =>
    `${product === null ? words.figures.noProduct : names.product(product)} ${unit}`;

  const columns: TableColumnsType<BreakdownRow> = [
    {
      title: words.table[dimension],
      key: 'key',
      width: Math.min(18, Math.max(8, ...rows.map((row) => columnWidthRem(nameOf(row), 0)))) * rem,
      fixed: 'left',
      render: (_, row) => (
        <span className="name-cell" title={nameOf(row)}>
          {dimension === 'industry' && <MarkIcon mark={marks.get(row.key) ?? neutralMark} />}
          {nameOf(row)}
        </span>
      ),
    },
    {
      title: words.table.enterpriseCount,
      key: 'enterprises',
      width: columnWidthRem(words.table.enterpriseCount, 6) * rem,
      align: 'right',
      sorter: (a, b) => a.enterprises - b.enterprises,
      render: (_, row) => numberText(row.enterprises, language),
    },
    {
      title: words.table.unitCount,
      key: 'units',
      width: columnWidthRem(words.table.unitCount, 6) * rem,
      align: 'right',
      sorter: (a, b) => a.units - b.units,
      render: (_, row) => numberText(row.units, language),
    },
    ...products.map(({ key, product, unit }): TableColumnsType<BreakdownRow>[number] => ({
      title: capacityTitle(product, unit),
      key,
      width: columnWidthRem(capacityTitle(product, unit), 8) * rem,
      align: 'right',
      sorter: (a, b) => amount(a, key) - amount(b, key),
      render: (_, row) => {
        const cell = row.capacities.get(key);
        return cell === undefined ? <span className="muted">–</span> : <Quantity {...cell} hideUnit />;
      },
    })),
  ];

  const summary = () => (
    <Table.Summary fixed>
      <Table.Summary.Row>
        <Table.Summary.Cell index={0}>{words.table.total}</Table.Summary.Cell>
        <Table.Summary.Cell index={1} align="right">
          <Quantity value={enterprises.value?.total ?? null} unit="1" />
        </Table.Summary.Cell>
        <Table.Summary.Cell index={2} align="right">
          <Quantity value={units.value?.total ?? null} unit="1" />
        </Table.Summary.Cell>
        {products.map(({ key, total }, index) => (
          <Table.Summary.Cell key={key} index={index + 3} align="right">
            <Quantity {...total} hideUnit />
          </Table.Summary.Cell>
        ))}
      </Table.Summary.Row>
    </Table.Summary>
  );

  return (
    <FillTable
      label={words.table[dimension]}
      columns={columns}
      rows={rows}
      keyOf={(row) => row.key}
      minWidth={columns.reduce((sum, { width }) => sum + Number(width), 0)}
      emptyText={words.table.empty}
      rowTestId="breakdown-row"
      selectedKey={filters.keys[dimension]?.length === 1 ? (filters.keys[dimension][0] ?? null) : null}
      onOpen={({ key }) => setFilters((last) => toggleOnly(last, dimension, key))}
      summary={summary}
    />
  );
}

const amount = (row: BreakdownRow, column: string): number =>
  row.capacities.get(column)?.value ?? Number.NEGATIVE_INFINITY;
