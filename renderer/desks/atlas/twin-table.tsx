// The table behind a layer: what the map shows, row by row, to be sorted, narrowed by column, opened and taken out as a file.
import { FilterOutlined } from '@ant-design/icons';
import { Button, Input, InputNumber, type TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import { numberText } from '../../format/quantity-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import type { TwinCell, TwinColumn, TwinRow } from '../../map/layers/layer-definition.ts';
import { unitText } from '../../map/layers/quantity-words.ts';
import type { MapStage } from '../../map/map-stage.ts';
import { useView } from '../../state/view-store.ts';
import { basePixels } from '../../theme/scale.ts';
import { FillTable } from '../../ui/fill-table.tsx';
import { columnWidthRem, textWidthRem } from '../../ui/text-width.ts';
import { TwinExport } from './twin-export.tsx';
import { arrangeRows, type ColumnFilter, columnTitle, unarranged, withColumnFilter } from './twin-rows.ts';
import type { ActiveLayer } from './use-layers.ts';
import './twin-table.css';

/** Rows by which a column's width is judged. */
const sampledRows = 60;
const widestRem = 20;

function cellText(cell: TwinCell | undefined, language: 'zh' | 'en'): string | null {
  if (cell === null || cell === undefined || cell === '') return null;
  return typeof cell === 'number' ? numberText(cell, language) : cell;
}

export interface TwinTableProps {
  readonly layer: ActiveLayer;
  /** All layers, for a picture of the map. */
  readonly layers: readonly ActiveLayer[];
  readonly stage: MapStage | null;
}

export function TwinTable({ layer, layers, stage }: TwinTableProps) {
  const words = useWords();
  const { page, selected, openPage, select, language } = useView();
  const [arrangement, setArrangement] = useState(unarranged);
  const twin = layer.table();
  const rows = useMemo(() => arrangeRows(twin.rows, arrangement), [twin, arrangement]);
  const rem = Number.parseFloat(document.documentElement.style.fontSize) || basePixels;
  const name = layer.definition.name[language];

  const open = page?.kind === 'enterprise' || page?.kind === 'area' ? page : selected;
  const selectedKey = useMemo(() => {
    if (open === null) return null;
    const row = twin.rows.find(({ opens }) =>
      opens?.kind === 'enterprise'
        ? open.kind === 'enterprise' && opens.id === open.id
        : opens !== undefined && open.kind === 'area' && opens.code === open.code,
    );
    return row?.key ?? null;
  }, [twin, open]);

  function openRow({ opens }: TwinRow): void {
    if (opens === undefined) return;
    select(opens);
    openPage(opens);
  }

  const filterBy = (column: string, filter: ColumnFilter | null) =>
    setArrangement((last) => withColumnFilter(last, column, filter));

  const columns: TableColumnsType<TwinRow> = twin.columns.map((column, index) => {
    const title = columnTitle(column, (unit) => unitText(unit, layer.input), words.twin.column);
    const widest = twin.rows
      .slice(0, sampledRows)
      .reduce((most, { cells }) => Math.max(most, textWidthRem(cellText(cells[column.key], language) ?? '')), 0);
    return {
      key: column.key,
      title,
      width: Math.min(widestRem, columnWidthRem(title, Math.max(5, widest + 1.5))) * rem,
      ...(index === 0 ? { fixed: 'left' as const } : {}),
      ...(column.numeric === true ? { align: 'right' as const } : {}),
      sorter: true,
      sortOrder: arrangement.sort?.column === column.key ? arrangement.sort.order : null,
      filtered: arrangement.filters[column.key] !== undefined,
      filterIcon: <FilterOutlined title={words.twin.filterColumn(title)} aria-label={words.twin.filterColumn(title)} />,
      filterDropdown: ({ confirm }) => (
        <ColumnFilterForm
          column={column}
          title={title}
          filter={arrangement.filters[column.key] ?? null}
          onChange={(filter) => filterBy(column.key, filter)}
          onDone={() => confirm()}
        />
      ),
      render: (_, { cells }) => {
        const text = cellText(cells[column.key], language);
        if (text === null)
          return <span className="muted">{column.numeric === true ? words.figures.unknown : '–'}</span>;
        return <span title={text}>{text}</span>;
      },
    };
  });

  return (
    <div className="twin-table" data-testid="twin-table" data-layer={layer.definition.id} aria-busy={layer.pending}>
      <div className="twin-toolbar">
        <span role="status" data-testid="twin-count">
          <strong>{words.twin.count(numberText(rows.length, language), numberText(twin.rows.length, language))}</strong>{' '}
          {words.twin.countLabel}
        </span>
        {Object.keys(arrangement.filters).length > 0 && (
          <Button size="small" type="link" onClick={() => setArrangement((last) => ({ ...last, filters: {} }))}>
            {words.twin.clearAll}
          </Button>
        )}
        <TwinExport layer={layer} layers={layers} stage={stage} arrangement={arrangement} rows={() => rows} />
      </div>
      <FillTable
        label={name}
        columns={columns}
        rows={rows}
        keyOf={({ key }) => key}
        minWidth={columns.reduce((sum, { width }) => sum + Number(width), 0)}
        emptyText={layer.figures === null ? words.twin.waiting : words.twin.empty}
        rowTestId="twin-row"
        selectedKey={selectedKey}
        {...(twin.rows.some(({ opens }) => opens !== undefined) ? { onOpen: openRow } : {})}
        onChange={(_pagination, _filters, sorter, { action }) => {
          if (action !== 'sort') return;
          const by = Array.isArray(sorter) ? sorter[0] : sorter;
          const { columnKey, order } = by ?? {};
          setArrangement((last) => ({
            ...last,
            sort: typeof columnKey === 'string' && order ? { column: columnKey, order } : null,
          }));
        }}
      />
    </div>
  );
}

function ColumnFilterForm(props: {
  readonly column: TwinColumn;
  readonly title: string;
  readonly filter: ColumnFilter | null;
  readonly onChange: (filter: ColumnFilter | null) => void;
  readonly onDone: () => void;
}) {
  const { column, title, filter, onChange, onDone } = props;
  const words = useWords();
  const range = filter?.kind === 'range' ? filter : { kind: 'range' as const, least: null, greatest: null };
  return (
    <form
      className="column-filter"
      aria-label={words.twin.filterColumn(title)}
      onSubmit={(event) => {
        event.preventDefault();
        onDone();
      }}
    >
      {column.numeric === true ? (
        <div className="column-range">
          <InputNumber<number>
            size="small"
            autoFocus
            value={range.least}
            placeholder={words.twin.least}
            aria-label={`${title} · ${words.twin.least}`}
            onChange={(least) => onChange({ ...range, least })}
          />
          <span aria-hidden="true">–</span>
          <InputNumber<number>
            size="small"
            value={range.greatest}
            placeholder={words.twin.greatest}
            aria-label={`${title} · ${words.twin.greatest}`}
            onChange={(greatest) => onChange({ ...range, greatest })}
          />
        </div>
      ) : (
        <Input
          size="small"
          autoFocus
          allowClear
          value={filter?.kind === 'text' ? filter.text : ''}
          placeholder={words.twin.contains}
          aria-label={`${title} · ${words.twin.contains}`}
          onChange={({ target }) => onChange({ kind: 'text', text: target.value })}
        />
      )}
      <div className="column-actions">
        <Button size="small" type="link" disabled={filter === null} onClick={() => onChange(null)}>
          {words.twin.clearColumn}
        </Button>
        <Button size="small" type="primary" htmlType="submit">
          {words.twin.done}
        </Button>
      </div>
    </form>
  );
}
