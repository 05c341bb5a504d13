// Polls one Modbus station on its own clock, whatever others do, and hands on what it answers.
import { decodeRegister, planBlocks, type RegisterBlock, slotOf } from '../../core/ingest/modbus/rules.ts';
import type { StationSettings } from '../../core/ingest/modbus/settings.ts';
import type { Ingest, MessageIssue, SourceMessage, SourceReading } from '../../core/ingest/source-message.ts';
import type { Sentence } from '../sentence.ts';
import { type ModbusLine, RegistersRefused } from './modbus-line.ts';
import type { Source } from './source-status.ts';
import type { SourceTroubles } from './source-troubles.ts';

/** Polls that are kept in memory while the store refuses them (disk full): ten hours of a minute's. */
const KEPT_POLLS = 600;

export interface StationOptions {
  readonly device: string;
  readonly settings: StationSettings;
  readonly line: ModbusLine;
  readonly ingest: Ingest;
  readonly troubles: SourceTroubles;
  readonly log: (entry: string) => void;
  readonly now: () => number;
}

export function startModbusStation(options: StationOptions): Source {
  const { device, settings, line, ingest, troubles, log, now } = options;
  const { intervalMs, unitId, timeoutMs } = settings;
  let blocks: readonly RegisterBlock[] = planBlocks(settings.registers, settings.maxGap, settings.maxWords);
  const unsent: SourceMessage[] = [];
  const counts = { polls: 0, readings: 0, missed: 0 };
  let trouble: Sentence | null = null;
  let lastSlot = Number.NEGATIVE_INFINITY;
  let isPolling = false;
  let isClosed = false;
  let timer: NodeJS.Timeout;
  // Stations of one interval do not all ask in the same millisecond.
  const shift = Math.floor(Math.random() * Math.min(intervalMs / 10, 2000));

  /** Waits for the slot after `last`, or after now where the clock was set: never longer than an interval. */
  function schedule(last: number): void {
    const at = now();
    const slot = (Math.abs(at - last) < intervalMs ? last : slotOf(at, intervalMs)) + intervalMs;
    timer = setTimeout(() => fire(slot), slot - at + shift);
  }

  function fire(due: number): void {
    // A timer may come a moment early, and late where the machine was busy or asleep.
    const slot = Math.abs(now() - due) < intervalMs ? due : slotOf(now(), intervalMs);
    if (isPolling) counts.missed++;
    else {
      isPolling = true;
      poll(slot)
        .catch((error: unknown) => log(`modbus: ${device}: ${String(error)}`))
        .finally(() => {
          isPolling = false;
        });
    }
    schedule(slot);
  }

  async function poll(slot: number): Promise<void> {
    const readings: SourceReading[] = [];
    const issues: MessageIssue[] = slot <= lastSlot ? [{ code: 'clock-set-back' }] : [];
    const parts: Uint8Array[] = [];
    const refused: RegisterBlock[] = [];
    lastSlot = slot;
    counts.polls++;
    for (const block of blocks) {
      try {
        const bytes = await line.read(unitId, block, timeoutMs);
        parts.push(framed(block, bytes));
        for (const register of block.registers) {
          const { value, text } = decodeRegister(register, block, bytes);
          readings.push({ device, address: register.name, time: slot, value, text, flag: null });
        }
      } catch (error) {
        if (error instanceof RegistersRefused) {
          refused.push(block);
          if (block.registers.length === 1)
            issues.push({ code: 'register-refused', detail: String(block.registers[0]?.name) });
          continue;
        }
        if (!isClosed) noAnswer((error as Error).message);
        break;
      }
    }
    // A block of several may have touched a register that is not there: from now on each of them is asked alone.
    blocks = blocks.flatMap((block) => (refused.includes(block) ? planBlocks(block.registers, -65_536) : [block]));
    if (readings.length > 0) {
      trouble = null;
      counts.readings += readings.length;
    }
    if (readings.length + issues.length > 0)
      await hand({ protocol: 'modbus', device, receivedAt: now(), bytes: joined(parts), readings, issues });
  }

  function noAnswer(detail: string): void {
    counts.missed++;
    trouble = {
      code: 'no-answer',
      zh: `Modbus 站点 ${settings.host}:${settings.port}（单元 ${unitId}）没有应答：${detail}。请检查网络、地址和单元号；程序会继续重试。`,
      en: `The Modbus station ${settings.host}:${settings.port} (unit ${unitId}) does not answer: ${detail}. Check network, address and unit; it is tried again.`,
    };
    troubles.note('modbus', device, 'no-answer', detail);
  }

  /** A register cannot be asked for what it held: what the store refuses is tried again with the next poll. */
  async function hand(message: SourceMessage): Promise<void> {
    unsent.push(message);
    if (unsent.length > KEPT_POLLS) unsent.shift();
    for (let first = unsent[0]; first !== undefined; first = unsent[0]) {
      await ingest.take(first);
      unsent.shift();
    }
  }

  schedule(slotOf(now(), intervalMs));
  return {
    statuses: () => [
      {
        kind: 'modbus',
        name: device,
        state: line.isConnected ? 'connected' : trouble === null ? 'connecting' : 'failed',
        trouble,
        counts: { ...counts, unsent: unsent.length },
      },
    ],
    async close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

/** As it is kept: function (1 byte), address and number of words (2 each, most significant first), the words. */
function framed(block: RegisterBlock, bytes: Uint8Array): Uint8Array {
  const head = [block.function, block.address >> 8, block.address & 255, block.count >> 8, block.count & 255];
  const out = new Uint8Array(head.length + bytes.length);
  out.set(head);
  out.set(bytes, head.length);
  return out;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
