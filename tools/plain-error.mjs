// Failures told to a person: one sentence in Chinese and in English, no stack trace unless LIANGGAO_DEBUG=1.
import { existsSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A failure whose message a user can act upon. */
export class PlainError extends Error {
  /**
   * @param {string} chinese what happened and what to do next
   * @param {string} english the same in English
   * @param {string} [detail] the failing program's own last lines, shown below the sentence
   */
  constructor(chinese, english, detail = '') {
    super([chinese, english, detail].filter(Boolean).join('\n'));
    this.name = 'PlainError';
  }
}

/**
 * Runs a command's main function; its result is the exit code, and what it throws becomes a sentence on stderr and exit code 1.
 * @param {() => Promise<number | undefined>} main
 */
export async function runPlainly(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    process.stderr.write(`${describeFailure(error, process.env.LIANGGAO_DEBUG === '1')}\n`);
    process.exitCode = 1;
  }
}

/**
 * Whether a module is the program itself, not something that a test imports; paths may hold symbolic links.
 * @param {string} moduleUrl import.meta.url
 */
export function isProgram(moduleUrl) {
  const program = process.argv[1] ?? '';
  return existsSync(program) && realpathSync(program) === realpathSync(fileURLToPath(moduleUrl));
}

/**
 * @param {unknown} error
 * @param {boolean} withStack
 * @returns {string}
 */
export function describeFailure(error, withStack) {
  if (withStack && error instanceof Error) return error.stack ?? error.message;
  if (error instanceof PlainError) return error.message;
  const reason = error instanceof Error ? error.message : String(error);
  return [
    `出现意外错误：${reason}`,
    `Something unexpected went wrong: ${reason}`,
    '设置环境变量 LIANGGAO_DEBUG=1 后重试可看到详细信息。 Try again with LIANGGAO_DEBUG=1 to see the details.',
  ].join('\n');
}
