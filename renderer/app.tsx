// The page: the component library set up in the reader's theme and language, and the open desk inside it.
import { ConfigProvider, App as LibraryApp } from 'antd';
import enGB from 'antd/locale/en_GB';
import zhCN from 'antd/locale/zh_CN';
import { useEffect, useMemo } from 'react';
import { AtlasDesk } from './desks/atlas/atlas-desk.tsx';
import { AlarmSounds } from './desks/duty/alarm-sounds.tsx';
import { DutyDesk } from './desks/duty/duty-desk.tsx';
import { MonitoringDesk } from './desks/monitoring/monitoring-desk.tsx';
import { DrillWatermark } from './drill-watermark.tsx';
import { useWords } from './i18n/use-words.ts';
import { RecoveryNotice } from './recovery-notice.tsx';
import { useView } from './state/view-store.ts';
import { libraryTheme, useLook, useRootLook } from './theme/use-look.ts';
import { ErrorBoundary } from './ui/error-boundary.tsx';

export function App() {
  const words = useWords();
  const language = useView((view) => view.language);
  const desk = useView((view) => view.desk);
  const look = useLook();
  useRootLook(look);
  const theme = useMemo(() => libraryTheme(look), [look]);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = words.product;
  }, [language, words]);
  return (
    <ConfigProvider
      locale={language === 'zh' ? zhCN : enGB}
      theme={theme}
      wave={{ disabled: true }}
      button={{ autoInsertSpace: false }}
      componentSize="middle"
    >
      <LibraryApp component={false}>
        <ErrorBoundary message={words.errors.broken} reloadLabel={words.errors.reload}>
          {desk === 'atlas' && <AtlasDesk look={look} />}
          {desk === 'duty' && <DutyDesk look={look} />}
          {desk === 'monitoring' && <MonitoringDesk look={look} />}
          <AlarmSounds />
          <RecoveryNotice />
          <DrillWatermark look={look} />
        </ErrorBoundary>
      </LibraryApp>
    </ConfigProvider>
  );
}
