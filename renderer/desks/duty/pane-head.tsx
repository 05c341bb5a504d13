// The head of one part of the watch: its name, how old its picture is, and a way to a window of its own.
import { ExportOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { timeOfDay, wallClock } from '../../format/zoned-time.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { encodeLink } from '../../state/deep-link.ts';
import type { DutyPane } from '../../state/duty-view.ts';
import { pictureAge } from '../../state/monitoring-age.ts';
import { useMonitoring } from '../../state/monitoring-store.ts';
import { useView } from '../../state/view-store.ts';
import { useNow } from '../../ui/use-now.ts';
import { durationText } from '../monitoring/duration-text.ts';

function openPane(pane: DutyPane): void {
  const view = useView.getState();
  const link = encodeLink({ ...view, desk: 'duty', duty: { ...view.duty, tab: 'watch', pane } });
  // The desktop program makes the window itself and returns null: no sign that none was opened.
  window.open(`${location.pathname}#${link}`, `lianggao-duty-${pane}`, 'popup,width=1280,height=900');
}

export function PaneHead(props: {
  readonly pane: DutyPane;
  /** A past time that the picture is of; left out = the present. */
  readonly at: number | undefined;
}) {
  const { pane, at } = props;
  const words = useWords();
  const language = useView((view) => view.language);
  const whole = useView((view) => view.duty.pane === null);
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  const connected = useCore((core) => core.backend !== null);
  const agreedAt = useMonitoring((state) => state.agreedAt);
  const { kind, seconds } = pictureAge(useNow(1000), agreedAt, connected);
  const age =
    agreedAt === null
      ? words.monitoring.age.none
      : kind === 'live'
        ? words.duty.paneLive(timeOfDay(agreedAt, timeZone))
        : words.monitoring.age.stale(timeOfDay(agreedAt, timeZone), durationText(seconds * 1000, words, language));
  return (
    <div className="pane-head">
      <strong>{words.duty.panes[pane]}</strong>
      {at === undefined ? (
        <span
          className={kind === 'live' ? 'muted small' : 'pane-stale small'}
          data-testid={`age-${pane}`}
          data-age={kind}
        >
          {age}
        </span>
      ) : (
        <span className="pane-stale small">{words.dutyPage.replay.at(wallClock(at, timeZone))}</span>
      )}
      {whole && at === undefined && (
        <Button
          size="small"
          type="text"
          icon={<ExportOutlined aria-hidden />}
          aria-label={words.duty.openPane(words.duty.panes[pane])}
          title={words.duty.openPane(words.duty.panes[pane])}
          onClick={() => openPane(pane)}
        />
      )}
    </div>
  );
}
