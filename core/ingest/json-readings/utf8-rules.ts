// Bytes of UTF-8 as text.

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** null = the bytes are something else. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}
