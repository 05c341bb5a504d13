// Cameras by place, and stills in the evidence store.
import { z } from 'zod';

/** What came of asking a camera once. */
export const stillSchema = z.object({
  id: z.number().int(),
  camera: z.string(),
  /** The alarm that it was taken for; null = somebody asked. */
  alarm: z.number().int().nullable(),
  askedAt: z.number(),
  receivedAt: z.number().nullable(),
  /** By the camera's clock; null = it does not say. */
  cameraTime: z.number().nullable(),
  cameraTimeFrom: z.enum(['exif', 'exif-local', 'date-header']).nullable(),
  sha256: z.string().nullable(),
  bytes: z.number().int().nullable(),
  contentType: z.string().nullable(),
  /** Code of why there is none. */
  failure: z.string().nullable(),
});
export type StillRecord = z.infer<typeof stillSchema>;

export const cameraSchema = z.object({
  id: z.string(),
  name: z.string(),
  enterprise: z.string().nullable(),
  position: z.tuple([z.number(), z.number()]).nullable(),
  kind: z.enum(['http', 'onvif']),
  /** Live video at the site's media server; opened there, never carried by us. */
  liveUrl: z.string().nullable(),
  /** What came of asking it last; null = nobody has asked. */
  latest: stillSchema.nullable(),
});
export type CameraRecord = z.infer<typeof cameraSchema>;
