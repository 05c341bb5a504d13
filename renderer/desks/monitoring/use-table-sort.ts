// The order of a table's rows as the reader chose it in the column heads.
import type { TableProps } from 'antd';
import { useState } from 'react';
import type { Sort } from '../../state/monitoring-rows.ts';

export interface TableSort<Row> {
  readonly sort: Sort;
  /** What a column that can be sorted by takes. */
  column(key: string): { key: string; sorter: true; sortOrder: 'ascend' | 'descend' | null };
  readonly onChange: NonNullable<TableProps<Row>['onChange']>;
}

export function useTableSort<Row>(first: Sort = null): TableSort<Row> {
  const [sort, setSort] = useState<Sort>(first);
  return {
    sort,
    column: (key) => ({ key, sorter: true, sortOrder: sort?.column === key ? sort.order : null }),
    onChange(_pagination, _filters, sorter, { action }) {
      if (action !== 'sort') return;
      const { columnKey, order } = (Array.isArray(sorter) ? sorter[0] : sorter) ?? {};
      setSort(typeof columnKey === 'string' && order ? { column: columnKey, order } : null);
    },
  };
}
