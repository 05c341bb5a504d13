// From a segment to readings: one for each value of a factor, with its time and the flag that stands beside it.
import type { MessageIssue, SourceReading } from '../source-message.ts';
import { dataFlags, factorCodeShape } from './code-tables-rules.ts';
import { localTime } from './local-time-rules.ts';
import { ITEM_SIZE, type Segment, splitItems, splitName } from './segment.ts';

type Draft = { -readonly [Key in keyof SourceReading]: SourceReading[Key] };

/** What is known of a factor while one segment is read: `…In` is the number of that segment. */
interface Factor {
  flag: string;
  flagIn: number;
  sampleTime: number;
  sampledIn: number;
}

/** A name as loggers send it. They send the same ones in the same order, so each remembers which came after it. */
interface SeriesName {
  readonly name: string;
  readonly role: 'value' | 'flag' | 'sample-time' | 'data-time' | 'bare-flag' | 'aside';
  readonly address: string;
  readonly factor: Factor;
  /** Of an instantaneous value, whose time may be that of its sample. */
  readonly instantaneous: boolean;
  /** Info and SN: a text is as right as a number. */
  readonly textual: boolean;
  readonly misshapen: boolean;
  next: SeriesName | null;
  /** Number of the segment that it was last seen in, and where its reading stands there. */
  seenIn: number;
  seenAt: number;
}

/** Mark of a value that came twice in one frame with different digits. */
export const AMBIGUOUS = 'ambiguous';

const NAME_LENGTH_LIMIT = 64;
const NAMES_LIMIT = 20_000;
/** A sample is taken before it is sent, by the same clock; what lies outside of this is no time of a sample. */
const SAMPLE_AGE_MS = 31 * 86_400_000;
const SAMPLE_AHEAD_MS = 600_000;
const sentinel = /^\s*-9{2,}(?:\.[09]*)?\s*$/;
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const powersOfTen = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

/** The number that digits stand for, as `Number` gives it; null = they stand for none (`''`, `0x10`, `Infinity`, `--`). */
export function numberOf(text: string): number | null {
  const negative = text.charCodeAt(0) === 0x2d;
  let mantissa = 0;
  let digits = 0;
  let point = -1;
  for (let at = negative ? 1 : 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x2e && point === -1) point = digits;
    else if (code >= 0x30 && code <= 0x39) {
      mantissa = mantissa * 10 + (code - 0x30);
      digits++;
    } else return otherNumber(text);
  }
  // Up to 15 digits mantissa and power are exact, so one division rounds as correctly as Number does.
  if (digits === 0 || digits > 15) return otherNumber(text);
  const size = point === -1 ? mantissa : mantissa / (powersOfTen[digits - point] as number);
  return negative ? -size : size;
}

function otherNumber(text: string): number | null {
  const trimmed = text.trim();
  return decimal.test(trimmed) ? Number(trimmed) : null;
}

const isBlank = (code: number): boolean => code <= 0x20;

/** Each departure once a segment, with the first place where it was met: a counter counts frames, not their items. */
function note(issues: MessageIssue[], code: string, detail?: string): void {
  if (issues.some((known) => known.code === code)) return;
  issues.push(detail === undefined ? { code } : { code, detail: detail.slice(0, 80) });
}

interface Vocabulary {
  readonly names: Map<string, SeriesName>;
  readonly factors: Map<string, Factor>;
}

export interface ExtractedReadings {
  readonly readings: SourceReading[];
  /** Of the data; those of the header stand in the segment. */
  readonly issues: MessageIssue[];
}

/** Holds names between segments, so one is made for many of them. */
export class ReadingExtractor {
  readonly #vocabularies = new Map<string, Vocabulary>();
  #nameCount = 0;
  #segment = 0;
  readonly #places: number[] = [];
  #dataTime = { text: '', time: Number.NaN };

  /** `receivedAt` is the time of readings whose frame names none, neither as DataTime nor as QN. */
  read(segment: Segment, receivedAt: number): ExtractedReadings {
    const { text, cn, mn, dataFrom, dataTo } = segment;
    const readings: Draft[] = [];
    const names: SeriesName[] = [];
    const issues: MessageIssue[] = [];
    const number = ++this.#segment;
    const known = this.#vocabularyOf(cn);
    let time = Number.NaN;
    let whitespace = false;
    let guess: SeriesName | null = null;
    let before: SeriesName | null = null;
    let groupStart = 0;
    let lastGroup = 0;
    const ofGroup = (from: number, to: number, flag: string): void => {
      for (let i = from; i < to; i++) {
        const factor = (names[i] as SeriesName).factor;
        if (factor.flagIn !== number) [factor.flag, factor.flagIn] = [flag, number];
      }
    };

    const places = this.#places;
    const count = dataFrom === -1 ? 0 : splitItems(text, dataFrom, dataTo, places);
    for (let i = 0; i < count; i++) {
      const slot = i * ITEM_SIZE;
      const [begin, equals, end] = [places[slot] as number, places[slot + 1] as number, places[slot + 2] as number];
      let name: SeriesName;
      if (guess !== null && equals - begin === guess.name.length && text.startsWith(guess.name, begin)) name = guess;
      else {
        if (isBlank(text.charCodeAt(begin)) || isBlank(text.charCodeAt(equals - 1))) whitespace = true;
        name = this.#name(known, cn, text.slice(begin, equals).trim());
        if (before !== null) before.next = name;
      }
      before = name;
      guess = name.next;
      const value = equals < end ? text.slice(equals + 1, end) : '';

      const again = name.seenIn === number;
      const seenAt = name.seenAt;
      name.seenIn = number;
      name.seenAt = readings.length;
      if (again && name.role !== 'aside') note(issues, 'duplicate-name', name.name);
      switch (name.role) {
        case 'value': {
          const parsed = numberOf(value);
          if (parsed === null && !name.textual) note(issues, 'not-a-number', `${name.name}=${value}`);
          else if (parsed !== null && parsed <= -99 && sentinel.test(value))
            note(issues, 'sentinel-value', `${name.name}=${value}`);
          const reading: Draft = { device: mn, address: name.address, time: 0, value: parsed, text: value, flag: null };
          if (again && readings[seenAt]?.text !== value) {
            reading.flag = AMBIGUOUS;
            (readings[seenAt] as Draft).flag = AMBIGUOUS;
          }
          readings.push(reading);
          names.push(name);
          break;
        }
        case 'flag':
          name.factor.flag = value.trim();
          name.factor.flagIn = number;
          break;
        case 'sample-time':
          name.factor.sampleTime = localTime(value.trim());
          name.factor.sampledIn = number;
          break;
        case 'data-time':
          time = this.#timeOf(value);
          if (Number.isNaN(time) || value.length !== 14) note(issues, 'datatime-format', value);
          break;
        case 'bare-flag':
          // A flag without its code speaks of the factor that it follows, never of all.
          note(issues, 'bare-flag', value);
          if (groupStart < readings.length) ofGroup(groupStart, readings.length, value.trim());
          else ofGroup(lastGroup, groupStart, value.trim());
          break;
      }
      if (name.misshapen) note(issues, 'factor-code-shape', name.name);
      if (places[slot + 3] === 1 && groupStart < readings.length)
        [lastGroup, groupStart] = [groupStart, readings.length];
    }
    if (whitespace) note(issues, 'whitespace');
    // System and answering commands (1xxx, 9xxx) carry parameters, not readings.
    const first = cn.charCodeAt(0);
    if (first === 0x31 || first === 0x39) readings.length = 0;
    if (readings.length > 0) this.#settle(readings, names, number, time, segment, receivedAt, issues);
    return { readings, issues };
  }

  /** Gives each reading its time and flag, which may stand anywhere in the segment. */
  #settle(
    readings: Draft[],
    names: readonly SeriesName[],
    number: number,
    dataTime: number,
    segment: Segment,
    receivedAt: number,
    issues: MessageIssue[],
  ): void {
    let time = dataTime;
    if (Number.isNaN(time)) {
      // Commands of control (3xxx) name none.
      const expected = segment.cn.startsWith('2') && !issues.some(({ code }) => code === 'datatime-format');
      if (expected) note(issues, 'datatime-missing');
      const asked = localTime(segment.qn);
      time = Number.isNaN(asked) ? receivedAt : asked;
    }
    for (let i = 0; i < readings.length; i++) {
      const reading = readings[i] as Draft;
      const { factor, instantaneous, name } = names[i] as SeriesName;
      reading.time = time;
      if (instantaneous && factor.sampledIn === number) {
        const sampled = factor.sampleTime;
        if (sampled <= time + SAMPLE_AHEAD_MS && sampled >= time - SAMPLE_AGE_MS) reading.time = sampled;
        else note(issues, 'sample-time', name);
      }
      if (factor.flagIn === number && factor.flag !== '') {
        if (reading.flag === null) reading.flag = factor.flag;
        if (!dataFlags.has(factor.flag)) note(issues, 'flag-not-in-table', `${name} ${factor.flag}`);
      }
    }
  }

  #timeOf(text: string): number {
    if (text !== this.#dataTime.text) this.#dataTime = { text, time: localTime(text.trim()) };
    return this.#dataTime.time;
  }

  #vocabularyOf(cn: string): Vocabulary {
    const known = this.#vocabularies.get(cn);
    if (known !== undefined) return known;
    const fresh: Vocabulary = { names: new Map(), factors: new Map() };
    this.#keep(cn, () => this.#vocabularies.set(cn, fresh));
    return fresh;
  }

  #name({ names, factors }: Vocabulary, cn: string, name: string): SeriesName {
    const known = names.get(name);
    if (known !== undefined) return known;
    const parts = splitName(name);
    const code = parts?.code ?? '';
    const factor = factors.get(code) ?? { flag: '', flagIn: 0, sampleTime: Number.NaN, sampledIn: 0 };
    const made: SeriesName = {
      name,
      role: roleOf(name, parts?.attribute),
      address: `${cn}/${name}`,
      factor,
      instantaneous: parts?.attribute.endsWith('Rtd') ?? false,
      textual: parts?.attribute === 'Info' || parts?.attribute === 'SN',
      misshapen: parts !== null && !factorCodeShape.test(parts.code),
      ...{ next: null, seenIn: 0, seenAt: 0 },
    };
    this.#keep(name, () => {
      names.set(name, made);
      factors.set(code, factor);
    });
    return made;
  }

  /** Names come from outside: long ones are not kept, and past the limit all are forgotten and learned anew. */
  #keep(name: string, set: () => void): void {
    if (name.length > NAME_LENGTH_LIMIT) return;
    if (++this.#nameCount > NAMES_LIMIT) {
      this.#vocabularies.clear();
      this.#nameCount = 0;
    }
    set();
  }
}

function roleOf(name: string, attribute: string | undefined): SeriesName['role'] {
  if (attribute === 'Flag') return 'flag';
  if (attribute === 'SampleTime') return 'sample-time';
  if (attribute === 'EFlag') return 'aside';
  if (attribute !== undefined) return 'value';
  if (name === 'DataTime') return 'data-time';
  return name === 'Flag' ? 'bare-flag' : 'aside';
}
