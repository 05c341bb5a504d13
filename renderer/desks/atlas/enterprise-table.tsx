// The enterprises that pass the filters, one row each; a row opens its page and marks it on the map.
import { type TableColumnsType, Tag } from 'antd';
import { useMemo } from 'react';
import type { FigureRow } from '../../../contract/figures.ts';
import type { EnterpriseSummary } from '../../../contract/ledger.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { industryMark } from '../../map/layers/enterprises-layer.ts';
import { useCore } from '../../state/core-store.ts';
import { type FilterDimension, withKeys } from '../../state/filters.ts';
import { useFigure } from '../../state/use-figure.ts';
import { useNarrowing } from '../../state/use-shown.ts';
import { useView } from '../../state/view-store.ts';
import { basePixels } from '../../theme/scale.ts';
import { FillTable } from '../../ui/fill-table.tsx';
import { columnWidthRem } from '../../ui/text-width.ts';
import { capacityText, rowsByKey } from './capacity-text.ts';
import { enterpriseName } from './enterprise-name.ts';
import { MarkIcon } from './mark-icon.tsx';
import { useMarks } from './use-marks.ts';

const remPixels = (): number => Number.parseFloat(document.documentElement.style.fontSize) || basePixels;

/** Text order of Chinese names is by pinyin, as directories have it. */
const collator = new Intl.Collator('zh-CN', { numeric: true });
const byText =
  <Row,>(textOf: (row: Row) => string) =>
  (a: Row, b: Row): number =>
    collator.compare(textOf(a), textOf(b));

export function EnterpriseTable({ shown }: { readonly shown: readonly EnterpriseSummary[] }) {
  const words = useWords();
  const names = useNames();
  const marks = useMarks();
  const { filters, setFilters, times, page, openPage, language } = useView();
  const about = useCore((core) => core.about);
  const ledgerSize = useCore((core) => core.world.enterprises.length);
  const pinned = times.asOf !== undefined || times.knownAt !== undefined;
  const narrowing = useNarrowing(shown);
  const capacity = useFigure({ id: 'capacity', by: ['enterprise'], ...narrowing });
  const capacityOf = useMemo(() => rowsByKey(capacity.value, 'enterprise'), [capacity.value]);
  // Amounts can be put in order only where all are of one product in one unit.
  const oneUnit = new Set(capacity.value?.totals.map(({ product, unit }) => `${product} ${unit}`)).size === 1;
  const rem = remPixels();

  const present: Record<'city' | 'industry' | 'status', readonly string[]> = {
    city: [...new Set(shown.map(({ cityCode }) => String(cityCode)))],
    industry: [...new Set(shown.flatMap(({ industries }) => industries))],
    status: [...new Set(shown.flatMap(({ statuses }) => statuses))],
  };
  const filterBy = (dimension: 'city' | 'industry' | 'status', all: readonly { key: string; name: string }[]) => ({
    key: dimension,
    filters: all
      .filter(({ key }) => present[dimension].includes(key) || filters.keys[dimension]?.includes(key))
      .map(({ key, name }) => ({ value: key, text: name })),
    filteredValue: filters.keys[dimension] ? [...filters.keys[dimension]] : null,
  });
  const entriesOf = (list: readonly { id: string }[] | undefined, nameOf: (id: string) => string) =>
    (list ?? []).map(({ id }) => ({ key: id, name: nameOf(id) }));

  const columns: TableColumnsType<EnterpriseSummary> = [
    {
      key: 'name',
      title: words.table.name,
      width: 17 * rem,
      fixed: 'left',
      sorter: byText((row) => enterpriseName(row, language)),
      render: (_, row) => (
        <span className="name-cell" title={enterpriseName(row, language)}>
          <MarkIcon mark={industryMark(row, marks)} />
          {enterpriseName(row, language)}
        </span>
      ),
    },
    {
      title: words.table.capacity,
      key: 'capacity',
      width: (language === 'en' ? 16 : 13) * rem,
      ...(oneUnit ? { sorter: (a, b) => amountOf(a) - amountOf(b) } : {}),
      render: (_, row) => {
        const rows = capacityOf.get(row.id) ?? [];
        const texts = rows.map((each) => capacityText(each, language, words.figures.unknown));
        return (
          <span title={texts.join('\n')}>
            {texts[0] ?? <span className="muted">{words.figures.unknown}</span>}
            {texts.length > 1 && <span className="muted"> {words.table.more(texts.length - 1)}</span>}
          </span>
        );
      },
    },
    {
      title: words.table.city,
      width: columnWidthRem(words.table.city, 6.5) * rem,
      ...filterBy(
        'city',
        (about?.cities ?? []).map(({ code }) => ({ key: String(code), name: names.region(code) })),
      ),
      sorter: (a, b) => (a.cityCode ?? Number.MAX_VALUE) - (b.cityCode ?? Number.MAX_VALUE),
      render: (_, { cityCode, place }) =>
        cityCode === null ? (
          <span className="muted" title={words.place[place]}>
            {words.place[place]}
          </span>
        ) : (
          names.region(cityCode)
        ),
    },
    {
      title: words.table.industry,
      width: columnWidthRem(words.table.industry, 7) * rem,
      ...filterBy('industry', entriesOf(about?.industries, names.industry)),
      sorter: byText((row) => row.industries.map(names.industry).join()),
      render: (_, { industries }) =>
        industries.length === 0 ? (
          <span className="muted">{words.map.unclassified}</span>
        ) : (
          industries.map(names.industry).join(words.filters.join)
        ),
    },
    {
      title: words.table.status,
      width: (language === 'en' ? 11 : 8) * rem,
      ...filterBy('status', entriesOf(about?.statuses, names.status)),
      render: (_, { statuses }) => {
        const [first, ...rest] = statuses.map(names.status);
        if (first === undefined) return <span className="muted">{words.table.notStated}</span>;
        return (
          <span title={statuses.map(names.status).join(words.filters.join)}>
            {first}
            {rest.length > 0 && <span className="muted"> {words.table.otherStatuses(statuses.length)}</span>}
          </span>
        );
      },
    },
    {
      title: words.table.flags,
      key: 'flags',
      width: (language === 'en' ? 10 : 8) * rem,
      sorter: (a, b) => a.flags.length - b.flags.length,
      render: (_, { flags }) =>
        flags.map((flag) => (
          <Tag key={flag} className="doubt-tag" title={words.flag[flag]}>
            {words.flagShort[flag]}
          </Tag>
        )),
    },
    {
      title: words.table.group,
      key: 'group',
      width: 15 * rem,
      sorter: byText((row) => row.ownerGroup ?? ''),
      render: (_, { ownerGroup }) =>
        ownerGroup === null ? (
          <span className="muted">{words.figures.unknown}</span>
        ) : (
          <span title={ownerGroup}>{ownerGroup}</span>
        ),
    },
  ];
  const amountOf = (row: EnterpriseSummary): number => firstAmount(capacityOf.get(row.id));

  return (
    <FillTable
      label={words.table.enterprises}
      columns={columns}
      rows={shown}
      keyOf={(row) => row.id}
      minWidth={columns.reduce((sum, { width }) => sum + Number(width), 0)}
      emptyText={ledgerSize > 0 ? words.table.empty : pinned ? words.table.emptyThen : words.table.emptyLedger}
      rowTestId="enterprise-row"
      selectedKey={page?.kind === 'enterprise' ? page.id : null}
      onOpen={({ id }) => openPage({ kind: 'enterprise', id })}
      onChange={(_pagination, chosen, _sorter, { action }) => {
        if (action !== 'filter') return;
        setFilters((last) =>
          (['city', 'industry', 'status'] satisfies FilterDimension[]).reduce(
            (next, dimension) => withKeys(next, dimension, (chosen[dimension] ?? []).map(String)),
            last,
          ),
        );
      }}
    />
  );
}

/** What is unknown stands below everything that is known. */
function firstAmount(rows: readonly FigureRow[] | undefined): number {
  return rows?.[0]?.value ?? Number.NEGATIVE_INFINITY;
}
