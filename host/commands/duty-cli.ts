// The commands of the duty desk as the command line declares them. No logic here.
import type { Command } from 'commander';
import { inWorkspace, json, runCommand, say } from './command.ts';
import {
  caseCommand,
  handoverCommand,
  peopleImportCommand,
  peopleListCommand,
  proposalCommand,
  replayCommand,
  silentCommand,
} from './duty-commands.ts';

const ofAlarm = (command: Command): Command =>
  command.requiredOption('--id <number>', say('告警编号', 'number of the alarm'));

export function addDutyCommands(program: Command): void {
  const duty = program.command('duty').description(say('值守', 'the duty desk'));
  const people = duty.command('people').description(say('可派人员', 'who can be sent'));
  json(
    inWorkspace(
      people
        .command('import <file>')
        .description(say('导入人员表（CSV、XLSX）', 'import a file of people (CSV, XLSX)'))
        .option('--dry-run', say('只试运行，不写入', 'try it, write nothing')),
    ),
  ).action((file: string, options: Parameters<typeof peopleImportCommand>[1]) =>
    runCommand(options.json ?? false, () => peopleImportCommand(file, options)),
  );
  json(inWorkspace(people.command('list').description(say('列出人员', 'list the people')))).action(
    (options: Parameters<typeof peopleListCommand>[0]) =>
      runCommand(options.json ?? false, () => peopleListCommand(options)),
  );
  json(
    inWorkspace(
      ofAlarm(
        duty
          .command('proposal')
          .description(say('告警派给谁、为何不派别人', 'whom to send to an alarm, and why not others')),
      ),
    ),
  ).action((options: Parameters<typeof proposalCommand>[0]) =>
    runCommand(options.json ?? false, () => proposalCommand(options)),
  );
  json(
    inWorkspace(
      ofAlarm(
        duty
          .command('case')
          .description(say('告警的交叉核对与相似案例', 'cross-checks of an alarm, and similar cases')),
      ),
    ),
  ).action((options: Parameters<typeof caseCommand>[0]) =>
    runCommand(options.json ?? false, () => caseCommand(options)),
  );
  json(
    inWorkspace(
      duty
        .command('handover')
        .description(say('班次交接单', 'what a shift hands over'))
        .requiredOption('--from <time>', say('班次起始', 'when the shift began'))
        .requiredOption('--to <time>', say('班次结束', 'when it ends')),
    ),
  ).action((options: Parameters<typeof handoverCommand>[0]) =>
    runCommand(options.json ?? false, () => handoverCommand(options)),
  );
  json(
    inWorkspace(duty.command('silent').description(say('看不见的：静默的点位、设备、网关', 'what cannot be seen'))),
  ).action((options: Parameters<typeof silentCommand>[0]) =>
    runCommand(options.json ?? false, () => silentCommand(options)),
  );
  json(
    inWorkspace(
      duty
        .command('replay')
        .description(say('某一时刻的告警列表（按记录时间）', 'the list of alarms as it was recorded at a time'))
        .requiredOption('--at <time>', say('时刻', 'the time')),
    ),
  ).action((options: Parameters<typeof replayCommand>[0]) =>
    runCommand(options.json ?? false, () => replayCommand(options)),
  );
}
