// The segment of a frame as text: header fields, the place of its data, and the items that stand there.
import type { MessageIssue } from '../source-message.ts';
import { commandCodes, systemCodes } from './code-tables-rules.ts';

/** What departs from the standard without stopping reception; the names are those of docs/spec/hj212.md. */
const issue = (code: string): MessageIssue => Object.freeze({ code });
const issues = {
  qnMissing: issue('qn-missing'),
  qnFormat: issue('qn-format'),
  stFormat: issue('st-format'),
  stUnknown: issue('st-not-in-table'),
  cnUnknown: issue('cn-not-in-table'),
  pwLength: issue('pw-length'),
  mnEmpty: issue('mn-empty'),
  mnShape: issue('mn-not-24-hex'),
  flagMissing: issue('flag-missing'),
  flagFormat: issue('flag-format'),
  partNumber: issue('part-number'),
  form: issue('segment-form'),
} as const;

/** A segment is read once; what its data say is read by `reading-extractor.ts` and `cpItems`. */
export interface Segment {
  /** All of it, decrypted; positions below count in this text. */
  readonly text: string;
  /** Fields of the header as sent; `''` = absent or empty. */
  readonly qn: string;
  readonly st: string;
  readonly cn: string;
  readonly pw: string;
  readonly mn: string;
  /** null = absent (2005) or no number of 0…255. */
  readonly flag: number | null;
  /** Of a split packet: this part (from 1) and how many; null where they are not there or are no numbers. */
  readonly part: { readonly no: number; readonly of: number } | null;
  /** RF=1 (2025): the logger sends this again. */
  readonly resent: boolean;
  /** Where the data stand, between `CP=&&` and the last `&&`; -1 = the segment has not this form. */
  readonly dataFrom: number;
  readonly dataTo: number;
  readonly issues: readonly MessageIssue[];
}

/** The bits of Flag: HJ 212-2017 6.3, table 4. */
export interface FlagBits {
  readonly value: number;
  /** Bit 0: an answer is wanted. */
  readonly ack: boolean;
  /** Bit 1: PNUM and PNO are there. */
  readonly split: boolean;
  /** Bits 2 to 7: 0 = 2005, 1 = 2017, 2 = 2025. */
  readonly version: number;
}

export const flagBits = (value: number): FlagBits => ({
  value,
  ack: (value & 1) === 1,
  split: (value & 2) === 2,
  version: value >> 2,
});

const SEMICOLON = 0x3b;
const COMMA = 0x2c;
const EQUALS = 0x3d;
const SLASH = 0x2f;
const isBlank = (code: number): boolean => code <= 0x20;

/** A small whole number in decimal digits; -1 = it is none. */
function wholeNumber(text: string): number {
  return /^\d{1,4}$/.test(text) ? Number(text) : -1;
}

/** Start of `CP=&&` as a field of its own; -1 = there is none. */
function findData(text: string): number {
  for (let at = text.indexOf('CP=&&'); at !== -1; at = text.indexOf('CP=&&', at + 1)) {
    const before = text.charCodeAt(at - 1);
    if (at === 0 || before === SEMICOLON || isBlank(before)) return at;
  }
  return -1;
}

/** Never throws: what is wrong stands in `issues`, what is missing is empty. */
export function parseSegment(text: string): Segment {
  const found: MessageIssue[] = [];
  const cp = findData(text);
  const dataFrom = cp === -1 ? -1 : cp + 5;
  const closing = text.lastIndexOf('&&');
  const hasForm = cp !== -1 && closing >= dataFrom;
  let [qn, st, cn, pw, mn] = ['', '', '', '', ''];
  let [flagText, pnum, pno] = ['', '', ''];
  let [hasQn, hasFlag, resent] = [false, false, false];

  const read = (from: number, to: number): void => {
    for (let at = from, end = from; at < to; at = end + 1) {
      const semicolon = text.indexOf(';', at);
      end = semicolon === -1 || semicolon > to ? to : semicolon;
      const equals = text.indexOf('=', at);
      if (equals === -1 || equals >= end) continue;
      const name = text.slice(at, equals).trim();
      const value = text.slice(equals + 1, end);
      if (name === 'QN') [qn, hasQn] = [value, true];
      else if (name === 'ST') st = value;
      else if (name === 'CN') cn = value;
      else if (name === 'PW') pw = value;
      else if (name === 'MN') mn = value;
      else if (name === 'Flag') [flagText, hasFlag] = [value, true];
      else if (name === 'PNUM') pnum = value;
      else if (name === 'PNO') pno = value;
      else if (name === 'RF') resent = value === '1';
    }
  };
  read(0, cp === -1 ? text.length : cp);
  if (hasForm && closing + 2 < text.length) read(closing + 2, text.length);

  if (!hasForm) found.push(issues.form);
  if (!hasQn) found.push(issues.qnMissing);
  else if (!/^\d{17}$/.test(qn)) found.push(issues.qnFormat);
  if (!/^[0-9A-Z]{2}$/.test(st)) found.push(issues.stFormat);
  else if (!systemCodes.has(st)) found.push(issues.stUnknown);
  if (!commandCodes.has(cn)) found.push(issues.cnUnknown);
  if (pw.length < 1 || pw.length > 6) found.push(issues.pwLength);
  if (mn === '') found.push(issues.mnEmpty);
  else if (!/^[0-9A-F]{24}$/.test(mn)) found.push(issues.mnShape);
  const flagValue = wholeNumber(flagText);
  const flag = flagValue >= 0 && flagValue <= 255 ? flagValue : null;
  if (!hasFlag) found.push(issues.flagMissing);
  else if (flag === null) found.push(issues.flagFormat);
  const [no, of] = [wholeNumber(pno), wholeNumber(pnum)];
  const isSplit = flag !== null && (flag & 2) === 2;
  // Loggers of 2005 have no Flag, and some of 2017 forget its bit 1: the two numbers say enough.
  const part = no >= 1 && of >= no ? { no, of } : null;
  if (isSplit && part === null) found.push(issues.partNumber);

  const data = hasForm ? { dataFrom, dataTo: closing } : { dataFrom: -1, dataTo: -1 };
  return { text, qn, st, cn, pw, mn, flag, part, resent, ...data, issues: found };
}

/** The header's fields that are there, as sent. */
export function headerFields({ text, dataFrom, dataTo }: Segment): Record<string, string> {
  const header = dataFrom === -1 ? text : `${text.slice(0, dataFrom - 5)};${text.slice(dataTo + 2)}`;
  const fields = header.split(';').filter((field) => field.includes('='));
  return Object.fromEntries(
    fields.map((field) => {
      const equals = field.indexOf('=');
      return [field.slice(0, equals).trim(), field.slice(equals + 1)];
    }),
  );
}

/** Numbers that `splitItems` writes for one item: begin of the name, its `=`, end of the value, and whether `;` or the end follows. */
export const ITEM_SIZE = 4;

/**
 * Where the items between `from` and `to` stand: items of one factor end with a comma, factors with a semicolon. An item
 * without `=` has its end there. A value in double slashes (`//text//`, logs) may hold commas and semicolons. Writes into
 * `out` and returns the count, so that the reader of thousands of frames a second makes nothing for it.
 */
export function splitItems(text: string, from: number, to: number, out: number[]): number {
  let count = 0;
  let equals = -1;
  let begin = from;
  for (let at = from; at <= to; at++) {
    const code = at === to ? SEMICOLON : text.charCodeAt(at);
    if (code === EQUALS) {
      if (equals !== -1) continue;
      equals = at;
      if (text.charCodeAt(at + 1) === SLASH && text.charCodeAt(at + 2) === SLASH)
        at = endOfSlashes(text, at + 1, to) - 1;
    } else if (code === COMMA || code === SEMICOLON) {
      if (equals !== -1 || hasText(text, begin, at)) {
        const slot = count++ * ITEM_SIZE;
        out[slot] = begin;
        out[slot + 1] = equals === -1 ? at : equals;
        out[slot + 2] = at;
        out[slot + 3] = code === SEMICOLON ? 1 : 0;
      }
      [begin, equals] = [at + 1, -1];
    }
  }
  return count;
}

/** First position after `//…//` where an item may end; the opening itself where nothing closes it. */
function endOfSlashes(text: string, opening: number, to: number): number {
  for (let at = text.indexOf('//', opening + 2); at !== -1 && at + 2 <= to; at = text.indexOf('//', at + 1)) {
    const after = at + 2 === to ? SEMICOLON : text.charCodeAt(at + 2);
    if (after === COMMA || after === SEMICOLON) return at + 2;
  }
  return opening;
}

function hasText(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!isBlank(text.charCodeAt(at))) return true;
  return false;
}

/** One `name=value` of the data, in the order sent. */
export interface CpItem {
  readonly name: string;
  readonly value: string;
}

export function cpItems({ text, dataFrom, dataTo }: Segment): CpItem[] {
  if (dataFrom === -1) return [];
  const places: number[] = [];
  const count = splitItems(text, dataFrom, dataTo, places);
  return Array.from({ length: count }, (_, i) => {
    const [begin, equals, end] = places.slice(i * ITEM_SIZE) as [number, number, number];
    return { name: text.slice(begin, equals).trim(), value: text.slice(equals + 1, Math.max(end, equals + 1)) };
  });
}

/** `w01018-Rtd` → its factor and attribute; null = a parameter of the command. A code may hold hyphens, an attribute none. */
export function splitName(name: string): { readonly code: string; readonly attribute: string } | null {
  const hyphen = name.lastIndexOf('-');
  return hyphen < 1 ? null : { code: name.slice(0, hyphen), attribute: name.slice(hyphen + 1) };
}
