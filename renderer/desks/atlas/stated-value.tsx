// One value of a record as text, with the button that says where it comes from and lets it be corrected.
import { EditOutlined, InfoCircleOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import type { Correction, StatedValue as Stated } from '../../../contract/ledger.ts';
import type { Language } from '../../../contract/reasons.ts';
import { numberText } from '../../format/quantity-text.ts';
import { attributeName } from '../../i18n/attribute-name.ts';
import { type Names, useNames, useWords } from '../../i18n/use-words.ts';
import { useView } from '../../state/view-store.ts';
import { OriginCard } from './origin-card.tsx';

/** The record that a value belongs to, as corrections name it; null where nobody may correct it. */
export type Owner = { readonly entity: Correction['entity']; readonly id: string } | null;

export interface CorrectionAsked {
  readonly owner: NonNullable<Owner>;
  readonly stated: Stated;
  /** A value that the program offers, to be accepted or changed. */
  readonly offered?: string;
}

/** The value in the reader's words; null where it is unknown. */
export function statedText({ attribute, value, unit }: Stated, names: Names, language: Language): string | null {
  if (value === null) return null;
  if (attribute === 'countyCode' || attribute === 'cityCode') return names.region(Number(value));
  if (attribute === 'industry' || attribute === 'product' || attribute === 'status')
    return names[attribute](String(value));
  if (typeof value === 'string') return unit === null ? value : `${value} ${unit}`;
  // Years, coordinates and the like are not grouped by thousands.
  const text = unit === null ? String(value) : numberText(value, language, 6);
  return unit === null || unit === '1' ? text : `${text} ${unit}`;
}

export function StatedText({ stated }: { readonly stated: Stated }) {
  const words = useWords();
  const names = useNames();
  const language = useView((view) => view.language);
  const text = statedText(stated, names, language);
  return text === null ? <span className="muted">{words.enterprise.unknown}</span> : <span>{text}</span>;
}

/** Half a position says nothing: where none is known, both halves are asked for together. */
function asCorrected(stated: Stated): Stated {
  const isHalf = stated.attribute === 'longitude' || stated.attribute === 'latitude';
  return isHalf && stated.value === null ? { ...stated, attribute: 'position' } : stated;
}

export function StatedValue(props: {
  readonly stated: Stated;
  readonly owner: Owner;
  readonly onCorrect: (asked: CorrectionAsked) => void;
}) {
  const { stated, owner, onCorrect } = props;
  const words = useWords();
  const name = attributeName(stated.attribute, words);
  const card = (
    <div className="origin-card">
      <OriginCard origin={stated.origin} />
      {owner !== null && (
        <Button
          size="small"
          icon={<EditOutlined aria-hidden />}
          onClick={() => onCorrect({ owner, stated: asCorrected(stated) })}
        >
          {words.enterprise.correct}
        </Button>
      )}
    </div>
  );
  return (
    <span className="stated-value">
      <StatedText stated={stated} />
      <Popover trigger="click" title={words.enterprise.origin(name)} content={card}>
        <Button
          type="text"
          size="small"
          icon={<InfoCircleOutlined aria-hidden />}
          aria-label={words.enterprise.origin(name)}
        />
      </Popover>
    </span>
  );
}
