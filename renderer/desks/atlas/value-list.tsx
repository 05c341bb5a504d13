// The values of one record: those that are stated, then, folded away, those that are not.
import type { ReactNode } from 'react';
import type { StatedValue as Stated } from '../../../contract/ledger.ts';
import { attributeName } from '../../i18n/attribute-name.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Pairs } from '../../ui/pairs.tsx';
import { type CorrectionAsked, type Owner, StatedValue } from './stated-value.tsx';

/** Worked out by the program from other values; shown as the record's position and doubts instead. */
const derived: ReadonlySet<string> = new Set(['enterpriseId', 'siteId', 'place', 'cityCode', 'countyCode', 'flags']);

export function ValueList(props: {
  readonly values: readonly Stated[];
  readonly owner: Owner;
  readonly onCorrect: (asked: CorrectionAsked) => void;
  /** Shown after the stated values. */
  readonly more?: readonly (readonly [string, ReactNode])[];
}) {
  const { values, owner, onCorrect, more = [] } = props;
  const words = useWords();
  const entry = (stated: Stated) =>
    [
      attributeName(stated.attribute, words),
      <StatedValue key={stated.attribute} stated={stated} owner={owner} onCorrect={onCorrect} />,
    ] as const;
  const shown = values.filter(({ attribute }) => !derived.has(attribute));
  const unknown = shown.filter(({ value }) => value === null);
  return (
    <>
      <Pairs entries={[...shown.filter(({ value }) => value !== null).map(entry), ...more]} />
      {unknown.length > 0 && (
        <details className="unknown-values">
          <summary>{words.enterprise.notStated(unknown.length)}</summary>
          <Pairs entries={unknown.map(entry)} />
        </details>
      )}
    </>
  );
}
