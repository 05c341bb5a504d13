// A table that fills its place and draws only the rows in sight, however many there are; its rows can be walked by keyboard.
import { Table, type TableProps } from 'antd';
import { type HTMLAttributes, type KeyboardEvent, useEffect, useRef } from 'react';
import { useSize } from './use-size.ts';
import './ui.css';

type TableRef = NonNullable<Parameters<typeof Table>[0]['ref']> extends React.Ref<infer R> ? R : never;

export interface FillTableProps<Row> {
  readonly label: string;
  readonly columns: NonNullable<TableProps<Row>['columns']>;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly emptyText: string;
  /** Least width in CSS pixels; narrower places scroll sideways. */
  readonly minWidth: number;
  /** Rows can be opened by click or Enter where given. */
  readonly onOpen?: (row: Row) => void;
  readonly selectedKey?: string | null;
  readonly rowTestId?: string;
  readonly summary?: TableProps<Row>['summary'];
  readonly onChange?: TableProps<Row>['onChange'];
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const neighbour =
    event.key === 'ArrowDown' ? event.currentTarget.nextElementSibling : event.currentTarget.previousElementSibling;
  event.preventDefault();
  if (neighbour instanceof HTMLElement) {
    neighbour.focus();
    neighbour.scrollIntoView({ block: 'nearest' });
  }
}

export function FillTable<Row extends object>(props: FillTableProps<Row>) {
  const { rows, keyOf, onOpen, selectedKey = null } = props;
  const frame = useRef<HTMLDivElement>(null);
  const table = useRef<TableRef>(null);
  const size = useSize(frame);
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const headHeight = 3.7 * rem;
  const summaryHeight = props.summary === undefined || rows.length === 0 ? 0 : 2.6 * rem;

  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when the selection moves, not when rows change
  useEffect(() => {
    if (selectedKey === null) return;
    const drawn = frame.current?.querySelector(`[data-row-key="${CSS.escape(selectedKey)}"]`);
    if (drawn == null && rows.some((row) => keyOf(row) === selectedKey)) table.current?.scrollTo({ key: selectedKey });
  }, [selectedKey]);

  function onRow(row: Row): HTMLAttributes<HTMLElement> {
    const marks = (
      props.rowTestId === undefined ? {} : { 'data-testid': props.rowTestId }
    ) as HTMLAttributes<HTMLElement>;
    if (onOpen === undefined) return marks;
    return {
      ...marks,
      tabIndex: 0,
      // The virtual body has no table semantics; a row that opens something is a button to those who listen.
      role: 'button',
      'aria-pressed': keyOf(row) === selectedKey,
      onClick: () => onOpen(row),
      onKeyDown: (event) => {
        if (event.target !== event.currentTarget) return;
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          onOpen(row);
        } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') moveFocus(event);
      },
    } as HTMLAttributes<HTMLElement>;
  }

  return (
    <section className="fill-table" ref={frame} aria-label={props.label}>
      {size !== null && size.height > 0 && (
        <Table<Row>
          ref={table as never}
          virtual
          size="small"
          columns={props.columns}
          dataSource={rows as Row[]}
          rowKey={keyOf}
          pagination={false}
          // Rows are no trees: a field of theirs that happens to be called `children` is a field.
          expandable={{ childrenColumnName: 'no such field' }}
          scroll={{
            x: Math.max(size.width - 1, props.minWidth),
            y: Math.max(rem * 4, size.height - headHeight - summaryHeight),
          }}
          onRow={onRow}
          rowClassName={(row) => (keyOf(row) === selectedKey ? 'row-selected' : onOpen ? 'row-opens' : '')}
          locale={{ emptyText: <p className="empty-text">{props.emptyText}</p> }}
          {...(props.summary === undefined ? {} : { summary: props.summary })}
          {...(props.onChange === undefined ? {} : { onChange: props.onChange })}
        />
      )}
    </section>
  );
}
