// Where one reading comes from: every value that was ever known for its moment, the newest first, each with the message it came in.
import { Button } from 'antd';
import type { ChannelRecord, ReadingOrigin } from '../../../contract/monitoring.ts';
import { numberText } from '../../format/quantity-text.ts';
import { wallClock } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useView } from '../../state/view-store.ts';
import { Pairs } from '../../ui/pairs.tsx';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { flagText, valueText } from './reading-text.ts';

type Version = ReadingOrigin['versions'][number];

export function OriginView({ channel, time }: { readonly channel: ChannelRecord; readonly time: number }) {
  const words = useWords();
  const language = useView((view) => view.language);
  const connected = useCore((core) => core.backend !== null);
  const { value, error } = useAnswer(JSON.stringify([channel.id, time]), (backend, signal) =>
    backend.monitoring.origin({ channel: channel.id, time }, { signal }),
  );
  if (error !== null) return <ProblemLine text={errorText(error, language, words, connected)} />;
  if (value === null) return <p className="muted">{words.monitoring.empty.loading}</p>;
  if (value.versions.length === 0) return <p className="muted">{words.monitoring.origin.none}</p>;
  return (
    <ol className="origin-versions" data-testid="origin-versions">
      {value.versions.map((version, index) => (
        <li key={`${version.message} ${version.receivedAt}`}>
          <VersionView version={version} unit={channel.unitOfMeasure} current={index === 0} />
        </li>
      ))}
    </ol>
  );
}

function VersionView(props: { readonly version: Version; readonly unit: string; readonly current: boolean }) {
  const { version, unit, current } = props;
  const words = useWords();
  const { origin, unknown, protocol } = words.monitoring;
  const language = useView((view) => view.language);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const { value, text, flag, frame } = version;
  return (
    <>
      <h4>{current ? origin.current : origin.earlier}</h4>
      <Pairs
        entries={[
          [origin.value, value === null ? unknown : `${valueText(value, language)} ${unit}`],
          ...(text === null ? [] : [[origin.text, <code key="text">{text}</code>] as const]),
          ...(flag === null ? [] : [[words.monitoring.parts.flag, flagText(flag, words)] as const]),
          [origin.received, wallClock(version.receivedAt, timeZone)],
          [origin.device, version.device ?? unknown],
          [origin.protocol, protocol[version.protocol] ?? version.protocol],
          [origin.message, numberText(version.message, language)],
        ]}
      />
      <p className="muted small frame-head">
        {version.frameEncoding === 'text' ? origin.frame : origin.frameBase64}
        <Button
          size="small"
          type="link"
          onClick={() => void navigator.clipboard.writeText(frame).catch(() => undefined)}
        >
          {origin.copy}
        </Button>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className="frame" data-testid="frame" tabIndex={0}>
        {frame}
      </pre>
    </>
  );
}
