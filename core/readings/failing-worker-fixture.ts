// Test support: the writer's thread, with a word at which it ends.
import { parentPort } from 'node:worker_threads';
import type { ToWorker } from './worker-messages.ts';

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'call' && message.name === 'fail') process.exit(1);
});
// After the listener above, which is to be the first to hear.
await import('./reading-worker.ts');
