// Who may come in: start tokens, the sessions that browsers get for them, and bearer tokens of programs.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** How a request proved itself: by the cookie of a browser session, or by a bearer token that it sent on purpose. */
export type Visitor = 'session' | 'bearer';

export interface Access {
  /** A token for a start address. Good for one session, or for the whole run where tokens are reusable. */
  newToken(): string;
  /** Turns a token into a session cookie (the Set-Cookie value); null if it is unknown or used up. */
  redeem(token: string, request: IncomingMessage): string | null;
  /** Null = let nothing be seen. */
  visitor(request: IncomingMessage): Visitor | null;
}

/** Keeps everything in memory, and as digests only: a restart ends all sessions. */
export function createAccess(options: { reusableToken: boolean }): Access {
  const tokens: Buffer[] = [];
  const sessions: Buffer[] = [];

  return {
    newToken() {
      const token = randomSecret();
      tokens.push(digest(token));
      return token;
    },
    redeem(token, request) {
      const index = indexOf(tokens, token);
      if (index < 0) return null;
      if (!options.reusableToken) tokens.splice(index, 1);
      const session = randomSecret();
      sessions.push(digest(session));
      return `${cookieName(request)}=${session}; Path=/; HttpOnly; SameSite=Strict`;
    },
    visitor(request) {
      const bearer = /^Bearer ([\w-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
      // A one-time token is for a browser alone: sent as a bearer it would stay valid for ever.
      if (bearer !== undefined) return options.reusableToken && indexOf(tokens, bearer) >= 0 ? 'bearer' : null;
      const session = cookie(request, cookieName(request));
      return session !== undefined && indexOf(sessions, session) >= 0 ? 'session' : null;
    },
  };
}

/** 256 random bits, safe in addresses and cookies. */
function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

function indexOf(digests: readonly Buffer[], secret: string): number {
  const sought = digest(secret);
  return digests.findIndex((known) => timingSafeEqual(known, sought));
}

/** Browsers share cookies between the ports of one machine, so each port has its own name. */
function cookieName(request: IncomingMessage): string {
  return `lianggao-${request.socket.localPort}`;
}

function cookie(request: IncomingMessage, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}
