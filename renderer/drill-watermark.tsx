// Lies over every screen and every printed page of a drill: the province is a fictional one.
import { useId } from 'react';
import { useWords } from './i18n/use-words.ts';
import { useIsDrill } from './state/monitoring-store.ts';
import type { Look } from './theme/use-look.ts';
import './drill-watermark.css';

export function DrillWatermark({ look }: { readonly look: Look }) {
  const { monitoring: words } = useWords();
  const drill = useIsDrill();
  const id = useId();
  if (!drill) return null;
  const { scale } = look;
  return (
    <svg className="drill-watermark" data-testid="drill-watermark" aria-hidden="true">
      <defs>
        <pattern
          id={id}
          width={560 * scale}
          height={300 * scale}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(-24)"
        >
          <text x={10 * scale} y={70 * scale} fontSize={30 * scale}>
            {words.drillMark}
          </text>
          <text x={300 * scale} y={220 * scale} fontSize={30 * scale}>
            {words.drill}
          </text>
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill={`url(#${id})`} />
    </svg>
  );
}
