// For tests: the vectors of vectors/, a line each.
import { readFileSync } from 'node:fs';
import type { FlagBits } from './segment.ts';

interface Told {
  readonly id: string;
  readonly source: string;
}
export interface FrameVector extends Told {
  readonly kind: 'frame';
  readonly frame: string;
  readonly valid: boolean;
  readonly reason?: string;
  readonly expected?: {
    readonly header: Record<string, string>;
    readonly flag: FlagBits | null;
    readonly cp_params: Record<string, string>;
    readonly factors: Record<string, Record<string, string>>;
    readonly cp_items: readonly (readonly [string, string])[];
  };
  readonly strict_issues?: readonly string[];
}
export interface ExchangeVector extends Told {
  readonly kind: 'exchange';
  readonly messages: readonly { readonly from: 'platform' | 'logger'; readonly frame: string }[];
}
export interface StreamVector extends Told {
  readonly kind: 'stream';
  readonly chunks_b64: readonly string[];
  readonly expected_frames: readonly string[];
}
export interface MultipartVector extends Told {
  readonly kind: 'multipart';
  readonly frames: readonly string[];
  readonly expected: { readonly parts: number; readonly DataTime: string; readonly factors: Record<string, unknown> };
}
export interface CryptoVector extends Told {
  readonly kind: 'crypto';
  readonly key_hex: string;
  readonly plain_hex: string;
  readonly cipher_hex: string;
}
type Vector = FrameVector | ExchangeVector | StreamVector | MultipartVector | CryptoVector;

const lines = (name: string): string[] =>
  readFileSync(new URL(`vectors/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n');

const vectors = lines('vectors.jsonl').map((line) => JSON.parse(line) as Vector);

/** All of one kind; throws where there is none, so that no test passes on nothing. */
export function vectorsOf<Kind extends Vector['kind']>(kind: Kind): Extract<Vector, { kind: Kind }>[] {
  const found = vectors.filter((vector): vector is Extract<Vector, { kind: Kind }> => vector.kind === kind);
  if (found.length === 0) throw new Error(`there is no vector of the kind ${kind}`);
  return found;
}

/** A real session: `time` is local. */
export const replay = lines('replay.jsonl').map(
  (line) => JSON.parse(line) as { readonly time: string; readonly from: 'platform' | 'logger'; readonly frame: string },
);
