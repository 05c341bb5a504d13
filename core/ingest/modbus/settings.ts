// What a registered Modbus station says of itself, checked before anything is asked of it.
import { z } from 'zod';
import { MAX_WORDS, type Register, wordsOf } from './rules.ts';

const registerSchema = z
  .object({
    address: z.number().int().min(0).max(65_535),
    function: z.union([z.literal(3), z.literal(4)]).default(3),
    type: z.enum(['int16', 'uint16', 'int32', 'uint32', 'float32', 'int64', 'uint64', 'float64']).default('uint16'),
    order: z.enum(['ABCD', 'CDAB', 'BADC', 'DCBA']).default('ABCD'),
    scale: z.number().default(1),
    offset: z.number().default(0),
    name: z.string().min(1).max(128).optional(),
  })
  .transform(
    ({ name, ...register }): Register => ({ ...register, name: name ?? `${register.function}/${register.address}` }),
  )
  .refine((register) => register.address + wordsOf(register.type) <= 65_536, { message: 'runs past the last address' });

const schema = z.object({
  host: z.string().min(1).max(253),
  port: z.number().int().min(1).max(65_535).default(502),
  /** 1 to 247 on a serial line behind a gateway; 0 and 255 where the station itself speaks TCP. */
  unitId: z.number().int().min(0).max(255).default(1),
  intervalMs: z.number().int().min(200).max(86_400_000).default(60_000),
  timeoutMs: z.number().int().min(50).max(60_000).default(2_000),
  /** Words that nobody asked for and that may be read along; 0 for stations that refuse to. */
  maxGap: z.number().int().min(0).max(MAX_WORDS).default(8),
  maxWords: z.number().int().min(4).max(MAX_WORDS).default(MAX_WORDS),
  registers: z.array(registerSchema).min(1).max(2_000),
});

export type StationSettings = Readonly<z.output<typeof schema>>;

/** The settings with what was left out filled in, or what is wrong with them: `registers.3.type: …`. */
export function stationSettings(settings: unknown): StationSettings | { readonly wrong: string } {
  const parsed = schema.safeParse(settings);
  if (!parsed.success) {
    return { wrong: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') };
  }
  const names = parsed.data.registers.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? parsed.data : { wrong: `registers: two are called ${twice}` };
}
