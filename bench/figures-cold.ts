// The first figure of a process, in a process of its own.
import { createApp } from '../core/app.ts';
import { repeatedQuery } from './figure-queries.ts';
import { timed } from './measure.ts';

export interface ColdInput {
  readonly workspaceDir: string;
}

const { workspaceDir } = JSON.parse(process.argv[2] ?? '') as ColdInput;
const app = await createApp({ workspaceDir, purpose: 'bench' });
const { milliseconds } = await timed(() => app.figures.get(repeatedQuery));
await app.close();
process.stdout.write(JSON.stringify({ milliseconds }));
