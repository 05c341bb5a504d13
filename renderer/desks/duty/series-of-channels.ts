// The readings of several channels over one span, ready to be drawn on one axis of time.
import type { ChannelRecord, ReadingSeries } from '../../../contract/monitoring.ts';
import type { Backend } from '../../backend/backend.ts';
import { drawnStep, wholeSteps } from '../../state/monitoring-span.ts';
import type { OwnSpan } from '../../state/monitoring-view.ts';
import { countedSeries } from '../monitoring/counted-series.ts';

/** As many as the core gives at once. */
const mostAtOnce = 32;

/** In the order of `channels`. A register's readings only ever rise: of one, what it has counted is drawn. */
export async function seriesOfChannels(
  backend: Backend,
  channels: readonly ChannelRecord[],
  { from, to }: OwnSpan,
  { points, timeZone, signal }: { points: number; timeZone: string; signal: AbortSignal },
): Promise<readonly ReadingSeries[]> {
  const read = channels.filter(({ kind }) => kind !== 'register').map(({ id }) => id);
  const pieces = Array.from({ length: Math.ceil(read.length / mostAtOnce) }, (_, index) =>
    read.slice(index * mostAtOnce, (index + 1) * mostAtOnce),
  );
  const [series, counted] = await Promise.all([
    Promise.all(pieces.map((ids) => backend.monitoring.series({ channels: ids, from, to, points }, { signal }))),
    Promise.all(
      channels
        .filter(({ kind }) => kind === 'register')
        .map(async (channel) => {
          const step = drawnStep({ from, to }, channel.intervalMs);
          const span = wholeSteps({ from, to }, step, timeZone);
          return countedSeries(
            channel,
            await backend.monitoring.rows({ channel: channel.id, ...span, step }, { signal }),
          );
        }),
    ),
  ]);
  const byId = new Map([...series.flat(), ...counted].map((each) => [each.channel, each]));
  return channels.map(
    ({ id, unitOfMeasure }) => byId.get(id) ?? { channel: id, unitOfMeasure, of: 'readings', points: [] },
  );
}
