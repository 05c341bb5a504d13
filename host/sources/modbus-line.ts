// One Modbus TCP endpoint: a connection, and the requests of its stations one after the other.
import { connect, type Socket } from 'node:net';
import modbus from 'modbus-serial';
import type { RegisterBlock } from '../../core/ingest/modbus/rules.ts';
import { Backoff } from './backoff.ts';

/** The station answered, and will not give these registers (exceptions 1 to 3 of the standard). */
export class RegistersRefused extends Error {}

/** Nothing came, or the connection is not there. */
export class NoAnswer extends Error {}

const CONNECT_MS = 5000;

const ModbusClient = modbus.default;
type ModbusClient = InstanceType<typeof ModbusClient>;

export class ModbusLine {
  readonly #host: string;
  readonly #port: number;
  readonly #stations: number;
  readonly #backoff = new Backoff();
  #client: ModbusClient | null = null;
  #socket: Socket | null = null;
  #last: Promise<unknown> = Promise.resolve();
  /** Monotonic; no connection is tried before. */
  #tryAt = 0;
  #unanswered = 0;
  #isClosed = false;

  /** Many gateways serve one connection alone, so that all their stations share it. */
  constructor(host: string, port: number, stations: number) {
    this.#host = host;
    this.#port = port;
    this.#stations = stations;
  }

  get isConnected(): boolean {
    return this.#client?.isOpen === true;
  }

  /** Bytes of a block, as sent. Rejects with RegistersRefused or NoAnswer. */
  read(unitId: number, block: RegisterBlock, timeoutMs: number): Promise<Uint8Array> {
    const turn = this.#last.then(() => this.#read(unitId, block, timeoutMs));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  close(): void {
    this.#isClosed = true;
    this.#cut();
  }

  async #read(unitId: number, block: RegisterBlock, timeoutMs: number): Promise<Uint8Array> {
    const client = await this.#connected();
    client.setID(unitId);
    client.setTimeout(timeoutMs);
    try {
      const { address, count } = block;
      const answer =
        block.function === 3 ? client.readHoldingRegisters(address, count) : client.readInputRegisters(address, count);
      const { buffer } = await answer;
      this.#unanswered = 0;
      if (buffer.byteLength < count * 2) throw new NoAnswer(`${buffer.byteLength} of ${count * 2} bytes`);
      return new Uint8Array(buffer);
    } catch (error) {
      const { modbusCode, message } = error as { modbusCode?: number; message?: string };
      if (modbusCode !== undefined) this.#unanswered = 0;
      if (modbusCode !== undefined && modbusCode <= 3) throw new RegistersRefused(`exception ${modbusCode}`);
      // One station behind a gateway may be dead; where none answers, the connection is.
      if (modbusCode === undefined && ++this.#unanswered >= this.#stations) this.#cut();
      throw new NoAnswer(message ?? String(error));
    }
  }

  async #connected(): Promise<ModbusClient> {
    if (this.#isClosed) throw new NoAnswer('closed');
    if (this.#client?.isOpen) return this.#client;
    if (performance.now() < this.#tryAt) throw new NoAnswer('waiting to connect again');
    this.#cut();
    try {
      const socket = await this.#open();
      const client = new ModbusClient();
      client.on('error', () => undefined);
      await client.linkTCP(socket, { port: this.#port });
      this.#socket = socket;
      this.#client = client;
      this.#backoff.succeeded();
      return client;
    } catch (error) {
      this.#tryAt = performance.now() + this.#backoff.failed();
      throw new NoAnswer((error as Error).message);
    }
  }

  #open(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: this.#host, port: this.#port });
      const late = setTimeout(() => socket.destroy(new Error('connection timed out')), CONNECT_MS);
      socket.once('connect', () => {
        clearTimeout(late);
        resolve(socket);
      });
      socket.once('error', (error) => {
        clearTimeout(late);
        reject(error);
      });
      socket.on('error', () => undefined);
    });
  }

  #cut(): void {
    this.#socket?.destroy();
    this.#socket = null;
    this.#client = null;
    this.#unanswered = 0;
  }
}
