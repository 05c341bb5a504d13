// The duty desk: alarms as one list, map and evidence, and the registers around them. A list of its parts.
import { useEffect, useMemo } from 'react';
import type { Alarm } from '../../../contract/alarms.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useDutyDesk } from '../../state/duty-desk.ts';
import type { DutyTab } from '../../state/duty-view.ts';
import { followWindows } from '../../state/duty-windows.ts';
import { useMonitoring } from '../../state/monitoring-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useShownAlarms } from '../../state/use-shown-alarms.ts';
import { useView } from '../../state/view-store.ts';
import type { Look } from '../../theme/use-look.ts';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { ConnectionBanner } from '../atlas/connection-banner.tsx';
import { LinkNotice } from '../atlas/link-notice.tsx';
import { useDeskKeys } from '../atlas/use-desk-keys.ts';
import { DeskDialogs } from '../head/desk-dialogs.tsx';
import { DeskHead } from '../head/desk-head.tsx';
import { PictureAgeBadge } from '../monitoring/picture-age-badge.tsx';
import { ChannelsPage } from './channels-page.tsx';
import { DutyBar, FloodBanner } from './duty-header.tsx';
import { HandlingPage } from './handling-page.tsx';
import { HandoverPage } from './handover-page.tsx';
import { ReplayPage } from './replay-page.tsx';
import { ShelfPage } from './shelf-page.tsx';
import { SilentPage } from './silent-page.tsx';
import { UndoBar } from './undo-bar.tsx';
import { useFlash } from './use-flash.ts';
import { Watch } from './watch.tsx';
import '../atlas/atlas.css';
import '../monitoring/monitoring.css';
import './duty.css';

const none: readonly Alarm[] = [];

/** As many closed ones as are listed, the newest of what the core gives. */
const mostClosed = 5_000;

/** Asked for once: what is closed while the desk is open stays in the list of the open ones. */
function useClosedAlarms(wanted: boolean): readonly Alarm[] {
  const { value } = useAnswer(wanted ? 'closed' : null, (backend, signal) =>
    backend.alarms.list({ states: ['closed'], limit: mostClosed }, { signal }),
  );
  return value?.alarms ?? none;
}

export function DutyDesk({ look }: { readonly look: Look }) {
  const words = useWords();
  const { language, duty, setDuty } = useView();
  const connected = useCore((core) => core.backend !== null);
  const wireProblem = useMonitoring((state) => state.problem);
  const ownProblem = useDutyDesk((desk) => desk.problem);
  const problem = ownProblem ?? wireProblem;
  const list = useMonitoring((state) => state.alarms);
  const open = list?.alarms ?? none;
  const closed = useClosedAlarms(duty.choice.which === 'all');
  const known = useMemo(
    () => (closed.length === 0 ? open : [...new Map([...closed, ...open].map((each) => [each.id, each])).values()]),
    [open, closed],
  );
  const alarms = useShownAlarms(known);
  useDeskKeys();
  useFlash();
  useEffect(() => useDutyDesk.setState({ seated: true }), []);
  useEffect(() => followWindows(), []);
  const tabs: Readonly<Record<DutyTab, React.ReactNode>> = {
    watch: <Watch alarms={alarms} look={look} loading={list === null} />,
    shelves: <ShelfPage alarms={alarms} />,
    silent: <SilentPage look={look} />,
    channels: <ChannelsPage look={look} />,
    replay: <ReplayPage look={look} />,
    handover: <HandoverPage />,
    kpis: <HandlingPage />,
  };
  return (
    <div className="atlas-desk duty-desk" data-testid="duty-desk">
      {duty.pane === null ? (
        <>
          <DeskHead>
            <PictureAgeBadge />
          </DeskHead>
          <DutyBar />
        </>
      ) : (
        <div className="duty-bar">
          <button type="button" className="link-button" onClick={() => setDuty({ pane: null })}>
            {words.duty.wholeDesk}
          </button>
        </div>
      )}
      <ConnectionBanner />
      <FloodBanner />
      <LinkNotice />
      {/* While there is no wire, the banner says so. */}
      <ProblemLine text={problem === null || !connected ? null : errorText(problem, language, words, connected)} />
      <main>{tabs[duty.tab]}</main>
      <UndoBar />
      <DeskDialogs layers={[]} stage={null} />
    </div>
  );
}
