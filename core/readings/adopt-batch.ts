// Quarantined readings whose channel is registered by now: into the log, under the messages that they came in.
import type Database from 'better-sqlite3';
import type { Receipt } from '../ingest/source-message.ts';
import { UNKNOWN } from './channel-directory.ts';
import { decimalsOf } from './digits-rules.ts';
import { countReleased, quarantinedReadings, quarantineSources, release } from './quarantine-rows.ts';
import { KEPT, LATE, NEW, REPEATED, REVISED, versionOutcome } from './reading-versions.ts';
import type { WriterMemory } from './writer-memory.ts';

/** Readings moved in one transaction. */
const BATCH = 20_000;

/** In a transaction. `moved` 0 = nothing is left that has a channel. */
export function adoptBatch(
  db: Database.Database,
  memory: WriterMemory,
  device: string | undefined,
  now: number,
): { moved: number; receipt: Receipt } {
  const { log, directory } = memory;
  const receipt = { accepted: 0, repeated: 0, revised: 0, quarantined: 0 };
  const from = log.count;
  let moved = 0;
  for (const source of quarantineSources(db, device)) {
    if (moved >= BATCH) break;
    const channel = directory.resolve(source.device, source.address, now);
    if (channel === UNKNOWN) continue;
    if (directory.takeInMade()) {
      memory.makeRoom();
      memory.observer?.registryChanged(directory.channels);
    }
    const readings = quarantinedReadings(db, source.no, BATCH - moved);
    const factor = directory.factor[channel] as number;
    const shift = directory.shift[channel] as number;
    const isScaled = factor !== 1 || shift !== 0;
    log.reserve(readings.length);
    // As they came: by message, so that the value that came last is the one that counts.
    for (const reading of readings.sort((a, b) => a.message - b.message || a.time - b.time)) {
      release(db, reading);
      moved++;
      const sent = reading.value ?? Number.NaN;
      const value = isScaled ? sent * factor + shift : sent;
      const decimals = isScaled ? -1 : decimalsOf(reading.text, value);
      const { time, flag, message, received_at: receivedAt } = reading;
      let outcome: number;
      if (time > (memory.newest[channel] as number)) outcome = memory.passed(channel, time, receivedAt) ? LATE : NEW;
      else {
        const digits = decimals < 0 ? reading.text : decimals;
        outcome = versionOutcome(db, memory, { channel, time, value, flag, message, receivedAt, digits });
      }
      if (outcome === REPEATED || outcome === KEPT) {
        receipt[outcome === KEPT ? 'revised' : 'repeated']++;
        continue;
      }
      if (decimals < 0) log.texts.set(log.count, reading.text);
      log.push(channel, time, value, flag, message, receivedAt, outcome, decimals);
      if (outcome === REVISED) receipt.revised++;
      else receipt.accepted++;
    }
    countReleased(db, source.no, readings.length);
    // A source that is empty is forgotten, and its number with it.
    memory.quarantineSources.clear();
  }
  log.store(db, from);
  if (log.count > from) memory.observer?.readings(log.view(from));
  return { moved, receipt };
}
