// The units of an enterprise: what each makes, how much, in what state; a row opens to the rest of what is stated and its history.
import { DownOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Table, type TableColumnsType } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { EnterprisePage, StatedValue as Stated } from '../../../contract/ledger.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { drillToEnterprise } from './drill.ts';
import { placementEntries } from './placement-entries.ts';
import { type CorrectionAsked, StatedValue } from './stated-value.tsx';
import { ValueList } from './value-list.tsx';
import { VersionHistory } from './version-history.tsx';

type Unit = EnterprisePage['units'][number];

const mainAttributes = ['product', 'capacity', 'status', 'commissioned'] as const;
const statedOf = (unit: Unit, attribute: string): Stated | undefined =>
  unit.values.find((each) => each.attribute === attribute);

export function unitName(unit: Unit, fallback: string): string {
  return String(statedOf(unit, 'name')?.value ?? fallback);
}

export function UnitsTable(props: {
  readonly units: readonly Unit[];
  readonly enterpriseId: string;
  /** The unit in question: opened and brought into sight. */
  readonly unitId: string | null;
  readonly onCorrect: (asked: CorrectionAsked) => void;
}) {
  const { units, enterpriseId, unitId, onCorrect } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<readonly string[]>([]);
  useEffect(() => {
    if (unitId === null) return;
    setOpened((last) => (last.includes(unitId) ? last : [...last, unitId]));
    frame.current?.querySelector(`[data-row-key="${CSS.escape(unitId)}"]`)?.scrollIntoView({ block: 'center' });
  }, [unitId]);
  const words = useWords();
  const names = useNames();
  const cell = (unit: Unit, attribute: string) => {
    const stated = statedOf(unit, attribute) ?? { attribute, value: null, unit: null, origin: null };
    return <StatedValue stated={stated} owner={{ entity: 'unit', id: unit.id }} onCorrect={onCorrect} />;
  };
  const columns: TableColumnsType<Unit> = [
    {
      key: 'name',
      title: words.attribute.unitName,
      render: (_, unit) => (
        <button type="button" className="link-button" onClick={() => drillToEnterprise(enterpriseId, unit.id)}>
          {unitName(unit, words.enterprise.unnamedUnit)}
        </button>
      ),
    },
    ...mainAttributes.map((attribute): TableColumnsType<Unit>[number] => ({
      key: attribute,
      title: words.attribute[attribute],
      render: (_, unit) => cell(unit, attribute),
    })),
  ];
  return (
    <div ref={frame}>
      <Table<Unit>
        rowClassName={({ id }) => (id === unitId ? 'row-selected' : '')}
        size="small"
        columns={columns}
        dataSource={units as Unit[]}
        rowKey="id"
        pagination={false}
        scroll={{ x: 'max-content' }}
        expandable={{
          expandedRowKeys: opened,
          onExpandedRowsChange: (keys) => setOpened(keys.map(String)),
          columnTitle: <span className="visually-hidden">{words.enterprise.more}</span>,
          expandIcon: ({ expanded, onExpand, record }) => {
            const name = unitName(record, words.enterprise.unnamedUnit);
            const label = expanded ? words.enterprise.collapse(name) : words.enterprise.expand(name);
            return (
              <Button
                type="text"
                size="small"
                aria-expanded={expanded}
                aria-label={label}
                icon={expanded ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />}
                onClick={(event) => onExpand(record, event)}
              />
            );
          },
          expandedRowRender: (unit) => (
            <div className="unit-detail">
              <ValueList
                values={unit.values.filter(
                  ({ attribute }) => !(mainAttributes as readonly string[]).includes(attribute),
                )}
                owner={{ entity: 'unit', id: unit.id }}
                onCorrect={onCorrect}
                more={[
                  ...placementEntries(unit.placement, words, names),
                  [words.enterprise.id, <code key="id">{unit.id}</code>],
                ]}
              />
              {unit.placement.flags.map((flag) => (
                <p key={flag} className="doubt">
                  {words.flag[flag]}
                </p>
              ))}
              <h3>{words.enterprise.history}</h3>
              <VersionHistory versions={unit.versions} />
            </div>
          ),
        }}
      />
    </div>
  );
}
