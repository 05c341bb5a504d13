// Streams the XML of a workbook part through handlers, by local names: prefixes and namespaces differ between programs and OOXML variants.
import { TextDecoder } from 'node:util';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { damaged, SourceFileError } from './source-file-error.ts';

export interface XmlHandlers {
  /** `depth` of the root is 1. */
  open(name: string, attributes: Readonly<Record<string, string>>, depth: number): void;
  text(text: string): void;
  close(name: string, depth: number): void;
}

/** A text or tag this long would be held whole by the parser. */
const longestTokenChars = 1 << 23;

/** Yields after each chunk, so that the caller can take over what its handlers gathered. @throws SourceFileError 'damaged-xlsx' | 'zip-bomb' */
export async function* parseXml(
  bytes: AsyncIterable<Uint8Array>,
  part: string,
  handlers: XmlHandlers,
): AsyncGenerator<void> {
  const parser = new SaxesParser<{ position: false; xmlns: false }>({ position: false, xmlns: false });
  let depth = 0;
  let silentChars = 0;
  parser.on('opentag', (tag: SaxesTagPlain) => {
    silentChars = 0;
    depth += 1;
    handlers.open(localName(tag.name), tag.attributes, depth);
  });
  parser.on('closetag', (tag: SaxesTagPlain) => {
    silentChars = 0;
    handlers.close(localName(tag.name), depth);
    depth -= 1;
  });
  const onText = (text: string): void => {
    silentChars = 0;
    handlers.text(text);
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('doctype', () => {
    throw damaged(part, 'xml');
  });
  parser.on('error', () => {
    throw damaged(part, 'xml');
  });

  const write = (text: string): void => {
    silentChars += text.length;
    if (text !== '') parser.write(text);
    if (silentChars > longestTokenChars) throw new SourceFileError('zip-bomb', { part, limit: '8 MiB' });
  };
  let decoder: TextDecoder | null = null;
  for await (const chunk of bytes) {
    decoder ??= new TextDecoder(chunk[0] === 0xff ? 'utf-16le' : chunk[0] === 0xfe ? 'utf-16be' : 'utf-8', {
      fatal: true,
    });
    write(decoded(decoder, part, chunk));
    yield;
  }
  if (decoder !== null) write(decoded(decoder, part));
  parser.close();
  yield;
}

/** Runs a part through its handlers to the end. */
export async function readXml(bytes: AsyncIterable<Uint8Array>, part: string, handlers: XmlHandlers): Promise<void> {
  for await (const _ of parseXml(bytes, part, handlers));
}

/** The attribute of that local name that has a prefix, such as r:id beside sheetId. */
export function prefixedAttribute(attributes: Readonly<Record<string, string>>, local: string): string | undefined {
  return Object.entries(attributes).find(([name]) => name.includes(':') && localName(name) === local)?.[1];
}

function decoded(decoder: TextDecoder, part: string, chunk?: Uint8Array): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw damaged(part, 'xml');
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
