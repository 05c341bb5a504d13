// A mark of the map as a small picture in the text, for legend and table.
import { type Mark, markColor, markShapes } from '../../map/marks.ts';
import { useView } from '../../state/view-store.ts';
import { themes } from '../../theme/themes.ts';

export function MarkIcon({ mark }: { readonly mark: Mark }) {
  const theme = useView((view) => view.theme);
  return (
    <svg className="mark-icon" viewBox="-1.25 -1.25 2.5 2.5" aria-hidden="true">
      <path
        d={markShapes[mark.shape]}
        fill={markColor(mark, theme)}
        stroke={themes[theme].map.markOutline}
        // What is in outline itself would drown in a broad one.
        strokeWidth={/Outline|ring/.test(mark.shape) ? 0.1 : 0.25}
        strokeLinejoin="round"
        paintOrder="stroke"
      />
    </svg>
  );
}
