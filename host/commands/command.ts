// What every command shares: language, one JSON document on stdout, logs on stderr, exit codes 0, 1 and 2.
import type { Command } from 'commander';
import type { Language } from '../../contract/reasons.ts';
import { AppError } from '../../core/app-error.ts';
import { asAppError, refusalText } from '../../core/refusal.ts';

/** Language of sentences: LIANGGAO_LANG, else English where the locale says so, else Chinese. */
export function languageOf(env: NodeJS.ProcessEnv): Language {
  const locale = env.LIANGGAO_LANG || env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return /^en/i.test(locale) ? 'en' : 'zh';
}

export const language = languageOf(process.env);

export const say = (zh: string, en: string): string => (language === 'zh' ? zh : en);

// A reader that has seen enough (`| head`) is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

export function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Declares `--json`. */
export const json = (command: Command): Command =>
  command.option('--json', say('在标准输出给出一个 JSON 文档', 'one JSON document on stdout'));

/** Declares `--workspace`. */
export const inWorkspace = (command: Command): Command =>
  command.requiredOption('--workspace <dir>', say('工作区目录', 'directory of the workspace'));

/** Gathers the values of an option that may be given several times. */
export const collect = (value: string, all: string[]): string[] => [...all, value];

/** Runs a command; a refusal becomes exit code 1 with its sentence, and with --json also one JSON document. */
export async function runCommand(json: boolean, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const refusal = asAppError(error, '');
    if (!refusal) throw error;
    log(refusal.text(language));
    if (json) printJson({ error: { ...refusalText(refusal), message: refusal.text(language) } });
    process.exitCode = 1;
  }
}

const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;
const ZONED_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})$/;
const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/;

/** Date.parse takes 31 February for 2 March. */
const isDay = (date: string): boolean => {
  const at = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
};

/**
 * ms since the epoch for an ISO time; without an offset it is China Standard Time (+08:00), the profile's zone. A bare
 * date means its end ("as of 30 June" includes that day) or, with `dayStart`, its beginning. Throws AppError `bad-time`.
 */
export function parseTime(text: string, dayStart = false): number {
  const iso = DATE_ONLY.test(text)
    ? `${text}T${dayStart ? '00:00:00.000' : '23:59:59.999'}+08:00`
    : LOCAL_TIME.test(text)
      ? `${text.replace(' ', 'T')}+08:00`
      : text;
  const isTime = ZONED_TIME.test(iso) && isDay(iso.slice(0, 10));
  const ms = /^\d{12,14}$/.test(text) ? Number(text) : isTime ? Date.parse(iso) : Number.NaN;
  if (Number.isNaN(ms)) throw new AppError('bad-time', { value: text });
  return ms;
}

/**
 * The stretch between two bounds, as `parseTime` reads them; a bare day is its beginning, in `to` too: what is asked for
 * is half open. Throws AppError `bad-time`, `ends-before-it-begins`.
 */
export function parseSpan({ from, to }: { readonly from?: string; readonly to?: string }): {
  from?: number;
  to?: number;
} {
  const span = {
    ...(from === undefined ? {} : { from: parseTime(from, true) }),
    ...(to === undefined ? {} : { to: parseTime(to, true) }),
  };
  if (span.from !== undefined && span.to !== undefined && span.from > span.to)
    throw new AppError('ends-before-it-begins', { from: from ?? '', to: to ?? '' });
  return span;
}
