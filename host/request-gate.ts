// Refuses requests that another web page makes through the user's browser: wrong Host, wrong Origin.
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { Visitor } from './access.ts';
import type { Sentence } from './sentence.ts';

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

export interface Refusal {
  status: 401 | 403 | 421;
  sentence: Sentence;
}

/**
 * A page of another site can point its own name at this machine (DNS rebinding); its requests then carry that name in
 * Host. Accepted are the loopback names and `boundHost`; any IP address where that is a wildcard, because rebinding
 * needs a name.
 */
export function wrongAddress(request: IncomingMessage, boundHost: string): Refusal | null {
  const { localPort } = request.socket;
  const [, name = '', port = '80'] = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(request.headers.host ?? '') ?? [];
  const known =
    loopbackNames.includes(name.toLowerCase()) ||
    name.toLowerCase() === hostInUrl(boundHost).toLowerCase() ||
    (isWildcard(boundHost) && isIP(name.replace(/^\[|\]$/g, '')) !== 0);
  if (known && Number(port) === localPort) return null;
  return {
    status: 421,
    sentence: {
      code: 'wrong-host',
      zh: '本程序不以这个地址提供服务。请使用启动时给出的地址。',
      en: 'The program is not served under this address. Use the address that it gave when it started.',
    },
  };
}

/**
 * A request that a foreign page makes brings the user's cookie along, so wherever something could change, and for a
 * WebSocket, the Origin has to be ours. A bearer token comes only from a program that was given it.
 */
export function wrongOrigin(request: IncomingMessage, visitor: Visitor | null): Refusal | null {
  const { origin, host, upgrade } = request.headers;
  const readsOnly = (request.method === 'GET' || request.method === 'HEAD') && upgrade === undefined;
  const fromElsewhere = origin === undefined ? !readsOnly && visitor === 'session' : origin !== `http://${host}`;
  // Cookies and SameSite make no difference between the ports of one machine; this header does. Navigations are let
  // through: they show our page to the user, not to the page that led there.
  const site = request.headers['sec-fetch-site'];
  const embeddedElsewhere =
    (site === 'cross-site' || site === 'same-site') && request.headers['sec-fetch-mode'] !== 'navigate';
  if (!fromElsewhere && !embeddedElsewhere) return null;
  return {
    status: 403,
    sentence: {
      code: 'wrong-origin',
      zh: '请求来自别的网页，已拒绝。请在本程序自己的窗口中操作。',
      en: 'The request came from another web page and was refused. Work in the program’s own window.',
    },
  };
}

export const noSession: Refusal = {
  status: 401,
  sentence: {
    code: 'no-session',
    zh: '此启动地址已用过或已失效。请重新启动程序；若以 lianggao serve 运行，在其终端按回车键即可得到新的启动地址。',
    en: 'This start address has been used or is no longer valid. Start the program again; where it runs as lianggao serve, press Enter in its terminal for a new start address.',
  },
};

export function isLoopback(host: string): boolean {
  return loopbackNames.includes(hostInUrl(host).toLowerCase());
}

export function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/** The host as it stands in an address: IPv6 in brackets. */
export function hostInUrl(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}
