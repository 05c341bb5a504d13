// Makes the closing report of an alarm and saves it; before the alarm is closed it is a draft and says so.
import { App, Button } from 'antd';
import { useState } from 'react';
import type { Alarm } from '../../../contract/alarms.ts';
import { download } from '../../export/download.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useView } from '../../state/view-store.ts';

export function ReportButton({ alarm }: { readonly alarm: Pick<Alarm, 'id' | 'state'> }) {
  const words = useWords();
  const { evidence } = words;
  const language = useView((view) => view.language);
  const backend = useCore((core) => core.backend);
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  async function make(): Promise<void> {
    if (backend === null) return;
    setBusy(true);
    try {
      const { name, contentType, base64 } = await backend.duty.report({ alarm: alarm.id, language });
      download(name, new Blob([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], { type: contentType }));
      void message.success(evidence.reportMade(name));
    } catch (error) {
      void message.error(errorText(error, language, words, useCore.getState().backend !== null));
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="alarm-actions">
      <Button size="small" loading={busy} disabled={backend === null} onClick={() => void make()}>
        {alarm.state === 'closed' ? evidence.report : evidence.reportDraft}
      </Button>
    </div>
  );
}
