// Draws a channel around the alarm's window: the curve with its extremes, limits, gaps, marks and the window, to scale.
import { numberText, tickText, timeText, timeTicks, valueTicks } from './axis-rules.ts';
import type { Curve } from './report-facts.ts';
import { ink, MARGIN, type ReportPage, WIDTH } from './report-page.ts';
import type { ReportWords } from './report-words.ts';

const PLOT_HEIGHT = 108;
const LEFT = 46;
/** Marks lie in a strip of their own under the curve. */
const STRIP = 7;
/** A limit further away than this many heights of the curve is named, and not drawn: it would flatten the curve. */
const FAR = 3;

/** Height on the page, title and legend included. */
export const curveHeight = (curve: Curve): number =>
  isEmpty(curve) ? 16 : PLOT_HEIGHT + 58 + (curve.marked.length > 0 ? 12 : 0);

const isEmpty = ({ pieces, marked }: Curve): boolean => pieces.length === 0 && marked.length === 0;

export function drawCurve(page: ReportPage, curve: Curve, words: ReportWords): void {
  const { doc } = page;
  const { channel, from, to, window, pieces, gaps, marked } = curve;
  const unit = channel.unitOfMeasure;
  page.line(`${channel.name} · ${unit}`, MARGIN, page.y, { size: 9.5 });
  page.line(channel.id, MARGIN + WIDTH, page.y + 1, { size: 7.5, color: ink.quiet, align: 'right' });
  if (isEmpty(curve)) {
    const after = MARGIN + page.widthOf(`${channel.name} · ${unit}`, 9.5) + 12;
    page.line(words.noReadings, after, page.y + 0.5, { size: 8.5, color: ink.alert });
    page.y += curveHeight(curve);
    return;
  }
  const top = page.y + 16;
  const [left, right] = [MARGIN + LEFT, MARGIN + WIDTH];
  const bottom = top + PLOT_HEIGHT;
  const limits = [
    { name: words.limitHigh, value: channel.limitHigh },
    { name: words.limitLow, value: channel.limitLow },
  ].flatMap(({ name, value }) => (value === null ? [] : [{ name, value }]));
  const values = pieces.flat().flatMap(({ min, max }) => [min[1], max[1]]);
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const near = limits.filter(({ value }) => values.length === 0 || isNear(value, least, greatest));
  const all = [...values, ...near.map(({ value }) => value)];
  const [bare, over] = all.length === 0 ? [0, 1] : [Math.min(...all), Math.max(...all)];
  const pad = over > bare ? (over - bare) * 0.08 : Math.max(1, Math.abs(over) * 0.1);
  const low = bare >= 0 && bare - pad < 0 ? 0 : bare - pad;
  const high = over + pad;
  const x = (time: number): number =>
    left + ((Math.min(to, Math.max(from, time)) - from) / (to - from)) * (right - left);
  const y = (value: number): number => bottom - ((value - low) / (high - low)) * PLOT_HEIGHT;

  doc.rect(left, top, right - left, PLOT_HEIGHT).fill('#ffffff');
  for (const [begin, end] of gaps) doc.rect(x(begin), top, x(end) - x(begin), PLOT_HEIGHT).fill(ink.wash);
  const windowWidth = Math.max(1, x(window[1]) - x(window[0]));
  doc.rect(x(window[0]), top, windowWidth, PLOT_HEIGHT).fillOpacity(0.13).fill(ink.alert).fillOpacity(1);
  for (const value of valueTicks(low, high, 5)) {
    doc.moveTo(left, y(value)).lineTo(right, y(value)).lineWidth(0.35).strokeColor(ink.line).stroke();
    page.line(numberText(value), left - 4, y(value) - 4, { size: 7, color: ink.quiet, align: 'right' });
  }
  for (const time of timeTicks(from, to, 10)) {
    doc
      .moveTo(x(time), bottom)
      .lineTo(x(time), bottom + 3)
      .lineWidth(0.5)
      .strokeColor(ink.quiet)
      .stroke();
    page.line(tickText(time), x(time), bottom + STRIP + 4, { size: 7, color: ink.quiet, align: 'center' });
  }
  for (const { name, value } of near) {
    doc.moveTo(left, y(value)).lineTo(right, y(value)).lineWidth(0.9).dash(4, { space: 2.5 });
    doc.strokeColor(ink.alert).stroke().undash();
    page.line(`${name} ${numberText(value)} ${unit}`, right - 3, y(value) - 11.5, {
      size: 7,
      color: ink.alert,
      align: 'right',
    });
  }
  doc
    .save()
    .rect(left, top, right - left, PLOT_HEIGHT)
    .clip();
  for (const piece of pieces) {
    for (const { from: begin, to: end, min, max } of piece)
      if (max[1] > min[1]) doc.moveTo(x((begin + end) / 2), y(min[1])).lineTo(x((begin + end) / 2), y(max[1]));
    doc.lineWidth(0.4).strokeColor(ink.accent).strokeOpacity(0.35).stroke().strokeOpacity(1);
    piece.forEach(({ first, last }, index) => {
      if (index === 0) doc.moveTo(x(first[0]), y(first[1]));
      else doc.lineTo(x(first[0]), y(first[1]));
      doc.lineTo(x(last[0]), y(last[1]));
    });
    doc.lineWidth(0.6).strokeColor(ink.accent).stroke();
    const [only] = piece;
    if (piece.length === 1 && only) doc.circle(x(only.first[0]), y(only.first[1]), 1).fill(ink.accent);
  }
  doc.restore();
  for (const { from: begin, to: end } of marked)
    doc.rect(x(begin), bottom + 1, Math.max(0.8, x(end) - x(begin)), STRIP - 2).fill('#8a5a00');
  doc
    .rect(left, top, right - left, PLOT_HEIGHT)
    .lineWidth(0.6)
    .strokeColor(ink.quiet)
    .stroke();
  if (values.length === 0)
    page.line(words.noReadings, (left + right) / 2, top + PLOT_HEIGHT / 2 - 6, { color: ink.quiet, align: 'center' });

  let below = bottom + STRIP + 15;
  const far = limits.filter((limit) => !near.includes(limit));
  const said = [
    `${words.window} ${timeText(window[0])} – ${timeText(window[1])}`,
    ...(gaps.length > 0 ? [`${words.gaps} ${gaps.length}`] : []),
    ...far.map(({ name, value }) => `${name} ${numberText(value)} ${unit} ${words.notDrawn}`),
  ];
  page.line(said.join('    '), left, below, { size: 7.5, color: ink.quiet });
  if (marked.length > 0) {
    below += 12;
    page.line(`${words.marks} ${marksText(curve, words)}`, left, below, { size: 7.5, color: '#8a5a00' });
  }
  page.y += curveHeight(curve);
}

const isNear = (value: number, least: number, greatest: number): boolean => {
  const span = Math.max(greatest - least, Math.abs(greatest) * 0.2, Number.MIN_VALUE);
  return value >= least - FAR * span && value <= greatest + FAR * span;
};

/** `D 故障 ×23`, the most frequent first. */
function marksText({ marked }: Curve, words: ReportWords): string {
  const counts = new Map<string, number>();
  for (const { mark, readings } of marked) counts.set(mark, (counts.get(mark) ?? 0) + readings);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 6)
    .map(([mark, readings]) => `${mark}${words.markNames[mark] ? ` ${words.markNames[mark]}` : ''} ×${readings}`)
    .join('  ');
}
