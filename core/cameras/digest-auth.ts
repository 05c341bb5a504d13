// HTTP digest access authentication as RFC 7616 has it (MD5 and SHA-256, with sessions), and RFC 2069's older form of it.
import { createHash } from 'node:crypto';

export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  readonly algorithm: 'MD5' | 'MD5-sess' | 'SHA-256' | 'SHA-256-sess';
  /** null = the older form, without a count and a nonce of ours. */
  readonly qop: 'auth' | null;
  readonly hashesUser: boolean;
  readonly isStale: boolean;
}

const algorithms = ['SHA-256', 'SHA-256-sess', 'MD5', 'MD5-sess'] as const;

/** The strongest challenge of a WWW-Authenticate header that can be answered; null = there is none. */
export function digestChallenge(header: string): DigestChallenge | null {
  const found: DigestChallenge[] = [];
  for (const text of header.split(/(?:^|,)\s*(?=Digest\s)/i)) {
    if (!/^Digest\s/i.test(text)) continue;
    const fields = challengeFields(text.slice(6));
    const [realm, nonce] = [fields.get('realm'), fields.get('nonce')];
    const named = (fields.get('algorithm') ?? 'MD5').toLowerCase();
    const algorithm = algorithms.find((each) => each.toLowerCase() === named);
    const offered = fields
      .get('qop')
      ?.toLowerCase()
      .split(/[\s,]+/);
    // auth-int alone would need the body's hash; no camera asks for it.
    if (realm === undefined || nonce === undefined || algorithm === undefined) continue;
    if (offered !== undefined && !offered.includes('auth')) continue;
    found.push({
      ...{ realm, nonce, algorithm, opaque: fields.get('opaque') ?? null, qop: offered === undefined ? null : 'auth' },
      hashesUser: fields.get('userhash')?.toLowerCase() === 'true',
      isStale: fields.get('stale')?.toLowerCase() === 'true',
    });
  }
  found.sort((a, b) => algorithms.indexOf(a.algorithm) - algorithms.indexOf(b.algorithm));
  return found[0] ?? null;
}

export interface DigestRequest {
  readonly method: string;
  /** Path and query, as in the request line. */
  readonly uri: string;
  readonly user: string;
  readonly password: string;
  /** Ours, new for each request; hexadecimal. */
  readonly cnonce: string;
}

/** The Authorization header that answers the challenge, for the first request with its nonce. */
export function digestAnswer(challenge: DigestChallenge, request: DigestRequest): string {
  const { realm, nonce, opaque, algorithm, qop, hashesUser } = challenge;
  const { method, uri, user, password, cnonce } = request;
  const hash = (text: string) =>
    createHash(algorithm.startsWith('MD5') ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');
  const first = hash(`${user}:${realm}:${password}`);
  const secret = algorithm.endsWith('-sess') ? hash(`${first}:${nonce}:${cnonce}`) : first;
  const request2 = hash(`${method}:${uri}`);
  const nc = '00000001';
  const response =
    qop === null
      ? hash(`${secret}:${nonce}:${request2}`)
      : hash(`${secret}:${nonce}:${nc}:${cnonce}:${qop}:${request2}`);
  const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;
  const fields = [
    `username=${quoted(hashesUser ? hash(`${user}:${realm}`) : user)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    `algorithm=${algorithm}`,
    `response="${response}"`,
    ...(qop === null ? [] : [`qop=${qop}`, `nc=${nc}`, `cnonce="${cnonce}"`]),
    ...(opaque === null ? [] : [`opaque=${quoted(opaque)}`]),
    ...(hashesUser ? ['userhash=true'] : []),
  ];
  return `Digest ${fields.join(', ')}`;
}

function challengeFields(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [, name = '', quoted, token] of text.matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g)) {
    const key = name.toLowerCase();
    if (!fields.has(key)) fields.set(key, quoted === undefined ? (token ?? '') : quoted.replace(/\\(.)/g, '$1'));
  }
  return fields;
}
