// A moment of the province's time, typed in one line beside its name.
import { Input } from 'antd';
import { useId } from 'react';
import { instantOf, wallClockMinutes } from '../../format/zoned-time.ts';
import { useCore } from '../../state/core-store.ts';

export function InstantField(props: {
  readonly label: string;
  /** ms since the epoch. */
  readonly value: number;
  readonly onChange: (instant: number) => void;
}) {
  const id = useId();
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  return (
    <span className="instant-field">
      <label htmlFor={id}>{props.label}</label>
      <Input
        id={id}
        size="small"
        type="datetime-local"
        value={wallClockMinutes(props.value, timeZone).replace(' ', 'T')}
        onChange={({ target }) => {
          const instant = instantOf(target.value, timeZone);
          if (instant !== null) props.onChange(instant);
        }}
      />
    </span>
  );
}
