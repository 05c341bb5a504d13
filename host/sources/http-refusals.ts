// What the HTTP source answers where it takes nothing: status, code, and what to do next, in both languages.
import type { Sentence } from '../sentence.ts';

export interface HttpRefusal {
  readonly status: number;
  readonly sentence: Sentence;
  readonly headers?: Readonly<Record<string, string>>;
  /** Nothing more is read from this connection. */
  readonly ends?: boolean;
}

function refusal(
  status: number,
  code: string,
  zh: string,
  en: string,
  more: Pick<HttpRefusal, 'headers' | 'ends'> = {},
): HttpRefusal {
  return { status, sentence: { code, zh, en }, ...more };
}

const retryAfter = (ms: number) => ({ headers: { 'Retry-After': String(Math.max(1, Math.ceil(ms / 1000))) } });

export const httpRefusals = {
  noSuchPath: refusal(
    404,
    'no-such-path',
    '没有这个接口。监测值发送到 POST /ingest/v1/readings，能耗数据发送到 POST /ingest/v1/energy。',
    'There is nothing here. Send readings to POST /ingest/v1/readings, energy data to POST /ingest/v1/energy.',
    { ends: true },
  ),
  wrongMethod: refusal(405, 'wrong-method', '此接口只接受 POST。', 'This takes POST only.', {
    headers: { Allow: 'POST' },
    ends: true,
  }),
  fromBrowser: refusal(
    403,
    'from-browser',
    '此接口供设备和程序使用，不接受网页发出的请求。',
    'This is for devices and programs; it takes no requests that a web page makes.',
    { ends: true },
  ),
  notSender: (code: string) =>
    refusal(
      401,
      code,
      '没有有效的设备凭据。请在 Authorization: Bearer 中给出登记设备时的令牌，并在 X-Device 中给出设备编号。',
      "There is no valid device credential. Give the device's token as Authorization: Bearer, and its id as X-Device.",
      { headers: { 'WWW-Authenticate': 'Bearer' }, ends: true },
    ),
  tooOften: (waitMs: number) =>
    refusal(
      429,
      'too-many-requests',
      '请求过于频繁。请按 Retry-After 的秒数等待，并把多条监测值合并发送。',
      'There are too many requests. Wait for the seconds of Retry-After, and send more readings in each.',
      retryAfter(waitMs),
    ),
  busy: refusal(
    503,
    'busy',
    '正在接收的数据过多，本次没有接收。请稍后重发。',
    'Too much is coming in at once; nothing of this was taken. Send it again shortly.',
    { ...retryAfter(1000), ends: true },
  ),
  wrongType: refusal(
    415,
    'wrong-type',
    '请用 Content-Type: application/json 或 application/x-ndjson 发送，Content-Encoding 可为 gzip。',
    'Send Content-Type: application/json or application/x-ndjson; Content-Encoding may be gzip.',
    { ends: true },
  ),
  tooLarge: (maxBytes: number) =>
    refusal(
      413,
      'body-too-large',
      `请求超过 ${Math.floor(maxBytes / 1_048_576)} MB 的上限。请分批发送；已提交的行再次发送时按重复计。`,
      `The request is larger than ${Math.floor(maxBytes / 1_048_576)} MB. Send it in parts; rows that were committed count as repeated when they come again.`,
      { ends: true },
    ),
  lineTooLong: refusal(
    413,
    'line-too-long',
    '有一行超过 1 MB。NDJSON 每行是一个 JSON 对象。',
    'A line is longer than 1 MB. In NDJSON each line is one JSON object.',
    { ends: true },
  ),
  notGzip: refusal(
    400,
    'not-gzip',
    '请求体不是完整的 gzip。请检查 Content-Encoding。',
    'The body is no complete gzip. Check Content-Encoding.',
    { ends: true },
  ),
  cutOff: refusal(
    400,
    'body-cut-off',
    '请求没有发送完整。请重发；已提交的行再次发送时按重复计。',
    'The request did not come whole. Send it again; rows that were committed count as repeated when they come again.',
    { ends: true },
  ),
  badKey: refusal(
    400,
    'bad-idempotency-key',
    'Idempotency-Key 应为 1 至 128 个可见的 ASCII 字符。',
    'An Idempotency-Key is 1 to 128 visible ASCII characters.',
    { ends: true },
  ),
  keyInUse: refusal(
    409,
    'idempotency-key-in-use',
    '同一个 Idempotency-Key 的请求正在处理。请等待它的答复后再发。',
    'A request with this Idempotency-Key is being worked on. Wait for its answer before you send it again.',
    { ...retryAfter(1000), ends: true },
  ),
  keyReused: refusal(
    422,
    'idempotency-key-reused',
    '此 Idempotency-Key 已用于另一份内容。请为新的内容使用新的键。',
    'This Idempotency-Key was used for another body. Use a new key for new content.',
  ),
  unexpected: refusal(
    500,
    'unexpected-error',
    '程序内部出错，本次没有全部接收。请重发；若再次出现，请把日志交给维护人员。',
    'Something went wrong inside the program and not all of this was taken. Send it again; if it happens again, give the log to whoever maintains it.',
    { ends: true },
  ),
} as const;
