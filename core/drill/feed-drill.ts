// Feeds a drill into a writer without sockets: the same messages as a run over the network would bring, as fast as they can be kept.

import type { SourceMessage } from '../ingest/source-message.ts';
import type { ReadingWriter } from '../readings/reading-writer.ts';
import type { Drill } from './drill-rules.ts';
import { bundles, sourceMessage } from './drill-wire.ts';
import { HOUR } from './plan-facts-rules.ts';
import { Traffic, ticksBetween } from './traffic-rules.ts';

export interface Fed {
  readings: number;
  messages: number;
  revised: number;
  quarantined: number;
}

/** Readings of one transaction, and of one settling: a running host settles oftener, every ten seconds. */
const BATCH_READINGS = 20_000;
const SETTLE_READINGS = 100_000;
const SETTLE_MS = HOUR;

/** [from, to), ms since the epoch; `onTime` is told how far it has come. */
export function feedDrill(
  writer: Pick<ReadingWriter, 'write' | 'settle' | 'advance' | 'feedTime'>,
  drill: Drill,
  {
    from,
    to,
    onTime = () => undefined,
  }: { from: number; to: number; onTime?: (time: number, fed: Readonly<Fed>) => void },
): Fed {
  const traffic = new Traffic(drill);
  const { seed } = drill.plan.spec;
  let batch: SourceMessage[] = [];
  let pending = 0;
  let unsettled = 0;
  let settledAt = from;
  const fed: Fed = { readings: 0, messages: 0, revised: 0, quarantined: 0 };
  const write = (time: number): void => {
    for (const { revised, quarantined } of writer.write(batch)) {
      fed.revised += revised;
      fed.quarantined += quarantined;
    }
    fed.readings += pending;
    fed.messages += batch.length;
    unsettled += pending;
    batch = [];
    pending = 0;
    if (unsettled >= SETTLE_READINGS || time - settledAt >= SETTLE_MS) {
      writer.settle();
      unsettled = 0;
      settledAt = time;
    }
    // Who is silent is told by the time of the others, as in a host whose clock is the readings'.
    const { feedTime } = writer;
    if (feedTime !== null) writer.advance(feedTime);
    onTime(time, fed);
  };
  for (const tick of ticksBetween(from, to)) {
    for (const bundle of bundles(traffic.at(tick))) {
      const message = sourceMessage(bundle, seed);
      batch.push(message);
      pending += message.readings.length;
    }
    if (pending >= BATCH_READINGS || tick - settledAt >= SETTLE_MS) write(tick);
  }
  if (batch.length > 0) write(to);
  writer.settle();
  return fed;
}
