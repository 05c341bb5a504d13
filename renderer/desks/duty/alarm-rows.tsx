// The rows of the alarm list: only those in sight are drawn, however many there are, and each only when something in it changes.
import { memo, type UIEvent, useLayoutEffect, useRef, useState } from 'react';
import { numberText } from '../../format/quantity-text.ts';
import { wallClock } from '../../format/zoned-time.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import type { ListedAlarm } from '../../state/duty-list.ts';
import { useView } from '../../state/view-store.ts';
import { basePixels } from '../../theme/scale.ts';
import { useNow } from '../../ui/use-now.ts';
import { useSize } from '../../ui/use-size.ts';
import { durationText } from '../monitoring/duration-text.ts';
import { AlarmClock } from './alarm-clock.tsx';
import { AlarmMark } from './alarm-mark.tsx';
import { AlarmStateText } from './alarm-state.tsx';

const rowRem = 3.9;
/** Rows drawn above and below those in sight, and by how many the drawn ones move at a time. */
const spare = 12;
const stride = 6;

interface RowsProps {
  readonly rows: readonly ListedAlarm[];
  readonly selected: number | null;
  readonly marked: ReadonlySet<number>;
  /** Only of this priority can be marked; null = any. */
  readonly markable: ListedAlarm['priority'] | null;
  readonly scale: number;
  readonly emptyText: string;
  readonly placeOf: (alarm: ListedAlarm) => string;
  /** null = nothing can be marked. */
  readonly onMark: ((alarm: ListedAlarm) => void) | null;
  readonly onSelect: (id: number) => void;
  readonly onOpen: (id: number) => void;
  /** The time that ages and clocks are read at; left out = the present. */
  readonly at?: number | undefined;
}

export function AlarmRows(props: RowsProps) {
  const { rows, selected, scale } = props;
  const { alarm: words } = useWords();
  const frame = useRef<HTMLUListElement>(null);
  const size = useSize(frame);
  const present = useNow(1000);
  const now = props.at ?? present;
  const [scrolled, setScrolled] = useState(0);
  const rowPixels = Math.round(rowRem * basePixels * scale);
  const inSight = Math.ceil((size?.height ?? 0) / rowPixels);
  // A list that became shorter may end above what was in sight.
  const first = Math.max(0, Math.min(scrolled, rows.length - inSight));
  const from = Math.max(0, first - spare);
  const to = Math.min(rows.length, first + inSight + spare + stride);

  function onScroll({ currentTarget }: UIEvent<HTMLElement>): void {
    setScrolled(Math.floor(currentTarget.scrollTop / rowPixels / stride) * stride);
  }

  // The selected row comes into sight when the selection moves, not when rows come and go around it.
  const at = selected === null ? -1 : rows.findIndex(({ id }) => id === selected);
  const found = at >= 0;
  const laidOut = size !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null || !found || !laidOut) return;
    const top = at * rowPixels;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowPixels > element.scrollTop + element.clientHeight)
      element.scrollTop = top + rowPixels - element.clientHeight;
  }, [selected, found, laidOut]);

  const titles = words.column;
  return (
    <div className="alarm-grid">
      <div className="alarm-row alarm-head" aria-hidden="true">
        <span />
        <div className="alarm-cells">
          {(['priority', 'state', 'age', 'clock', 'owner', 'place'] as const).map((each) => (
            <span key={each}>{titles[each]}</span>
          ))}
        </div>
      </div>
      <ul className="alarm-rows" ref={frame} onScroll={onScroll} aria-label={words.title} data-testid="alarm-rows">
        {rows.length === 0 && <li className="empty-text">{props.emptyText}</li>}
        {/* As high as the rows that are not drawn above, and below. */}
        <li aria-hidden="true" style={{ height: from * rowPixels }} />
        {rows.slice(from, to).map((alarm, index) => (
          <AlarmRow
            key={alarm.id}
            alarm={alarm}
            index={from + index}
            of={rows.length}
            height={rowPixels}
            now={now}
            selected={alarm.id === selected}
            reachable={alarm.id === selected || (!found && from + index === 0)}
            marked={props.marked.has(alarm.id)}
            fenced={props.markable !== null && props.markable !== alarm.priority}
            place={props.placeOf(alarm)}
            onMark={props.onMark}
            onSelect={props.onSelect}
            onOpen={props.onOpen}
          />
        ))}
        <li aria-hidden="true" style={{ height: (rows.length - to) * rowPixels }} />
      </ul>
    </div>
  );
}

const AlarmRow = memo(function AlarmRow(props: {
  readonly alarm: ListedAlarm;
  readonly index: number;
  readonly of: number;
  readonly height: number;
  readonly now: number;
  readonly selected: boolean;
  readonly reachable: boolean;
  readonly marked: boolean;
  readonly fenced: boolean;
  readonly place: string;
  readonly onMark: ((alarm: ListedAlarm) => void) | null;
  readonly onSelect: (id: number) => void;
  readonly onOpen: (id: number) => void;
}) {
  const { alarm, now, place, onMark } = props;
  const words = useWords();
  const language = useView((view) => view.language);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const sentence = alarm.sentence[language];
  return (
    <li
      className="alarm-row"
      aria-setsize={props.of}
      aria-posinset={props.index + 1}
      data-testid="alarm-row"
      data-alarm={alarm.id}
      data-selected={props.selected || undefined}
      data-overdue={alarm.overdue || undefined}
      style={{ height: props.height }}
    >
      <input
        type="checkbox"
        tabIndex={props.reachable ? 0 : -1}
        aria-label={words.duty.mark(sentence)}
        checked={props.marked}
        disabled={onMark === null || props.fenced}
        title={props.fenced ? words.duty.fence : undefined}
        onChange={() => onMark?.(alarm)}
      />
      <button
        type="button"
        className="alarm-cells"
        tabIndex={props.reachable ? 0 : -1}
        aria-pressed={props.selected}
        onClick={() => props.onSelect(alarm.id)}
        onDoubleClick={() => props.onOpen(alarm.id)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          props.onOpen(alarm.id);
        }}
      >
        <span>
          <AlarmMark alarm={alarm} />
        </span>
        <span>
          {alarm.waiting && (
            <span className="waiting-sign" title={words.duty.waiting}>
              ⇡{' '}
            </span>
          )}
          <AlarmStateText alarm={alarm} />
        </span>
        <span title={wallClock(alarm.raisedAt, timeZone)}>{durationText(now - alarm.recordedAt, words, language)}</span>
        <span>
          <AlarmClock alarm={alarm} now={now} />
        </span>
        <span className={alarm.owner === null ? 'muted' : ''}>{alarm.owner ?? words.alarm.nobody}</span>
        <span className={place === '' ? 'muted' : ''} title={place}>
          {place === '' ? words.duty.noPlace : place}
        </span>
        <span className={alarm.state === 'new' ? 'alarm-sentence fresh' : 'alarm-sentence'} title={sentence}>
          {alarm.children > 0 && <strong>{words.alarm.children(numberText(alarm.children, language))} </strong>}
          {sentence}
        </span>
      </button>
    </li>
  );
});
