// The monitoring desk: instruments, what they send, and what nobody has registered. A list of its parts.
import { numberText } from '../../format/quantity-text.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useMonitoring } from '../../state/monitoring-store.ts';
import { type MonitoringTab, monitoringTabs } from '../../state/monitoring-view.ts';
import { useView } from '../../state/view-store.ts';
import { basePixels } from '../../theme/scale.ts';
import type { Look } from '../../theme/use-look.ts';
import { ProblemLine } from '../../ui/problem-line.tsx';
import { TabsWithExtra } from '../../ui/tabs-with-extra.tsx';
import { ConnectionBanner } from '../atlas/connection-banner.tsx';
import { LinkNotice } from '../atlas/link-notice.tsx';
import { useDeskKeys } from '../atlas/use-desk-keys.ts';
import { DeskDialogs } from '../head/desk-dialogs.tsx';
import { DeskHead } from '../head/desk-head.tsx';
import { CameraTable } from './camera-table.tsx';
import { ChannelPage } from './channel-page.tsx';
import { ChannelTable } from './channel-table.tsx';
import { DeviceTable } from './device-table.tsx';
import { PictureAgeBadge } from './picture-age-badge.tsx';
import { QuarantineTable } from './quarantine-table.tsx';
import { useFollowing } from './use-following.ts';
import '../atlas/atlas.css';
import './monitoring.css';

export function MonitoringDesk({ look }: { readonly look: Look }) {
  const words = useWords();
  const { page, language, monitoring, goTo } = useView();
  const connected = useCore((core) => core.backend !== null);
  const problem = useMonitoring((state) => state.problem);
  const quarantined = useMonitoring(({ status }) => status?.quarantinedReadings ?? 0);
  useDeskKeys();
  useFollowing();
  const rem = look.scale * basePixels;
  const counted: Partial<Record<MonitoringTab, number>> = { quarantine: quarantined };
  const tabs: Readonly<Record<MonitoringTab, React.ReactNode>> = {
    channels: <ChannelTable rem={rem} />,
    devices: <DeviceTable rem={rem} />,
    quarantine: <QuarantineTable rem={rem} />,
    cameras: <CameraTable rem={rem} />,
  };
  return (
    <div className="atlas-desk monitoring-desk" data-testid="monitoring-desk">
      <DeskHead>
        <PictureAgeBadge />
      </DeskHead>
      <ConnectionBanner />
      <LinkNotice />
      {/* While there is no wire, the banner says so. */}
      <ProblemLine text={problem === null || !connected ? null : errorText(problem, language, words, connected)} />
      <main data-page={page?.kind}>
        <section className="ledger-panel" aria-label={words.monitoring.title}>
          <TabsWithExtra
            activeKey={monitoring.tab}
            onChange={(key) =>
              goTo(
                'monitoring',
                monitoringTabs.find((tab) => tab === key),
              )
            }
            items={monitoringTabs.map((tab) => ({
              key: tab,
              label: (
                <>
                  {words.monitoring.tabs[tab]}
                  {(counted[tab] ?? 0) > 0 && (
                    <span className="tab-count">{numberText(counted[tab] ?? 0, language)}</span>
                  )}
                </>
              ),
              children: tabs[tab],
            }))}
            extra={null}
          />
        </section>
        {page?.kind === 'channel' && <ChannelPage id={page.id} look={look} />}
      </main>
      <DeskDialogs layers={[]} stage={null} />
    </div>
  );
}
