// Who says what when: what the platform does with a frame that it hears, and what it answers. HJ 212-2017 6.5 to 6.7.
import { downwardNotices, downwardRequests } from './code-tables-rules.ts';

/** What a frame of the platform is made of; fields in the standard's order. */
export interface FrameFields {
  /** `''` = the frame has none (answers to loggers of 2005, whose QN stands in the data). */
  readonly qn: string;
  readonly st: string;
  readonly cn: string;
  readonly pw: string;
  readonly mn: string;
  readonly flag: number;
  readonly part?: { readonly no: number; readonly of: number };
  /** What stands between `CP=&&` and `&&`. */
  readonly cp: string;
}

/** A frame whose check value holds, as far as the dialogue goes by it. */
export interface HeardFrame {
  readonly qn: string;
  readonly st: string;
  readonly cn: string;
  readonly pw: string;
  readonly mn: string;
  readonly flag: number | null;
  /** Its data could be read: `CP=&&…&&` is there. */
  readonly hasForm: boolean;
}

/** What the registry says of the MN that a frame names. */
export interface Standing {
  /** `other-protocol`: registered, but not as a device that speaks HJ 212. */
  readonly device: 'known' | 'unknown' | 'other-protocol';
  /** Whether devices that are not registered may send into quarantine. */
  readonly takesUnknown: boolean;
  /** null = none is registered, any is let in. */
  readonly password: string | null;
  /** CN=9021, a vendor's login: some loggers wait for an answer, some for none. */
  readonly vendorLogin: 'answer' | 'ignore';
}

export interface Reaction {
  /** `keep`: store it; `reply`: it answers a request of ours; `heard`: nothing to store; `refuse`: not stored, but counted. */
  readonly verdict: 'keep' | 'reply' | 'heard' | 'refuse';
  /** What the device's data quality counts beside the departures that the codec found. */
  readonly issue: string | null;
  /** Sent after the commit where the verdict is `keep`, at once otherwise. */
  readonly answer: FrameFields | null;
  /** What the platform does of itself after that. */
  readonly followUp: 'set-time' | 'give-mn' | null;
}

const isRequest = (cn: string): boolean => downwardRequests.has(cn);

/** Version bits of Flag: 0 = 2005, 1 = 2017, 2 = 2025. Without Flag it is 2005. */
export const versionOf = (flag: number | null): number => (flag ?? 0) >> 2;

/**
 * The answer to `heard`: same QN and MN, ST=91, PW as received, Flag with its version and without bit 0. To loggers of 2005
 * the QN goes in the data. `data` is what else the data hold.
 */
export function answerTo(heard: HeardFrame, cn: string, data = ''): FrameFields {
  const { pw, mn } = heard;
  const version = versionOf(heard.flag);
  if (version > 0) return { qn: heard.qn, st: '91', cn, pw, mn, flag: version << 2, cp: data };
  const of = cn === '9014' ? `CN=${heard.cn}` : data;
  const cp = [heard.qn === '' ? '' : `QN=${heard.qn}`, of].filter((part) => part !== '').join(';');
  return { qn: '', st: '91', cn, pw, mn, flag: 0, cp };
}

/** QnRtn of 9011, HJ 212-2017 table 6. */
export const qnRtn = { ready: 1, refused: 2, wrongPassword: 3, wrongMn: 4, wrongCn: 8 } as const;

/** What to do with a frame that the platform has heard. Nothing that a frame asks for is executed: the platform obeys nobody. */
export function react(heard: HeardFrame, standing: Standing): Reaction {
  const { cn } = heard;
  const wantsAnswer = ((heard.flag ?? 0) & 1) === 1;
  const answer = (code: string, data?: string) => (wantsAnswer ? answerTo(heard, code, data) : null);
  const nothing: Reaction = { verdict: 'heard', issue: null, answer: null, followUp: null };
  const refusal = (issue: string, code: number): Reaction => ({
    ...{ verdict: 'refuse', issue, followUp: null },
    answer: isRequest(cn) ? answer('9011', `QnRtn=${code}`) : null,
  });

  if (standing.device === 'other-protocol') return refusal('device-of-other-protocol', qnRtn.wrongMn);
  if (standing.device === 'known' && standing.password !== null && standing.password !== heard.pw)
    return refusal('wrong-password', qnRtn.wrongPassword);
  const isStranger = standing.device === 'unknown';
  if (isStranger && !standing.takesUnknown) return refusal('unknown-device', qnRtn.wrongMn);

  if (isRequest(cn)) return refusal('unexpected-command', isStranger ? qnRtn.wrongMn : qnRtn.wrongCn);
  if (downwardNotices.has(cn)) return refusal('unexpected-command', qnRtn.wrongCn);
  if (cn === '9011' || cn === '9012' || cn === '9013') return { ...nothing, verdict: 'reply' };
  if (cn === '9014') return { ...nothing, issue: 'unexpected-command' };
  if (cn === '9015') return { ...nothing, answer: answer('9013') };
  if (cn === '9021') return { ...nothing, answer: standing.vendorLogin === 'answer' ? answer('9013') : null };
  if (cn === '1013') return { ...nothing, answer: answer('9013'), followUp: isStranger ? null : 'set-time' };
  if (!heard.hasForm) return { ...nothing, verdict: 'keep' };
  if (cn === '1001') return { verdict: 'keep', issue: 'registration', answer: answer('9014'), followUp: 'give-mn' };
  // How a new key goes down is not known to us from the standard's text, so somebody has to see that one is asked for.
  if (cn === '1014') return { verdict: 'keep', issue: 'key-asked-for', answer: answer('9013'), followUp: null };
  return { verdict: 'keep', issue: null, answer: answer('9014'), followUp: null };
}

/** What an office has stated that a device is to be told when it is first met; what is not stated is not sent. */
export interface FirstContact {
  readonly setTime?: boolean | undefined;
  /** 1000: seconds to wait for an answer, and how often to send again. */
  readonly overTime?: { readonly seconds: number; readonly reCount: number } | undefined;
  readonly rtdIntervalSeconds?: number | undefined;
  readonly minIntervalMinutes?: number | undefined;
  readonly realtime?: boolean | undefined;
  readonly status?: boolean | undefined;
}

/** A request without its envelope. */
export interface Command {
  readonly cn: string;
  readonly cp: string;
}

/** HJ 212-2017 6.7, in its order; `systemTime` = 14 digits of now in China Standard Time. */
export function firstContactCommands(stated: FirstContact, systemTime: string): Command[] {
  const { setTime, overTime, rtdIntervalSeconds, minIntervalMinutes, realtime, status } = stated;
  const commands: (Command | false)[] = [
    setTime === true && { cn: '1012', cp: `SystemTime=${systemTime}` },
    overTime !== undefined && { cn: '1000', cp: `OverTime=${overTime.seconds};ReCount=${overTime.reCount}` },
    rtdIntervalSeconds !== undefined && { cn: '1062', cp: `RtdInterval=${rtdIntervalSeconds}` },
    minIntervalMinutes !== undefined && { cn: '1064', cp: `MinInterval=${minIntervalMinutes}` },
    realtime !== undefined && { cn: realtime ? '2011' : '2012', cp: '' },
    status !== undefined && { cn: status ? '2021' : '2022', cp: '' },
  ];
  return commands.filter((command) => command !== false);
}
