// Encryption of our own MQTT and HTTP listeners: certificate and key from the files that the setting `listener-tls` names.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSecureContext, type TlsOptions } from 'node:tls';
import { z } from 'zod';
import { AppError } from '../../core/app-error.ts';

export const LISTENER_TLS = 'listener-tls';

const HANDSHAKE_MS = 10_000;

/** PEM files of this machine; a path that is not absolute begins at the workspace's folder. */
const filesSchema = z.strictObject({ certFile: z.string().min(1), keyFile: z.string().min(1) });

/** The setting as it is written; null = it is something else. */
export function readTlsFiles(setting: string): z.infer<typeof filesSchema> | null {
  try {
    return filesSchema.safeParse(JSON.parse(setting)).data ?? null;
  } catch {
    return null;
  }
}

/** null = not encrypted. Throws AppError `tls-unusable`: never is a listener plain that was to be encrypted. */
export function listenerTls(setting: string | null, workspaceDir: string): TlsOptions | null {
  if (setting === null) return null;
  const files = readTlsFiles(setting);
  if (files === null) throw new AppError('tls-unusable', { detail: setting });
  try {
    const cert = readFileSync(resolve(workspaceDir, files.certFile));
    const key = readFileSync(resolve(workspaceDir, files.keyFile));
    // Tells a key that belongs to another certificate before a device finds out.
    createSecureContext({ cert, key });
    return { cert, key, minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MS };
  } catch (error) {
    throw new AppError('tls-unusable', { detail: (error as Error).message });
  }
}
