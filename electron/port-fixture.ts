// For tests: Electron's MessagePortMain over a port of Node, with the same events in the same shape.
import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';

export class PortMain extends EventEmitter {
  readonly port: MessagePort;
  #started = false;

  constructor(port: MessagePort) {
    super();
    this.port = port;
    port.on('close', () => this.emit('close'));
  }

  postMessage(message: unknown, transfer: readonly PortMain[] = []): void {
    this.port.postMessage(message, [...portsOf(transfer)]);
  }

  /** As in Electron, messages wait until then. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }

  close(): void {
    this.port.close();
  }
}

export function portsOf(transfer: readonly PortMain[]): MessagePort[] {
  return transfer.map(({ port }) => port);
}

export class ChannelMain {
  readonly port1: PortMain;
  readonly port2: PortMain;
  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new PortMain(port1);
    this.port2 = new PortMain(port2);
  }
}
