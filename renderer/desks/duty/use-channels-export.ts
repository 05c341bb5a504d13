// Writes the channels that are looked at together into one file, by steps that suit the span, and tells the reader how it goes.
import { App } from 'antd';
import { useCallback } from 'react';
import type { ChannelRecord } from '../../../contract/monitoring.ts';
import { csvFile } from '../../export/csv-file.ts';
import { download } from '../../export/download.ts';
import { drillMarked } from '../../export/drill-mark.ts';
import { exportedFileName } from '../../export/exported-table.ts';
import { xlsxFile } from '../../export/xlsx-file.ts';
import { wallClock } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { drawnStep, wholeSteps } from '../../state/monitoring-span.ts';
import { useIsDrill } from '../../state/monitoring-store.ts';
import type { OwnSpan } from '../../state/monitoring-view.ts';
import { useView } from '../../state/view-store.ts';
import { exportedTogether } from './channels-export.ts';

export function useChannelsExport(): (
  channels: readonly ChannelRecord[],
  span: OwnSpan,
  enterprise: string,
  format: 'csv' | 'xlsx',
) => Promise<void> {
  const words = useWords();
  const drill = useIsDrill();
  const { message } = App.useApp();
  return useCallback(
    async (channels, span, enterprise, format) => {
      const { language } = useView.getState();
      const { about, backend } = useCore.getState();
      const timeZone = about?.profile.timeZone ?? 'UTC';
      const exportedAt = Date.now();
      try {
        if (backend === null) throw new TypeError('There is no wire to the core.');
        const read = await Promise.all(
          channels.map(async (channel) => {
            const step = drawnStep(span, channel.intervalMs);
            const whole = wholeSteps(span, step, timeZone);
            return {
              ...{ channel, step, span: whole },
              rows: await backend.monitoring.rows({ channel: channel.id, ...whole, step }),
            };
          }),
        );
        const look = { words, language, timeZone, enterprise, exportedAt, version: about?.version ?? '' };
        const table = exportedTogether(read, look);
        const marked = drill ? drillMarked(table, words) : table;
        const subject = words.dutyPage.channels.fileName(enterprise);
        const day = wallClock(exportedAt, timeZone).slice(0, 10);
        const name = exportedFileName(drill ? `${words.monitoring.drill}_${subject}` : subject, day, format);
        download(name, format === 'csv' ? csvFile(marked) : await xlsxFile(marked, words.twin));
        void message.success(words.twin.written(name));
      } catch (error) {
        void message.error(words.twin.failed(errorText(error, language, words, backend !== null)));
      }
    },
    [words, drill, message],
  );
}
