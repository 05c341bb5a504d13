// For tests: a thread that looks like Electron's utility process from within, and runs the file that it is given.
import { EventEmitter } from 'node:events';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { PortMain } from './port-fixture.ts';

const outer = parentPort;
if (outer !== null) {
  const parent = Object.assign(new EventEmitter(), { postMessage: (message: unknown) => outer.postMessage(message) });
  Object.assign(process, { parentPort: parent });
  parent.once('newListener', () => {
    outer.on('message', ({ message, ports }: { message: unknown; ports: MessagePort[] }) =>
      parent.emit('message', { data: message, ports: ports.map((port) => new PortMain(port)) }),
    );
  });
  await import(String(workerData));
}
