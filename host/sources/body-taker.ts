// Bodies of HTTP requests → messages → the store → what is answered for each row.
import { ownEnergyMapping, parseEnergyMapping } from '../../core/ingest/energy-online/energy-mapping.ts';
import { parseEnergyUpload } from '../../core/ingest/energy-online/parse-energy-upload.ts';
import { readLines } from '../../core/ingest/json-readings/ndjson-rules.ts';
import { messageOf, readPayload } from '../../core/ingest/json-readings/read-payload.ts';
import { rowReason } from '../../core/ingest/json-readings/row-reasons.ts';
import { JsonRows, type JsonSender } from '../../core/ingest/json-readings/rules.ts';
import { textOf } from '../../core/ingest/json-readings/utf8-rules.ts';
import type { Ingest, SourceMessage } from '../../core/ingest/source-message.ts';
import { type BodyBudget, lineBlocks, ownBytes, wholeBody } from './http-body.ts';
import type { LiveRegistry } from './live-registry.ts';
import { AnswerTally } from './readings-answer.ts';
import { speaksFor } from './senders.ts';

export interface BodyTakerOptions {
  readonly ingest: Ingest;
  readonly live: LiveRegistry;
  readonly now: () => number;
  readonly budget: BodyBudget;
  readonly lineBytes: number;
  readonly readingsOfOneDocument: number;
}

export type BodyKind = 'document' | 'lines' | 'energy';

export interface TakenAnswer {
  /** 200, or 422 where nothing could be taken. */
  readonly status: 200 | 422;
  /** A ReadingsAnswer as JSON. */
  readonly text: string;
}

/** Blocks of one request whose commits are awaited together. */
const BLOCKS_UNDER_WAY = 4;

export class BodyTaker {
  readonly #options: BodyTakerOptions;

  constructor(options: BodyTakerOptions) {
    this.#options = options;
  }

  /**
   * Resolves once all of it is committed. Rejects with BodyRefused, or with the store's AppError; of lines, those before
   * may be committed by then. `isItemised`: the answer names every reading.
   */
  async take(kind: BodyKind, chunks: AsyncIterable<Buffer>, device: string, isItemised: boolean): Promise<TakenAnswer> {
    const tally = new AnswerTally(isItemised);
    if (kind === 'lines') await this.#lines(chunks, device, tally);
    else {
      const bytes = ownBytes(await wholeBody(chunks, this.#options.budget));
      if (kind === 'energy') await this.#energy(bytes, device, tally);
      else {
        const rows = readPayload(bytes, this.#sender(device), this.#options.readingsOfOneDocument);
        await this.#rows(bytes, rows, device, tally);
      }
    }
    return { status: tally.isAllRejected ? 422 : 200, text: JSON.stringify(tally.answer()) };
  }

  #sender(device: string): JsonSender {
    const mayName = (other: string) => speaksFor(this.#options.live, device, other);
    return { device, name: null, receivedAt: null, mayName };
  }

  async #lines(chunks: AsyncIterable<Buffer>, device: string, tally: AnswerTally): Promise<void> {
    const { budget, lineBytes, readingsOfOneDocument } = this.#options;
    const underWay: Promise<void>[] = [];
    let line = 1;
    try {
      for await (const block of lineBlocks(chunks, lineBytes, budget)) {
        const rows = new JsonRows(this.#sender(device), readingsOfOneDocument);
        line += readLines(block, line, rows);
        const committed = this.#rows(ownBytes(block), rows, device, tally);
        // Awaited below; one that fails meanwhile is no error that nobody hears of.
        committed.catch(() => undefined);
        underWay.push(committed);
        if (underWay.length >= BLOCKS_UNDER_WAY) await underWay.shift();
      }
      await Promise.all(underWay);
    } finally {
      await Promise.allSettled(underWay);
    }
  }

  async #rows(bytes: Uint8Array, found: JsonRows, device: string, tally: AnswerTally): Promise<void> {
    for (const fault of found.faults) tally.reject(fault.row, fault.code, () => rowReason(fault));
    await this.#commit(messageOf('http', device, this.#options.now(), bytes, found), found.rows, tally);
  }

  /** Under the mapping of the device's province, where it has one. */
  async #energy(bytes: Uint8Array, device: string, tally: AnswerTally): Promise<void> {
    const given = this.#options.live.current.devices.get(device)?.settings.energyMapping;
    const mapping = given === undefined ? ownEnergyMapping : parseEnergyMapping(given);
    const { refused, rejected, doubts, ...upload } = parseEnergyUpload(jsonOf(bytes), mapping, device);
    if (refused !== null) tally.reject(1, refused.code, () => refused.sentence);
    for (const { index, code, sentence } of rejected) tally.reject(index + 1, code, () => sentence);
    for (const { index, code, sentence } of doubts) tally.doubt(index + 1, code, () => sentence);
    const issues = refused === null ? upload.issues : [{ code: refused.code }];
    const rows = upload.rowOf.map((index) => index + 1);
    const receivedAt = this.#options.now();
    await this.#commit({ protocol: 'http', device, receivedAt, bytes, readings: upload.readings, issues }, rows, tally);
  }

  async #commit(message: SourceMessage, rows: readonly number[], tally: AnswerTally): Promise<void> {
    const { ingest, live, budget } = this.#options;
    budget.heldBytes += message.bytes.byteLength;
    try {
      const receipt = await ingest.take(tally.isItemised ? { ...message, isItemised: true } : message);
      tally.committed(receipt, message.readings, rows, live);
    } finally {
      budget.heldBytes -= message.bytes.byteLength;
    }
  }
}

/** undefined = it is no JSON in UTF-8. */
function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes) ?? '');
  } catch {
    return undefined;
  }
}
