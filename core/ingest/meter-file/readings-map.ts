// A map of a meter file's columns to channels, as a JSON file: how a wide file comes in at once.
import { z } from 'zod';
import { AppError } from '../../app-error.ts';
import type { ColumnAsk } from './file-channels.ts';

const columnSchema = z.union([
  /** The channel alone; the rest follows from the header. */
  z.string().min(1),
  z.strictObject({
    channel: z.string().min(1),
    name: z.string().min(1).optional(),
    unit: z.string().optional(),
    kind: z.enum(['level', 'amount', 'register']).optional(),
    quantity: z.string().min(1).optional(),
  }),
]);

/** Header → channel. */
const readingsMapSchema = z.strictObject({
  columns: z.record(z.string(), columnSchema).refine((columns) => Object.keys(columns).length > 0, 'no columns'),
});

/** Throws AppError `readings-map-invalid` with what is wrong where. */
export function parseReadingsMap(text: string): ColumnAsk[] {
  const refuse = (detail: string): never => {
    throw new AppError('readings-map-invalid', { detail });
  };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return refuse(String((error as Error).message));
  }
  const result = readingsMapSchema.safeParse(json);
  if (!result.success) return refuse(z.prettifyError(result.error).replaceAll('\n', '; '));
  const asks = Object.entries(result.data.columns).map(([column, ask]) =>
    typeof ask === 'string' ? { column, channel: ask } : { column, ...ask },
  );
  const channels = asks.map(({ channel }) => channel);
  const twice = channels.find((channel, index) => channels.indexOf(channel) !== index);
  return twice === undefined ? asks : refuse(`${twice}: two columns`);
}
