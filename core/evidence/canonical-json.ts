// JSON with one spelling: keys in order, no spaces, so that equal contents have equal bytes and one hash (as RFC 8785 has it).

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Throws for what JSON cannot say. */
export function canonicalJson(value: Json): string {
  if (value === undefined || (typeof value === 'number' && !Number.isFinite(value)))
    throw new TypeError(`No JSON for ${value}`);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((each: Json) => canonicalJson(each)).join(',')}]`;
  const entries = Object.entries(value as Readonly<Record<string, Json>>).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(',')}}`;
}
