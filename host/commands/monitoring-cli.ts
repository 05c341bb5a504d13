// The commands of monitoring as the command line declares them: files of readings, the registry, quarantine, findings. No logic here.
import { type Command, Option } from 'commander';
import { readingSteps } from '../../contract/monitoring.ts';
import { crcDialects } from '../../core/ingest/hj212/crc-rules.ts';
import { collect, inWorkspace, json, runCommand, say } from './command.ts';
import { devicesImportCommand, devicesListCommand, devicesTemplateCommand } from './devices-commands.ts';
import { type FindingsOptions, findingsCommand } from './findings-commands.ts';
import { type Hj212DecodeOptions, hj212DecodeCommand } from './hj212-commands.ts';
import { type QuarantineAdoptOptions, quarantineAdoptCommand, quarantineListCommand } from './quarantine-commands.ts';
import {
  type ReadingsImportOptions,
  type ReadingsQueryOptions,
  readingsArchiveCommand,
  readingsImportCommand,
  readingsQueryCommand,
} from './readings-commands.ts';
import { settingsListCommand, settingsSetCommand } from './settings-commands.ts';
import { printsJson } from './usage-error.ts';

const kind = (): Option =>
  new Option('--kind <kind>', say('值的类型', 'kind of values')).choices(['level', 'amount', 'register']);

export function addMonitoringCommands(program: Command): void {
  const readings = program.command('readings').description(say('监测值', 'readings'));
  json(
    inWorkspace(
      readings
        .command('import <file>')
        .description(say('导入监测值文件（CSV、XLSX）', 'import a file of readings (CSV, XLSX)'))
        .option('--channel <id>', say('监测点位；没有的会新建', 'channel; made if there is none'))
        .option(
          '--column <name>',
          say('数值列；一天一行的表可不写', 'column of values; may be left out for a table of a day a row'),
        )
        .addOption(
          new Option(
            '--columns <which>',
            say('所有数字列，点位为 <channel>/<列名>', 'all columns of numbers, as <channel>/<header>'),
          ).choices(['all']),
        )
        .option('--map <file>', say('列与点位的对照（JSON）', 'columns to channels (JSON)'))
        .option(
          '--time-column <name>',
          say('时间列；日期和时刻分列时写两次', 'column of times; twice for date and clock'),
          collect,
          [],
        )
        .option(
          '--where <column=value>',
          say('只取这些行，可多次：几块表在一张表里时', 'only these rows, repeatable: one meter of several'),
          collect,
          [],
        )
        .option('--interval <interval>', say('间隔，如 15m', 'interval, such as 15m'))
        .addOption(
          new Option(
            '--stamp <edge>',
            say('时间是间隔的起点（默认）还是终点', 'whether a time is its interval’s start (default) or end'),
          ).choices(['start', 'end']),
        )
        .addOption(
          new Option(
            '--midnight <hour>',
            say('“00:00”是当日零时还是 24:00', 'whether 00:00 begins or ends its date'),
          ).choices(['0', '24']),
        )
        .option('--date-format <format>', say('日期格式，如 "dd/MM/yyyy HH:mm"', 'such as "dd/MM/yyyy HH:mm"'))
        .option('--unit <unit>', say('计量单位', 'unit of measure'))
        .addOption(kind())
        .option('--quantity <quantity>', 'electricity | power | coal | nox | …')
        .option('--name <name>', say('点位名称', 'name of the channel'))
        .addOption(
          new Option('--decimal <sign>', say('小数点还是小数逗号', 'decimal point or comma')).choices([
            'point',
            'comma',
          ]),
        )
        .option('--sheet <name>', say('工作表', 'sheet of a workbook'))
        .option('--device <id>', say('新建点位的设备', 'device of channels that are made'))
        .option('--start <time>', say('文件没有时间：自此逐行指定', 'the file has no times: assign them from here on'))
        .option('--dry-run', say('只试运行，不写入', 'try it, write nothing')),
    ),
  ).action((file: string, options: ReadingsImportOptions) =>
    runCommand(options.json ?? false, () => readingsImportCommand(file, options)),
  );
  printsJson(
    inWorkspace(
      readings
        .command('query')
        .description(say('按刻、时、日、月取监测值', 'readings by quarter, hour, day or month'))
        .requiredOption('--channel <id>', say('监测点位', 'channel'))
        .option('--from <time>', say('自', 'from'))
        .option('--to <time>', say('至', 'to'))
        .addOption(new Option('--step <step>').choices([...readingSteps]).default('1h')),
    ),
  ).action((options: ReadingsQueryOptions) => runCommand(true, () => readingsQueryCommand(options)));

  json(
    inWorkspace(
      readings
        .command('archive')
        .description(say('把旧监测值转存为 Parquet 文件', 'move old readings to Parquet files'))
        .requiredOption('--older-than-days <days>', say('早于多少天', 'older than so many days'))
        .option(
          '--compact',
          say('随后缩小数据库文件；主机程序须先停止', 'then shrink the database; the host has to be stopped'),
        ),
    ),
  ).action((options: Parameters<typeof readingsArchiveCommand>[0]) =>
    runCommand(options.json ?? false, () => readingsArchiveCommand(options)),
  );

  printsJson(
    inWorkspace(
      program
        .command('findings')
        .description(say('疑点', 'what the rules saw'))
        .option('--channel <id>', say('监测点位', 'channel'))
        .option('--from <time>', say('自', 'from'))
        .option('--to <time>', say('至', 'to')),
    ),
  ).action((options: FindingsOptions) => runCommand(true, () => findingsCommand(options)));

  const devices = program.command('devices').description(say('设备登记', 'the registry of devices'));
  json(
    inWorkspace(
      devices
        .command('import <file>')
        .description(say('导入设备登记表', 'import a registry file'))
        .option('--dry-run', say('只试运行，不写入', 'try it, write nothing')),
    ),
  ).action((file: string, options: Parameters<typeof devicesImportCommand>[1]) =>
    runCommand(options.json ?? false, () => devicesImportCommand(file, options)),
  );
  json(inWorkspace(devices.command('list').description(say('列出设备和点位', 'list devices and channels')))).action(
    (options: Parameters<typeof devicesListCommand>[0]) =>
      runCommand(options.json ?? false, () => devicesListCommand(options)),
  );
  devices
    .command('template')
    .description(say('写出登记表模板', 'write a registry file to fill in'))
    .addOption(new Option('--format <format>').choices(['csv', 'xlsx']).default('xlsx'))
    .requiredOption('--out <file>')
    .action((options: Parameters<typeof devicesTemplateCommand>[0]) =>
      runCommand(false, () => devicesTemplateCommand(options)),
    );

  const settings = program
    .command('settings')
    .description(
      say('监测设置：摄像机地址、未登记来源、接收端口', 'settings: camera hosts, unknown devices, listeners'),
    );
  json(inWorkspace(settings.command('list').description(say('列出设置', 'list the settings')))).action(
    (options: Parameters<typeof settingsListCommand>[0]) =>
      runCommand(options.json ?? false, () => settingsListCommand(options)),
  );
  json(
    inWorkspace(
      settings
        .command('set <key> <value>')
        .description(say('改一项设置；值为空即取消', 'change one; a blank value takes it back')),
    ),
  ).action((key: string, value: string, options: Parameters<typeof settingsListCommand>[0]) =>
    runCommand(options.json ?? false, () => settingsSetCommand(key, value, options)),
  );

  const quarantine = program.command('quarantine').description(say('隔离区', 'quarantine'));
  json(
    inWorkspace(quarantine.command('list').description(say('列出未登记的来源', 'what nobody has registered'))),
  ).action((options: Parameters<typeof quarantineListCommand>[0]) =>
    runCommand(options.json ?? false, () => quarantineListCommand(options)),
  );
  json(
    inWorkspace(
      quarantine
        .command('adopt')
        .description(say('认领：登记为点位，积存的数据一并收入', 'register as a channel and take in the backlog'))
        .option('--device <id>', say('设备；不写则收入所有已登记的', 'device; left out, all that is registered by now'))
        .option('--address <address>', say('地址；HJ 212 为因子编码', 'address; of HJ 212 the factor code'))
        .option('--channel <id>', say('点位编号', 'id of the channel'))
        .option('--name <name>', say('点位名称', 'name of the channel'))
        .option('--unit <unit>', say('计量单位', 'unit of measure'))
        .addOption(kind())
        .option('--quantity <quantity>', 'electricity | power | coal | nox | …')
        .option('--interval <interval>', say('间隔，如 15m', 'interval, such as 15m')),
    ),
  ).action((options: QuarantineAdoptOptions) =>
    runCommand(options.json ?? false, () => quarantineAdoptCommand(options)),
  );

  printsJson(
    program
      .command('hj212')
      .description(say('HJ 212 报文', 'HJ 212 frames'))
      .command('decode')
      .description(say('解码标准输入', 'decode standard input'))
      .requiredOption('--jsonl', say('每行一个 JSON', 'a line of JSON each'))
      .addOption(new Option('--dialect <dialect>').choices([...crcDialects]).default('hj212'))
      .option('--issues', say('列出与标准不符之处', 'name departures from the standard')),
  ).action((options: Hj212DecodeOptions) => runCommand(false, () => hj212DecodeCommand(options)));
}
