// One histogram with a brush over it: bars of all and of what passes, a range drawn by hand or by keys.
import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import type { FigureMeasure } from '../../../contract/figures.ts';
import { Chart } from '../../charts/chart.tsx';
import { numberText } from '../../format/quantity-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import type { Range } from '../../state/filters.ts';
import { useView } from '../../state/view-store.ts';
import type { Look } from '../../theme/use-look.ts';
import { type Bins, rangeOfBin, rangeOfSpan, type Span, spanOfRange } from './histogram-bins.ts';
import { histogramOption, room } from './histogram-option.ts';
import { greatestText, leastText, type RangeLook, rangeText } from './range-text.ts';

/** How near to an edge of the brush, in pixels, a pointer takes hold of it. */
const gripPixels = 8;
const percent = (share: number): string => `${share * 100}%`;

/** What a press holds: both edges of a new brush, one edge, or the brush as a whole. */
type Grip =
  | { readonly kind: 'new'; readonly at: number }
  | { readonly kind: 'edge'; readonly other: number }
  | { readonly kind: 'all'; readonly at: number; readonly span: Span };

export function BrushHistogram(props: {
  readonly measure: FigureMeasure;
  readonly name: string;
  readonly unit: string;
  readonly bins: Bins;
  readonly range: Range | undefined;
  readonly look: Look;
  /** Stands beside the name: a choice that belongs to the measure. */
  readonly extra?: ReactNode;
  /** While a hand or a key is at it, for every change; null = all bars. */
  readonly onDrag: (range: Range | null) => void;
  readonly onChange: (range: Range | null) => void;
}) {
  const words = useWords();
  const language = useView((view) => view.language);
  const { measure, name, unit, range, look, onDrag, onChange } = props;
  const { bins, unstated } = props.bins;
  const area = useRef<HTMLDivElement>(null);
  const grip = useRef<Grip | null>(null);
  const [draft, setDraft] = useState<Span | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const rangeLook: RangeLook = { measure, unit, language, words };
  const number = (value: number): string => numberText(value, language);

  const end = bins.length - 1;
  const whole: Span = { first: 0, last: end };
  const span = draft ?? spanOfRange(bins, range);
  const { first, last } = span ?? whole;
  const shownRange = draft === null ? (range ?? null) : rangeOfSpan(measure, bins, draft);
  const inside = bins.slice(first, last + 1);
  const sum = (of: readonly { readonly passing: number; readonly all: number }[], key: 'passing' | 'all'): number =>
    of.reduce((total, bin) => total + bin[key], 0);

  const option = useMemo(() => histogramOption(measure, bins, look, language), [measure, bins, look, language]);

  /** 0 at the left edge of the first bar, `bins.length` at the right edge of the last. */
  function placeOf(event: PointerEvent): number {
    const box = area.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return 0;
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * bins.length;
  }
  const binAt = (place: number): number => Math.min(end, Math.max(0, Math.floor(place)));
  function drag(next: Span): void {
    if (draft?.first === next.first && draft.last === next.last) return;
    setDraft(next);
    onDrag(rangeOfSpan(measure, bins, next));
  }
  function settle(): void {
    if (draft === null) return;
    setDraft(null);
    onChange(rangeOfSpan(measure, bins, draft));
  }
  function clear(): void {
    setDraft(null);
    onDrag(null);
    onChange(null);
  }

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = placeOf(event);
    const pixels = (area.current?.clientWidth ?? 0) / bins.length;
    const near = (edge: number): boolean => Math.abs(edge - at) * pixels <= gripPixels;
    if (span !== null && near(span.last + 1)) grip.current = { kind: 'edge', other: span.first };
    else if (span !== null && near(span.first)) grip.current = { kind: 'edge', other: span.last };
    else if (span !== null && at > span.first && at < span.last + 1) grip.current = { kind: 'all', at, span };
    else grip.current = { kind: 'new', at };
  }
  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const at = placeOf(event);
    setHovered(binAt(at));
    const held = grip.current;
    if (held === null) return;
    if (held.kind === 'all') {
      const wanted = Math.round(at - held.at);
      const by = Math.min(end - held.span.last, Math.max(-held.span.first, wanted));
      if (wanted !== 0 || draft !== null) drag({ first: held.span.first + by, last: held.span.last + by });
      return;
    }
    const other = held.kind === 'edge' ? held.other : binAt(held.at);
    // A press that has hardly moved is a click, not a brush of one bar.
    const pixels = (area.current?.clientWidth ?? 0) / bins.length;
    if (held.kind === 'new' && draft === null && Math.abs(at - held.at) * pixels < 3) return;
    drag({ first: Math.min(other, binAt(at)), last: Math.max(other, binAt(at)) });
  }
  function onPointerUp(): void {
    grip.current = null;
    settle();
  }

  function onKeyDown(event: KeyboardEvent, edge: 'first' | 'last'): void {
    const by = {
      ArrowLeft: -1,
      ArrowDown: -1,
      ArrowRight: 1,
      ArrowUp: 1,
      PageDown: -5,
      PageUp: 5,
      Home: -1e9,
      End: 1e9,
    };
    const move = by[event.key as keyof typeof by];
    if (event.key === 'Delete') clear();
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (edge === 'first') drag({ first: Math.min(last, Math.max(0, first + move)), last });
    else drag({ first, last: Math.max(first, Math.min(end, last + move)) });
  }

  function thumb(edge: 'first' | 'last'): ReactNode {
    const least = edge === 'first';
    const value = shownRange?.[least ? 0 : 1] ?? null;
    const text = value === null ? words.time.open : (least ? leastText : greatestText)(value, rangeLook);
    return (
      <div
        className="brush-thumb"
        role="slider"
        tabIndex={0}
        aria-label={least ? words.time.least(name) : words.time.greatest(name)}
        aria-valuemin={least ? 0 : first}
        aria-valuemax={least ? last : end}
        aria-valuenow={least ? first : last}
        aria-valuetext={text}
        style={{ left: percent((least ? first : last + 1) / bins.length) }}
        onKeyDown={(event) => onKeyDown(event, edge)}
        onKeyUp={settle}
        onBlur={settle}
      />
    );
  }

  const bar = hovered === null ? undefined : bins[hovered];
  const { passing, all } = bar ?? { passing: sum(inside, 'passing'), all: sum(bins, 'all') };
  const barText = bar === undefined ? '' : `${rangeText(rangeOfBin(measure, bar), rangeLook)}: `;
  const gap = unstated.all === 0 ? '' : words.time.unstated(number(unstated.all));

  return (
    <figure className="brush-histogram" data-testid={`histogram-${measure}`}>
      <figcaption>
        <span className="histogram-name">{name}</span>
        {props.extra}
        <strong className="histogram-range">{shownRange === null ? '' : rangeText(shownRange, rangeLook)}</strong>
        {shownRange !== null && (
          <Button
            size="small"
            type="text"
            icon={<CloseOutlined aria-hidden />}
            aria-label={words.time.clearRange(name)}
            title={words.time.clearRange(name)}
            onClick={clear}
          />
        )}
        <span className="histogram-summary" title={`${words.time.bins.passing} / ${words.time.bins.all}`}>
          {barText}
          <span className="swatch" data-tone="passing" />
          {number(passing)} / <span className="swatch" />
          {words.time.unitCount(number(all))}
          {bar === undefined && gap !== '' && ` · ${gap}`}
        </span>
      </figcaption>
      {bins.length === 0 ? (
        <p className="histogram-body muted">{words.time.emptyBars}</p>
      ) : (
        <div className="histogram-body">
          <Chart option={option} look={look} label={words.time.chartSaid(name, number(passing), number(all), gap)} />
          {/* biome-ignore lint/a11y/useSemanticElements: two thumbs on one axis; a fieldset would bring a form's looks */}
          <div
            ref={area}
            className="brush-area"
            role="group"
            aria-label={words.time.brushOf(name)}
            title={words.time.measureHint}
            style={{
              left: `${room.left}rem`,
              right: `${room.right}rem`,
              top: `${room.top}rem`,
              bottom: `${room.bottom}rem`,
            }}
            onPointerDown={onPointerDown}
            onPointerMove={onPointerMove}
            onPointerUp={onPointerUp}
            onPointerCancel={onPointerUp}
            onPointerLeave={() => setHovered(null)}
            onDoubleClick={clear}
          >
            <div className="brush-veil" style={{ left: 0, width: percent(first / bins.length) }} />
            <div className="brush-veil" style={{ left: percent((last + 1) / bins.length), right: 0 }} />
            {thumb('first')}
            {thumb('last')}
          </div>
          <table className="visually-hidden">
            <caption>{words.time.chartOf(name)}</caption>
            <thead>
              <tr>
                <th scope="col">{words.time.bins.from}</th>
                <th scope="col">{words.time.bins.to}</th>
                <th scope="col">{words.time.bins.passing}</th>
                <th scope="col">{words.time.bins.all}</th>
              </tr>
            </thead>
            <tbody>
              {bins.map(({ from, to, ...bin }) => (
                <tr key={from}>
                  <td>{leastText(from, rangeLook)}</td>
                  <td>{measure === 'capacity' ? words.time.shortOf(leastText(to, rangeLook)) : from}</td>
                  <td>{number(bin.passing)}</td>
                  <td>{number(bin.all)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </figure>
  );
}
