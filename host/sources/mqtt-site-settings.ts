// What a registered device says of a site's own MQTT broker, checked before it is connected to.
import { z } from 'zod';

const schema = z.object({
  url: z
    .string()
    .regex(/^(mqtts?|tcp|ssl|wss?):\/\/[^@]+$/, 'mqtt://host:1883, mqtts://host:8883 or ws(s)://…, without a password'),
  topics: z.array(z.string().min(1).max(500)).min(1).max(100),
  qos: z.union([z.literal(0), z.literal(1)]).default(1),
  /** false: the broker keeps what comes while we are away. */
  clean: z.boolean().default(false),
  /** The broker knows the session by it; left out = made of the device's id. */
  clientId: z.string().min(1).max(128).optional(),
  username: z.string().max(256).optional(),
  protocolVersion: z.union([z.literal(4), z.literal(5)]).default(4),
  keepaliveSeconds: z.number().int().min(5).max(1200).default(60),
  /** Files in PEM: whom to trust beside the system's own, and who we are. */
  caFile: z.string().optional(),
  certFile: z.string().optional(),
  keyFile: z.string().optional(),
});

export type SiteSettings = Readonly<z.output<typeof schema>>;

export function siteSettings(settings: unknown): SiteSettings | { readonly wrong: string } {
  const parsed = schema.safeParse(settings);
  if (parsed.success) return parsed.data;
  return { wrong: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') };
}
