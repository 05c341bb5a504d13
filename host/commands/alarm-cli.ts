// The commands of the alarm desk as the command line declares them. No logic here.
import { type Command, Option } from 'commander';
import { alarmActions } from '../../contract/alarms.ts';
import {
  type AlarmsListOptions,
  type AlarmsReportOptions,
  type AlarmsShowOptions,
  type AlarmsTransitionOptions,
  alarmsListCommand,
  alarmsReportCommand,
  alarmsShowCommand,
  alarmsTransitionCommand,
} from './alarm-commands.ts';
import { inWorkspace, json, runCommand, say } from './command.ts';

export function addAlarmCommands(program: Command): void {
  const alarms = program.command('alarms').description(say('告警', 'alarms'));
  json(
    inWorkspace(
      alarms
        .command('list')
        .description(say('列出告警，最紧急的在前', 'list alarms, the most urgent first'))
        .option('--state <states>', 'new,acknowledged,verifying,dispatched,resolved,closed')
        .option('--priority <priorities>', 'P1,P2,P3')
        .option('--open', say('只列未关闭的', 'those that are not closed'))
        .option('--parent <id>', say('合并告警之下的', 'those that a group alarm stands for'))
        .option('--limit <number>', say('最多几条，默认 1000', 'at most so many; 1000 by default')),
    ),
  ).action((options: AlarmsListOptions) => runCommand(options.json ?? false, () => alarmsListCommand(options)));
  json(
    inWorkspace(
      alarms
        .command('show')
        .description(
          say('一条告警的经过、证据与变化', 'one alarm: what was done, its evidence and what has changed since'),
        )
        .requiredOption('--id <number>', say('告警编号', 'number of the alarm')),
    ),
  ).action((options: AlarmsShowOptions) => runCommand(options.json ?? false, () => alarmsShowCommand(options)));
  json(
    inWorkspace(
      alarms
        .command('transition')
        .description(say('确认、核实、派单、搁置、关闭等', 'acknowledge, verify, dispatch, shelve, close …'))
        .requiredOption('--id <number>', say('告警编号', 'number of the alarm'))
        .addOption(new Option('--action <action>').choices([...alarmActions]).makeOptionMandatory())
        .requiredOption('--actor <name>', say('操作人', 'who acts'))
        .option('--reason <code>', say('原因代码、名称或序号', 'reason: its code, name or digit'))
        .option('--note <text>', say('说明', 'note'))
        .option('--until <time>', say('搁置到期时间', 'when a shelf expires'))
        .option('--owner <name>', say('责任人', 'who owns it'))
        .option('--follow-up <date>', say('复查日期，如 2026-03-09', 'day of the follow-up, such as 2026-03-09'))
        .option('--evidence <reference>', say('另存证据的位置', 'where further evidence is kept'))
        .option('--expected-version <number>', say('操作人所见的版本', 'version that the actor saw'))
        .option('--key <key>', say('操作编号：同一编号只执行一次', 'the same key is carried out once')),
    ),
  ).action((options: AlarmsTransitionOptions) =>
    runCommand(options.json ?? false, () => alarmsTransitionCommand(options)),
  );
  json(
    inWorkspace(
      alarms
        .command('report <id>')
        .description(
          say('告警处置报告（PDF），关闭之前为草稿', 'closing report of an alarm (PDF); a draft until it is closed'),
        )
        .requiredOption('--out <file>', say('写入的文件', 'file to write'))
        .addOption(
          new Option('--language <language>', say('报告的语言', 'language of the report')).choices(['zh', 'en']),
        ),
    ),
  ).action((id: string, options: AlarmsReportOptions) =>
    runCommand(options.json ?? false, () => alarmsReportCommand(id, options)),
  );
}
