// Chooses the two times that everything on the screen follows: when it was so, and when it was known.
import { Button, Input, Popover } from 'antd';
import { useId, useState } from 'react';
import { instantOf, wallClockMinutes } from '../../format/zoned-time.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useView } from '../../state/view-store.ts';
import { firstYear, lastYear } from './time-axis.ts';

function TimeField(props: {
  readonly label: string;
  readonly hint: string;
  readonly instant: number | undefined;
  readonly timeZone: string;
  readonly onChange: (instant: number | undefined) => void;
}) {
  const id = useId();
  const { instant, timeZone } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const stated = instant === undefined ? '' : wallClockMinutes(instant, timeZone).replace(' ', 'T');
  /** A year that is still being typed (0002, 0020 …) must not be asked for. */
  function onType(text: string): void {
    const year = Number(text.slice(0, text.indexOf('-')));
    const whole = text === '' || (year >= firstYear && year <= lastYear);
    setTyped(whole ? null : text);
    if (whole) props.onChange(instantOf(text, timeZone) ?? undefined);
  }
  return (
    <div className="time-field">
      <label htmlFor={id}>{props.label}</label>
      <Input
        id={id}
        type="datetime-local"
        min={`${firstYear}-01-02T00:00`}
        max={`${lastYear}-12-30T00:00`}
        value={typed ?? stated}
        onChange={({ target }) => onType(target.value)}
        onBlur={() => setTyped(null)}
      />
      <p className="muted small">{props.hint}</p>
    </div>
  );
}

export function TimesMenu() {
  const words = useWords();
  const { times, setTimes } = useView();
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const pinned = times.asOf !== undefined || times.knownAt !== undefined;
  const content = (
    <div className="times-menu">
      <TimeField
        label={words.times.asOf}
        hint={words.times.asOfHint}
        instant={times.asOf}
        timeZone={timeZone}
        onChange={(asOf) => setTimes({ ...times, asOf })}
      />
      <TimeField
        label={words.times.knownAt}
        hint={words.times.knownAtHint}
        instant={times.knownAt}
        timeZone={timeZone}
        onChange={(knownAt) => setTimes({ ...times, knownAt })}
      />
      <p className="muted small">{words.times.zone(timeZone)}</p>
      <Button disabled={!pinned} onClick={() => setTimes({ asOf: undefined, knownAt: undefined })}>
        {words.times.now}
      </Button>
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" title={words.times.title} content={content}>
      <Button type={pinned ? 'primary' : 'default'}>
        {words.header.times}
        {pinned ? '' : ` · ${words.header.timesNow}`}
      </Button>
    </Popover>
  );
}
