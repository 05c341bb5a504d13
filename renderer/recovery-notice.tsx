// Says that the host or this window has ended by itself and is there again.
import { notification } from 'antd';
import { useEffect } from 'react';
import { useWords } from './i18n/use-words.ts';
import { useCore } from './state/core-store.ts';

/** Long enough to be read from across a room; it may be closed before. */
const shownSeconds = 60;

export function RecoveryNotice() {
  const { shell } = useWords();
  const { host, window } = useCore((core) => core.recoveries);
  const [notices, holder] = notification.useNotification({ placement: 'bottomRight', duration: shownSeconds });
  useEffect(() => {
    if (host === 0 && window === 0) return;
    const what = [host > 0 && shell.hostRecovered(host), window > 0 && shell.windowRecovered(window)].filter(Boolean);
    notices.warning({ key: 'recovered', title: shell.recovered, description: [...what, shell.ifAgain].join(' ') });
  }, [host, window, shell, notices]);
  return holder;
}
