// A number with its unit as figures and records state it: unknown is a word, never 0; what is missing is told beside it.
import { numberText } from '../../format/quantity-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useView } from '../../state/view-store.ts';

/** Counts carry the unit '1', which is not written. */
export const isCount = (unit: string): boolean => unit === '1' || unit === '';

export interface QuantityProps {
  readonly value: number | null;
  readonly unit: string;
  /** Records without a value among `inputs`. */
  readonly missing?: number;
  readonly inputs?: number;
  readonly hideUnit?: boolean;
}

export function Quantity({ value, unit, missing = 0, inputs = 0, hideUnit = false }: QuantityProps) {
  const words = useWords();
  const language = useView((view) => view.language);
  const unitName = useCore((core) => core.about?.unitsOfMeasure.find(({ id }) => id === unit)?.name[language]);
  const gap =
    missing > 0 && value !== null
      ? words.figures.missing(numberText(missing, language), numberText(inputs, language))
      : null;
  return (
    <span className="quantity" {...(gap === null ? {} : { title: gap })}>
      {value === null ? <span className="muted">{words.figures.unknown}</span> : numberText(value, language)}
      {value !== null && !hideUnit && !isCount(unit) && (
        <span className="unit" title={unitName}>
          {' '}
          {unit}
        </span>
      )}
      {gap !== null && (
        <span className="gap-sign">
          <span aria-hidden="true">*</span>
          <span className="visually-hidden"> {gap}</span>
        </span>
      )}
    </span>
  );
}
