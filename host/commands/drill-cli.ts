// The commands of the drill as the command line declares them. No logic here.
import { type Command, Option } from 'commander';
import { drillScales } from '../../core/drill/plan-facts-rules.ts';
import { runCommand, say } from './command.ts';
import {
  type DrillRunOptions,
  type DrillSpanOptions,
  drillFeedCommand,
  drillRunCommand,
  drillScoreCommand,
} from './drill-commands.ts';
import { type DrillCreateOptions, drillCreateCommand } from './drill-create-command.ts';

const json = (command: Command): Command =>
  command.option('--json', say('在标准输出给出一个 JSON 文档', 'one JSON document on stdout'));
const inWorkspace = (command: Command): Command =>
  command.requiredOption('--workspace <dir>', say('工作区目录', 'directory of the workspace'));
const span = (command: Command): Command =>
  command
    .option(
      '--from <time>',
      say('自何时（演练时间）；默认接着上次', "from when, by the drill's time; else where it stopped"),
    )
    .option('--to <time>', say('到何时（演练时间）', "until when, by the drill's time"));

export function addDrillCommands(program: Command): void {
  const drill = program.command('drill').description(say('演练省（演练数据）', 'the drill province (drill data)'));
  json(
    inWorkspace(
      drill
        .command('create')
        .description(say('新建演练省，答案写在工作区旁边', 'make a fictional province, answers beside it'))
        .addOption(new Option('--scale <scale>').choices([...drillScales]).default('small'))
        .option('--seed <number>', say('种子：相同种子得到相同的演练', 'the same seed makes the same drill'), '1')
        .option('--days <number>', say('植入异常的天数', 'days in which cases are planted'), '40')
        .option('--start <date>', say('演练开始的日期', 'the first day'), '2026-01-01')
        .option('--profile <id>', 'shandong | guangdong', 'shandong'),
    ),
  ).action((options: DrillCreateOptions) => runCommand(options.json ?? false, () => drillCreateCommand(options)));
  json(
    span(
      inWorkspace(
        drill
          .command('run')
          .description(say('向主机程序发送 HJ 212、MQTT、HTTP', 'speak HJ 212, MQTT and HTTP to a running host')),
      ),
    )
      .option('--speed <multiple>', say('实时的倍数，或 max', 'multiple of real time, or max'), '1')
      .option('--host <address>', say('主机地址', 'address of the host'), '127.0.0.1')
      .option('--hj212-port <number>', say('默认取自运行中的主机', 'left out: as the running host says'))
      .option('--mqtt-port <number>')
      .option('--http-port <number>'),
  ).action((options: DrillRunOptions) => runCommand(options.json ?? false, () => drillRunCommand(options)));
  json(
    span(
      inWorkspace(
        drill
          .command('feed')
          .description(say('不经网络直接写入（供评分）', 'straight into the store, without sockets')),
      ),
    ),
  ).action((options: DrillSpanOptions) => runCommand(options.json ?? false, () => drillFeedCommand(options)));
  json(
    inWorkspace(
      drill
        .command('score')
        .description(say('与答案比较', 'compare the findings with the answers'))
        .option('--answers <file>', say('答案文件', 'file of answers')),
    ),
  ).action((options: { workspace: string; answers?: string; json?: boolean }) =>
    runCommand(options.json ?? false, () => drillScoreCommand(options)),
  );
}
