// One request to a camera: only to hosts of the list, with a deadline and a size cap, following no redirect elsewhere.
import { lookup as resolveName } from 'node:dns';
import { type IncomingHttpHeaders, type IncomingMessage, request as plainRequest } from 'node:http';
import { request as encryptedRequest } from 'node:https';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';
import { isAllowedHost, namesAddress, redirectTarget } from '../../core/cameras/host-rules.ts';

export interface CameraRequest {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface CameraAnswer {
  /** Where it came from, after redirects. */
  readonly url: URL;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface CameraBounds {
  readonly hosts: readonly string[];
  readonly maxBytes: number;
  /** From the first byte sent to the last received. */
  readonly timeoutMs: number;
}

export type CameraFailureCode =
  | 'host-not-allowed'
  | 'redirected-elsewhere'
  | 'timed-out'
  | 'too-large'
  | 'not-an-image'
  | 'credential-refused'
  | 'no-digest'
  | 'not-reached'
  | 'bad-status'
  | 'onvif-unreadable'
  | 'too-many-asked';

export class CameraFailure extends Error {
  readonly code: CameraFailureCode;
  /** A host, a status …; never a credential. */
  readonly detail: string;
  constructor(code: CameraFailureCode, detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
  }
}

const REDIRECTS = 3;

/** This machine itself, what only it can reach, and where clouds keep their credentials. */
const traps = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 3],
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
] as const) {
  traps.addSubnet(net, bits, 'ipv4');
}
traps.addAddress('::', 'ipv6');
traps.addAddress('::1', 'ipv6');
traps.addSubnet('fe80::', 10, 'ipv6');
traps.addSubnet('ff00::', 8, 'ipv6');
traps.addAddress('fd00:ec2::254', 'ipv6');

/** Rejects with CameraFailure. `headersFor` makes the headers of each request, redirects included. */
export async function askCamera(
  first: Omit<CameraRequest, 'headers'>,
  headersFor: (url: URL) => Readonly<Record<string, string>>,
  bounds: CameraBounds,
): Promise<CameraAnswer> {
  let url = first.url;
  for (let redirects = 0; ; redirects++) {
    const answer = await askOnce({ ...first, url, headers: headersFor(url) }, bounds);
    if (![301, 302, 303, 307, 308].includes(answer.status)) return answer;
    const next =
      redirects < REDIRECTS && first.method === 'GET'
        ? redirectTarget(url, answer.headers.location, bounds.hosts)
        : null;
    if (next === null)
      throw new CameraFailure('redirected-elsewhere', URL.parse(answer.headers.location ?? '', url.href)?.host ?? '?');
    url = next;
  }
}

function askOnce({ url, method, headers, body }: CameraRequest, bounds: CameraBounds): Promise<CameraAnswer> {
  if (!isAllowedHost(url, bounds.hosts)) return Promise.reject(new CameraFailure('host-not-allowed', url.host));
  const send = url.protocol === 'https:' ? encryptedRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const request = send(url, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'Content-Length': String(Buffer.byteLength(body)) }) },
      agent: false,
      lookup: lookupOutside(bounds.hosts),
    });
    const fail = (error: unknown) => {
      clearTimeout(deadline);
      request.destroy();
      reject(error instanceof CameraFailure ? error : new CameraFailure('not-reached', reasonOf(error)));
    };
    const deadline = setTimeout(
      () => fail(new CameraFailure('timed-out', `${bounds.timeoutMs / 1000} s`)),
      bounds.timeoutMs,
    );
    request.on('error', fail);
    request.on('response', (response) => {
      receive(response, bounds.maxBytes).then((received) => {
        clearTimeout(deadline);
        request.destroy();
        resolve({ url, status: response.statusCode ?? 0, headers: response.headers, body: received });
      }, fail);
    });
    request.end(body);
  });
}

async function receive(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) throw new CameraFailure('too-large', `${maxBytes}`);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new CameraFailure('too-large', `${maxBytes}`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A name of the list may not lead to this machine or to a cloud's own addresses, unless those stand in the list too. */
function lookupOutside(hosts: readonly string[]): LookupFunction {
  return (name, options, done) => {
    resolveName(name, { ...options, all: true }, (error, addresses) => {
      const fit = error ? [] : addresses.filter(({ address }) => !isTrap(address) || namesAddress(address, hosts));
      const [address] = fit;
      if (error) done(error, '');
      else if (address === undefined) done(new CameraFailure('host-not-allowed', name) as NodeJS.ErrnoException, '');
      else if (options.all) done(null, fit);
      else done(null, address.address, address.family);
    });
  };
}

function isTrap(address: string): boolean {
  return isIP(address) !== 0 && traps.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

function reasonOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
}
