// lianggao findings: what the rules saw in a channel's readings, and what could not be read in its files.

import { AppError } from '../../core/app-error.ts';
import { loadRegistry } from '../../core/devices/registry.ts';
import { findingDocument } from '../../core/findings/finding-document.ts';
import { listFindings } from '../../core/findings/list-findings.ts';
import { fileFindings } from '../../core/ingest/meter-file/file-findings.ts';
import { parseSpan, printJson } from './command.ts';
import { withReadings } from './open-readings.ts';

export interface FindingsOptions {
  workspace: string;
  channel?: string;
  from?: string;
  to?: string;
  json?: boolean;
}

/** Prints {"findings": […]}, with or without --json: a document is all there is to show. */
export async function findingsCommand(options: FindingsOptions): Promise<void> {
  await withReadings(options.workspace, { readOnly: true }, (db) => {
    const { channel } = options;
    if (channel !== undefined && loadRegistry(db).channel(channel) === undefined)
      throw new AppError('unknown-channel', { id: channel });
    const scope = parseSpan(options);
    const { findings } = findingDocument(listFindings(db, { ...scope, ...(channel === undefined ? {} : { channel }) }));
    const ofFiles = channel === undefined ? [] : fileFindings(db, channel, scope);
    const all = [...findings, ...ofFiles].sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
    printJson({ findings: all });
  });
}
