// Makes files of a channel's steps and tells the reader how it goes.
import { App } from 'antd';
import { useCallback } from 'react';
import { csvFile } from '../../export/csv-file.ts';
import { download } from '../../export/download.ts';
import { drillMarked } from '../../export/drill-mark.ts';
import { exportedFileName } from '../../export/exported-table.ts';
import { xlsxFile } from '../../export/xlsx-file.ts';
import { wallClock } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useIsDrill } from '../../state/monitoring-store.ts';
import { useView } from '../../state/view-store.ts';
import { useEnterpriseLabel } from './enterprise-label.ts';
import { type ExportedReadings, exportedReadings } from './reading-export.ts';

export function useReadingExport(): (readings: ExportedReadings, format: 'csv' | 'xlsx') => Promise<void> {
  const words = useWords();
  const drill = useIsDrill();
  const { message } = App.useApp();
  const enterpriseOf = useEnterpriseLabel();
  return useCallback(
    async (readings, format) => {
      const { language } = useView.getState();
      const { about, backend } = useCore.getState();
      const timeZone = about?.profile.timeZone ?? 'UTC';
      const exportedAt = Date.now();
      const subject = words.monitoring.table.name(readings.channel.id);
      try {
        const table = exportedReadings(readings, {
          ...{ words, language, timeZone, exportedAt },
          enterprise: enterpriseOf(readings.channel.enterprise),
          version: about?.version ?? '',
        });
        const marked = drill ? drillMarked(table, words) : table;
        const day = wallClock(exportedAt, timeZone).slice(0, 10);
        const name = exportedFileName(drill ? `${words.monitoring.drill}_${subject}` : subject, day, format);
        download(name, format === 'csv' ? csvFile(marked) : await xlsxFile(marked, words.twin));
        message.success(words.twin.written(name));
      } catch (error) {
        message.error(words.twin.failed(errorText(error, language, words, backend !== null)));
      }
    },
    [words, drill, message, enterpriseOf],
  );
}
