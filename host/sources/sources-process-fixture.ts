// For tests: the sources over a real store in a process of their own, which may be killed. Prints the ports as one line of JSON.
import { join } from 'node:path';
import { MONITORING_FILE } from '../../core/db/open-monitoring.ts';
import { createIngest } from '../../core/readings/create-ingest.ts';
import { startSources } from './start-sources.ts';

const workspaceDir = process.argv[2] ?? '';
const log = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const ingest = await createIngest({ dbPath: join(workspaceDir, MONITORING_FILE), log });
const { ports } = await startSources({ workspaceDir, ingest, ports: { mqtt: 0, http: 0 }, log });
process.stdout.write(`${JSON.stringify(ports)}\n`);
