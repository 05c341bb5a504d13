// Whether a sender of JSON is who it says, and for which devices it may speak.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { isFitName } from '../../core/ingest/json-readings/rules.ts';
import type { LiveRegistry } from './live-registry.ts';

/** `open` = not registered, and let in for the quarantine. */
export type SenderRefusal = 'no-token' | 'unknown-device' | 'wrong-token' | 'token-of-several';
export type SenderVerdict =
  | { readonly device: string; readonly digest: string; readonly standing: 'registered' | 'open' }
  | { readonly device: string | null; readonly refused: SenderRefusal };

/** Compared against where there is nothing to compare with, so that an unknown device takes as long as a wrong token. */
const noDigest = randomBytes(32);

/** `device` = null: the token says whose it is. */
export function checkSender(live: LiveRegistry, device: string | null, token: string | null): SenderVerdict {
  const digest = createHash('sha256')
    .update(token ?? '')
    .digest();
  const hex = digest.toString('hex');
  const claimed = device ?? live.tokenOwner(hex);
  if (claimed === null) return { device: null, refused: 'token-of-several' };
  const isRegistered = claimed !== undefined && live.current.devices.has(claimed);
  const known = isRegistered ? digestOf(live.secret(claimed).tokenSha256) : null;
  const matches = timingSafeEqual(digest, known ?? noDigest);
  if (isRegistered && known !== null && matches && token !== null)
    return { device: claimed, digest: hex, standing: 'registered' };
  // A credential proves a registered device only: it is never let in without.
  if (device !== null && !isRegistered && live.unknownDevices === 'quarantine' && isFitName(device))
    return { device, digest: hex, standing: 'open' };
  if (token === null) return { device, refused: 'no-token' };
  return { device, refused: isRegistered || device === null ? 'wrong-token' : 'unknown-device' };
}

function digestOf(hex: string | undefined): Buffer | null {
  return hex !== undefined && /^[0-9a-f]{64}$/i.test(hex) ? Buffer.from(hex, 'hex') : null;
}

/**
 * A sender speaks for itself, for registered devices whose gateway it is, and for devices that nobody has registered:
 * those wait in quarantine until somebody adopts them.
 */
export function speaksFor(live: LiveRegistry, sender: string, device: string): boolean {
  if (sender === device) return true;
  const known = live.current.devices.get(device);
  return known === undefined || known.gateway === sender;
}
