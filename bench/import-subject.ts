// One import in a process of its own, as the host runs it: a worker thread beside the opened application.
import { createApp } from '../core/app.ts';
import { peakMegabytes, timed } from './measure.ts';

export interface SubjectInput {
  readonly workspaceDir: string;
  readonly path: string;
  readonly dryRun: boolean;
}

export interface SubjectOutput {
  /** From the call to its report, starting the worker included. */
  readonly milliseconds: number;
  readonly peakMegabytes: number | null;
  readonly rows: number;
  readonly inserted: number;
  readonly unchanged: number;
}

const { workspaceDir, path, dryRun } = JSON.parse(process.argv[2] ?? '') as SubjectInput;
const app = await createApp({ workspaceDir, purpose: 'bench' });
try {
  const job = await app.imports.job({ files: [{ path }], preset: 'gem-coal', actor: 'bench', dryRun });
  const { milliseconds, value: report } = await timed(async () => {
    for await (const message of app.imports.run(job, undefined)) if (message.kind === 'report') return message.report;
    throw new Error('The import ended without a report.');
  });
  const { rows, inserted, unchanged } = report;
  const output: SubjectOutput = { milliseconds, peakMegabytes: peakMegabytes('self'), rows, inserted, unchanged };
  process.stdout.write(JSON.stringify(output));
} finally {
  await app.close();
}
