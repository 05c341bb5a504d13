// What the pointer is on, or what was selected, in at most six lines: name, place, state, value with unit, time, quality.
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { recordFlags } from '../../../contract/ledger.ts';
import { numberText } from '../../format/quantity-text.ts';
import { wallClockMinutes } from '../../format/zoned-time.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useFigure } from '../../state/use-figure.ts';
import { type Selection, useView } from '../../state/view-store.ts';
import { capacityText } from './capacity-text.ts';
import { type CardAnchor, HoverFrame, PinnedFrame } from './card-frame.tsx';
import { drillToArea, drillToEnterprise } from './drill.ts';
import { enterpriseName } from './enterprise-name.ts';

export type CardSubject = NonNullable<Selection>;

/** Values of shown layers that belong to the subject: "设计产能 3,400 kt/a". */
export type LayerLine = string;

function useAsOfLine(): string {
  const words = useWords();
  const times = useView((view) => view.times);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  return words.drill.asOf(times.asOf === undefined ? words.drill.now : wallClockMinutes(times.asOf, timeZone));
}

function EnterpriseLines({ id }: { readonly id: string }) {
  const words = useWords();
  const names = useNames();
  const language = useView((view) => view.language);
  const enterprise = useCore((core) => core.world.byId.get(id));
  const capacity = useFigure({ id: 'capacity', by: ['enterprise'], where: { enterprise: [id] } });
  const asOf = useAsOfLine();
  if (enterprise === undefined) return null;
  const { cityCode, countyCode, industries, statuses, flags, place } = enterprise;
  const where = [cityCode, countyCode].flatMap((code) => (code === null ? [] : [names.region(code)])).join(' ');
  const industry = industries.map(names.industry).join(words.filters.join) || words.map.unclassified;
  // The answer to an earlier question may still stand there.
  const [first, ...rest] = (capacity.value?.rows ?? []).filter(({ keys }) => keys.enterprise === id);
  return (
    <>
      <strong>{enterpriseName(enterprise, language)}</strong>
      <span>{`${where === '' ? words.place[place] : where} · ${industry}`}</span>
      <span>{statuses.map(names.status).join(words.filters.join) || words.table.notStated}</span>
      <span>
        {first === undefined ? words.figures.unknown : capacityText(first, language, words.figures.unknown)}
        {rest.length > 0 && <span className="muted"> {words.table.more(rest.length)}</span>}
      </span>
      <span className="muted">{asOf}</span>
      <span className={flags.length > 0 ? 'doubt' : 'muted'}>
        {flags.map((flag) => words.flagShort[flag]).join(words.filters.join) || words.drill.noDoubt}
      </span>
    </>
  );
}

function AreaLines(props: {
  readonly level: 'city' | 'county';
  readonly code: number;
  readonly line: LayerLine | null;
}) {
  const { level, code, line } = props;
  const words = useWords();
  const names = useNames();
  const language = useView((view) => view.language);
  const where = { [level]: [String(code)] };
  const enterprises = useFigure({ id: 'enterprise-count', where });
  const units = useFigure({ id: 'unit-count', where });
  const capacity = useFigure({ id: 'capacity', by: ['product'], where });
  const doubts = useFigure({ id: 'enterprise-count', where: { ...where, flag: [...recordFlags] } });
  const asOf = useAsOfLine();
  const count = (answer: typeof units): string =>
    answer.pending || answer.value === null ? '…' : numberText(answer.value.total ?? 0, language);
  const largest = capacity.pending ? [] : [...(capacity.value?.rows ?? [])].sort((a, b) => b.inputs - a.inputs);
  const [first, ...rest] = largest;
  const doubted = doubts.pending ? null : (doubts.value?.total ?? null);
  return (
    <>
      <strong>{names.region(code)}</strong>
      <span>{`${words.drill.enterprises(count(enterprises))} · ${words.drill.units(count(units))}`}</span>
      <span>
        {first === undefined ? words.drill.none : capacityText(first, language, words.figures.unknown)}
        {rest.length > 0 && <span className="muted"> {words.table.more(rest.length)}</span>}
      </span>
      {line !== null && <span>{line}</span>}
      <span className="muted">{asOf}</span>
      <span className={doubted ? 'doubt' : 'muted'}>
        {doubted === null ? '…' : doubted > 0 ? words.drill.doubts(numberText(doubted, language)) : words.drill.noDoubt}
      </span>
    </>
  );
}

export function MapCard(props: {
  readonly subject: CardSubject;
  readonly anchor: CardAnchor;
  readonly line: LayerLine | null;
  readonly pinned: boolean;
}) {
  const { subject, anchor, line, pinned } = props;
  const words = useWords();
  const { select, openPage } = useView.getState();
  const lines: ReactNode =
    subject.kind === 'enterprise' ? (
      <EnterpriseLines id={subject.id} />
    ) : (
      <AreaLines level={subject.level} code={subject.code} line={line} />
    );
  if (!pinned) return <HoverFrame anchor={anchor}>{lines}</HoverFrame>;
  return (
    <PinnedFrame anchor={anchor} testId="pinned-card" lines={lines} onClose={() => select(null)}>
      <div className="map-card-actions">
        <Button size="small" type="primary" onClick={() => openSubject(subject)}>
          {subject.kind === 'enterprise' ? words.drill.card.open : words.drill.card.enter} <kbd>↵</kbd>
        </Button>
        {subject.kind === 'area' && (
          <Button size="small" onClick={() => openPage(subject)}>
            {words.drill.card.page}
          </Button>
        )}
      </div>
    </PinnedFrame>
  );
}

/** What Enter and a double click do: an enterprise's page, or the way into an area. */
export function openSubject(subject: CardSubject): void {
  if (subject.kind === 'enterprise') drillToEnterprise(subject.id);
  else drillToArea(subject.level, subject.code);
}
