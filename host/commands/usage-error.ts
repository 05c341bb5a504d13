// A command line that cannot be understood: the sentence for people, and whether a program waits for a document.
import type { Command } from 'commander';
import type { RefusalText } from '../../core/refusal.ts';
import { json } from './command.ts';

/** What Commander says in English, in Chinese. Each takes what stands in quotation marks in the English sentence. */
const chinese: readonly (readonly [RegExp, string])[] = [
  [/^required option '(.+)' not specified$/, '缺少必需的选项 $1。'],
  [/^missing required argument '(.+)'$/, '缺少参数 $1。'],
  [/^option '(.+)' argument missing$/, '选项 $1 后面缺少值。'],
  [/^option '(.+)' argument '(.*)' is invalid\. Allowed choices are (.+)\.$/, '选项 $1 的值“$2”不正确。可用：$3。'],
  [/^unknown option '(.+)'(?:\s+\(Did you mean (.+)\?\))?$/, '没有选项 $1。'],
  [/^unknown command '(.+)'(?:\s+\(Did you mean (.+)\?\))?$/, '没有命令 $1。'],
  [
    /^too many arguments(?: for '(.+)')?\. Expected (\d+) arguments? but got (\d+)(?:: .+)?\.$/,
    '参数多了：需要 $2 个，给了 $3 个。',
  ],
];

/** Commander's `error: …`, or its help where no command was named, as a refusal. */
export function usageRefusal(message: string): RefusalText {
  const text = message
    .trim()
    .replace(/^error: /, '')
    .replaceAll(/\s+/g, ' ');
  if (text === '(outputHelp)')
    return { code: 'usage', zh: '没有说明要运行哪个命令。用 --help 查看。', en: 'No command was named. See --help.' };
  const [pattern, sentence] = chinese.find(([each]) => each.test(text)) ?? [/^.*$/s, text];
  return { code: 'usage', zh: text.replace(pattern, sentence), en: text };
}

const documentCommands = new WeakSet<Command>();

/** A command whose output is always JSON; `--json` is taken and changes nothing. */
export function printsJson(command: Command): Command {
  documentCommands.add(command);
  return json(command);
}

/** Whether whoever has called this reads stdout as JSON: also where the rest of the line was not understood. */
export function wantsJson(program: Command, args: readonly string[]): boolean {
  if (args.includes('--json')) return true;
  let command: Command | undefined = program;
  for (const arg of args) {
    command = command?.commands.find((each) => each.name() === arg);
    if (command === undefined) return false;
    if (documentCommands.has(command)) return true;
  }
  return false;
}
