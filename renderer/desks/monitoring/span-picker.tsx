// Chooses the span of time of a channel's page: back from the newest reading, or any two moments.
import { Button, Input, Popover, Segmented } from 'antd';
import { useState } from 'react';
import { instantOf, wallClockMinutes } from '../../format/zoned-time.ts';
import { useWords } from '../../i18n/use-words.ts';
import { type LastSpan, lastSpans } from '../../state/monitoring-view.ts';
import { useView } from '../../state/view-store.ts';
import { Field } from '../../ui/field.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { useSpan } from './use-span.ts';

const lengths = Object.keys(lastSpans) as LastSpan[];
const own = 'own';

export function SpanPicker() {
  const { monitoring: words } = useWords();
  const { monitoring, setMonitoring } = useView();
  const { span } = monitoring;
  const { instants, timeZone } = useSpan();
  const [open, setOpen] = useState(false);
  const stated = (instant: number): string => wallClockMinutes(instant, timeZone).replace(' ', 'T');
  return (
    <div className="span-picker">
      <Segmented
        size="small"
        aria-label={words.span.label}
        value={typeof span === 'string' ? span : own}
        options={lengths.map((length) => ({ value: length as string, label: words.span[length] }))}
        onChange={(chosen) => {
          const length = lengths.find((each) => each === chosen);
          if (length !== undefined) setMonitoring({ span: length });
        }}
      />
      <Popover
        trigger="click"
        placement="bottomLeft"
        open={open}
        onOpenChange={setOpen}
        content={
          <OwnSpanForm
            key={String(open)}
            from={stated(instants.from)}
            to={stated(instants.to)}
            timeZone={timeZone}
            onChosen={(from, to) => {
              setMonitoring({ span: { from, to } });
              setOpen(false);
            }}
          />
        }
      >
        <Button size="small" type={typeof span === 'string' ? 'default' : 'primary'}>
          {words.span.own}
        </Button>
      </Popover>
      <span className="muted small">
        {wallClockMinutes(instants.from, timeZone)} – {wallClockMinutes(instants.to, timeZone)}
      </span>
    </div>
  );
}

function OwnSpanForm(props: {
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly onChosen: (from: number, to: number) => void;
}) {
  const { monitoring: words, times } = useWords();
  const [from, setFrom] = useState(props.from);
  const [to, setTo] = useState(props.to);
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <form
      className="form own-span"
      onSubmit={(event) => {
        event.preventDefault();
        const [begin, end] = [instantOf(from, props.timeZone), instantOf(to, props.timeZone)];
        if (begin === null || end === null || end <= begin) setProblem(words.span.bad);
        else props.onChosen(begin, end);
      }}
    >
      <Field label={words.span.from}>
        {(id) => <Input id={id} type="datetime-local" value={from} onChange={({ target }) => setFrom(target.value)} />}
      </Field>
      <Field label={words.span.to}>
        {(id) => <Input id={id} type="datetime-local" value={to} onChange={({ target }) => setTo(target.value)} />}
      </Field>
      <p className="muted small">{times.zone(props.timeZone)}</p>
      <ProblemLine text={problem} />
      <Button type="primary" htmlType="submit">
        {words.span.apply}
      </Button>
    </form>
  );
}
