// The command line: how administrators automate. A list of commands; no logic here.
import { Command, CommanderError, Option } from 'commander';
import { exportFormats } from '../core/exports/export-ledger.ts';
import { version } from '../core/version.ts';
import { addAlarmCommands } from './commands/alarm-cli.ts';
import { collect, inWorkspace, json, language, log, runCommand, say } from './commands/command.ts';
import { addDrillCommands } from './commands/drill-cli.ts';
import { addDutyCommands } from './commands/duty-cli.ts';
import { type FigureOptions, figureCommand } from './commands/figure-command.ts';
import { type ImportOptions, importCommand } from './commands/import-command.ts';
import { addMonitoringCommands } from './commands/monitoring-cli.ts';
import { mappingGuessCommand, presetListCommand, presetSaveCommand } from './commands/preset-commands.ts';
import { printsJson, usageRefusal, wantsJson } from './commands/usage-error.ts';
import { checkCommand, exportCommand, templateCommand, workspaceCreateCommand } from './commands/workspace-commands.ts';

const program = new Command('lianggao')
  .description('两高指挥舱 · Lianggao Command Centre')
  .version(version)
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(`${usageRefusal(text)[language]}\n`) })
  .showHelpAfterError();

const times = (command: Command): Command =>
  command
    .option('--as-of <time>', say('事实时点', 'valid time'))
    .option('--known-at <time>', say('认知时点', 'recorded time'));

const workspace = program.command('workspace').description(say('工作区', 'workspaces'));
json(
  workspace
    .command('create <dir>')
    .description(
      say('新建工作区，并载入本省随附的公开台账', "make a workspace with the province's bundled public ledgers"),
    )
    .option('--profile <id>', 'shandong | guangdong', 'shandong')
    .option('--empty', say('不载入随附台账', 'without the bundled ledgers')),
).action((dir: string, options: { profile: string; empty?: boolean; json?: boolean }) =>
  runCommand(options.json ?? false, () => workspaceCreateCommand(dir, options)),
);

json(
  inWorkspace(
    program
      .command('import <file...>')
      .description(say('导入台账文件', 'import ledger files'))
      .option('--preset <name>', 'gem-coal | gem-steel | sfi-cement | ledger | …')
      .option('--map <file>', say('映射文件（JSON）', 'mapping file (JSON)'))
      .option('--crs <datum>', 'wgs84 | cgcs2000 | gcj02 | bd09 | cgcs2000-gk3-39 | epsg:4528 | …')
      .option('--dry-run', say('只试运行，不写入', 'try it, write nothing'))
      .option('--valid-from <time>', say('内容自何时起有效', 'from when the contents hold'))
      .option('--actor <name>', say('导入人', 'who imports'))
      .option('--reason <text>', say('原因', 'why')),
  ),
).action((files: string[], options: ImportOptions) =>
  runCommand(options.json ?? false, () => importCommand(files, options)),
);

json(
  times(
    program
      .command('figure [id]')
      .description(say('取指标数字', 'a figure'))
      .option('--workspace <dir>', say('工作区目录', 'directory of the workspace'))
      .option('--by <dimensions>', say('分组，如 city,status', 'split by, such as city,status'))
      .option('--where <key=value>', say('筛选，可多次', 'narrow to; repeatable'), collect, [])
      .option(
        '--between <measure=range>',
        say('数值范围，如 capacity=300..600，可多次', 'a range, such as capacity=300..600; repeatable'),
        collect,
        [],
      )
      .option(
        '--period <from..to>',
        say('监测指标的时段，如 2026-06-01..2026-07-01', 'period of figures of readings and alarms'),
      )
      .option('--explain', say('给出公式和来源单元格', 'formula and source cells'))
      .option('--list', say('列出全部指标', 'list all figures')),
  ),
).action((id: string | undefined, options: FigureOptions, command: Command) => {
  if (id !== undefined && !options.list && options.workspace === undefined)
    command.error("error: required option '--workspace <dir>' not specified");
  return runCommand(options.json ?? false, () => figureCommand(id, options));
});

const exporting = program.command('export').description(say('导出', 'exports'));
json(
  times(
    inWorkspace(exporting.command('ledger').description(say('导出台账', 'the ledger')))
      .addOption(new Option('--format <format>').choices([...exportFormats]).makeOptionMandatory())
      .requiredOption('--out <file>'),
  ),
).action((options: Parameters<typeof exportCommand>[0]) =>
  runCommand(options.json ?? false, () => exportCommand(options)),
);

json(inWorkspace(program.command('check').description(say('校验工作区', 'prove a workspace')))).action(
  (options: { workspace: string; json?: boolean }) => runCommand(options.json ?? false, () => checkCommand(options)),
);

program
  .command('template')
  .description(say('写出本单位台账模板', "write the office's ledger template"))
  .addOption(new Option('--format <format>').choices(['csv', 'xlsx']).default('xlsx'))
  .requiredOption('--out <file>')
  .action((options: Parameters<typeof templateCommand>[0]) => runCommand(false, () => templateCommand(options)));

const preset = program.command('preset').description(say('导入预设', 'import presets'));
json(inWorkspace(preset.command('list').description(say('列出预设', 'list the presets')))).action(
  (options: { workspace: string; json?: boolean }) =>
    runCommand(options.json ?? false, () => presetListCommand(options)),
);
json(
  inWorkspace(preset.command('save <file>').description(say('保存映射为预设', 'keep a mapping as a preset'))),
).action((file: string, options: { workspace: string; json?: boolean }) =>
  runCommand(options.json ?? false, () => presetSaveCommand(file, options)),
);
printsJson(
  program
    .command('mapping')
    .description(say('映射', 'mappings'))
    .command('guess <file>')
    .description(say('按表头猜测映射，供修改后使用', 'propose a mapping from the headers, to be corrected')),
).action((file: string) => runCommand(true, () => mappingGuessCommand(file)));

json(
  inWorkspace(
    program
      .command('serve')
      .description(say('运行服务', 'run the host'))
      .option('--port <number>', say('端口，0 为自动', 'port; 0 = any free one'), '0')
      .option('--host <address>', say('监听地址，默认仅本机', 'address to listen on; loopback by default'))
      .option('--hj212-port <number>', say('接收 HJ 212 的端口', 'port for HJ 212 loggers'))
      .option('--mqtt-port <number>', say('接收 MQTT 的端口', 'port for MQTT clients'))
      .option('--http-port <number>', say('接收 HTTP 推送的端口', 'port for readings over HTTP'))
      .option('--one-time-token', say('令牌只能用一次', 'the token serves once')),
  ),
).action(
  async (options: {
    workspace: string;
    port: string;
    host?: string;
    oneTimeToken?: boolean;
    json?: boolean;
    hj212Port?: string;
    mqttPort?: string;
    httpPort?: string;
  }) => {
    const { runHost } = await import('./main.ts');
    await runCommand(options.json ?? false, () =>
      runHost({
        workspaceDir: options.workspace,
        port: Number(options.port),
        json: options.json ?? false,
        reusableToken: !options.oneTimeToken,
        sourcePorts: {
          ...(options.hj212Port !== undefined && { hj212: Number(options.hj212Port) }),
          ...(options.mqttPort !== undefined && { mqtt: Number(options.mqttPort) }),
          ...(options.httpPort !== undefined && { http: Number(options.httpPort) }),
        },
        ...(options.host === undefined ? {} : { host: options.host }),
      }),
    );
  },
);

addMonitoringCommands(program);
addAlarmCommands(program);
addDutyCommands(program);
addDrillCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  // One line, as it may stand where lines of JSON are read.
  const document = (refusal: { readonly code: string; readonly message: string }): void => {
    if (wantsJson(program, process.argv.slice(2))) process.stdout.write(`${JSON.stringify({ error: refusal })}\n`);
  };
  if (error instanceof CommanderError) {
    // Help and version end well; anything else is a matter of usage.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    const refusal = usageRefusal(error.message);
    if (error.exitCode !== 0) document({ ...refusal, message: refusal[language] });
  } else {
    process.exitCode = 1;
    const message = error instanceof Error ? error.message : String(error);
    log(
      say(
        `程序出错：${message}。设置 LIANGGAO_DEBUG=1 可查看细节。`,
        `The program failed: ${message}. Set LIANGGAO_DEBUG=1 for details.`,
      ),
    );
    if (process.env.LIANGGAO_DEBUG) log(error instanceof Error ? (error.stack ?? '') : '');
    document({ code: 'defect', message });
  }
}
