// What a registered device's settings and secret say of how it speaks HJ 212.
import { z } from 'zod';
import type { DeviceSecret } from '../../devices/registry.ts';
import { type CrcDialect, crcDialects } from './crc-rules.ts';
import type { FirstContact } from './dialogue-rules.ts';
import type { FrameTrust } from './open-frame.ts';

const firstContactSchema = z.object({
  setTime: z.boolean().optional(),
  overTime: z.object({ seconds: z.number().int().min(1).max(99), reCount: z.number().int().min(1).max(99) }).optional(),
  rtdIntervalSeconds: z.number().int().min(30).max(3600).optional(),
  minIntervalMinutes: z
    .union(([1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30] as const).map((minutes) => z.literal(minutes)))
    .optional(),
  realtime: z.boolean().optional(),
  status: z.boolean().optional(),
});

/** Each key by itself, so that one that is wrong does not take the others with it. */
const schema = z.object({
  crcDialect: z.enum(crcDialects).catch('hj212'),
  vendorLogin: z.enum(['answer', 'ignore']).catch('answer'),
  /** ST of requests, where it is not that of what the device sends. */
  systemCode: z
    .string()
    .regex(/^[0-9A-Z]{2}$/)
    .nullable()
    .catch(null),
  /** Hardware number that the logger registers with (1001), to be given this MN. */
  hardware: z.string().min(1).nullable().catch(null),
  firstContact: firstContactSchema.catch({}),
});

export interface DeviceProfile extends FrameTrust {
  readonly crc: CrcDialect;
  readonly vendorLogin: 'answer' | 'ignore';
  readonly systemCode: string | null;
  readonly hardware: string | null;
  readonly firstContact: FirstContact;
  /** PW of the device; null = none is registered. */
  readonly password: string | null;
}

/** Never throws: a setting that makes no sense is as if it were not there. */
export function deviceProfile(settings: Readonly<Record<string, unknown>>, secret: DeviceSecret): DeviceProfile {
  const { crcDialect, ...rest } = schema.parse(settings);
  const keys = (secret.sm4Keys ?? []).filter((key) => /^[0-9a-f]{32}$/i.test(key));
  return {
    ...rest,
    crc: crcDialect,
    sm4Keys: keys.map((key) => Buffer.from(key, 'hex')),
    password: secret.password ?? null,
  };
}
