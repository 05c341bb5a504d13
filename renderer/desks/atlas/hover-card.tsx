// What the pointer is on, in at most six lines; the enterprise page says the rest.
import type { FigureRow } from '../../../contract/figures.ts';
import type { EnterpriseSummary } from '../../../contract/ledger.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useView } from '../../state/view-store.ts';
import { capacityText } from './capacity-text.ts';
import { enterpriseName } from './enterprise-name.ts';

export interface HoverCardProps {
  readonly enterprise: EnterpriseSummary;
  readonly capacities: readonly FigureRow[];
  /** Position in CSS pixels of the map, and its width, so that the card stays inside. */
  readonly x: number;
  readonly y: number;
  readonly frameWidth: number;
}

export function HoverCard({ enterprise, capacities, x, y, frameWidth }: HoverCardProps) {
  const words = useWords();
  const names = useNames();
  const language = useView((view) => view.language);
  const { cityCode, countyCode, industries, statuses, flags } = enterprise;
  const place = [cityCode, countyCode].flatMap((code) => (code === null ? [] : [names.region(code)])).join(' ');
  const [first, ...rest] = capacities;
  const onLeft = x > frameWidth / 2;
  return (
    <div
      className="hover-card"
      style={onLeft ? { right: frameWidth - x + 14, top: y } : { left: x + 14, top: y }}
      data-testid="hover-card"
    >
      <strong>{enterpriseName(enterprise, language)}</strong>
      <span>{place === '' ? words.place[enterprise.place] : place}</span>
      <span>{industries.map(names.industry).join(words.filters.join) || words.map.unclassified}</span>
      <span>{statuses.map(names.status).join(words.filters.join) || words.table.notStated}</span>
      {first && (
        <span>
          {capacityText(first, language, words.figures.unknown)}
          {rest.length > 0 && <span className="muted"> {words.table.more(rest.length)}</span>}
        </span>
      )}
      {flags.length > 0 && (
        <span className="doubt">{flags.map((flag) => words.flagShort[flag]).join(words.filters.join)}</span>
      )}
    </div>
  );
}
