// lianggao devices: the registry from a file, what is registered, and a file to fill in.
import { resolve } from 'node:path';
import { importRegistry } from '../../core/devices/import-registry.ts';
import { readLedgerPlaces } from '../../core/devices/ledger-places.ts';
import { loadRegistry } from '../../core/devices/registry.ts';
import { registryTemplateCsv, registryTemplateXlsx } from '../../core/devices/registry-template.ts';
import { openSourceFile } from '../../core/imports/read/source-file.ts';
import { openWorkspace } from '../../core/workspace/workspace.ts';
import { language, log, printJson, say } from './command.ts';
import { withReadings } from './open-readings.ts';
import { writeWhole } from './workspace-commands.ts';

/** Lines of a report that people are shown; --json shows all. */
const SHOWN = 20;

export async function devicesImportCommand(
  path: string,
  options: { workspace: string; dryRun?: boolean; json?: boolean },
): Promise<void> {
  // The ledger is only read: a host may be running.
  const workspace = await openWorkspace(options.workspace, { readOnly: true });
  try {
    const places = await readLedgerPlaces(workspace, Date.now);
    const file = await openSourceFile(path);
    try {
      const report = await withReadings(options.workspace, {}, (db) =>
        importRegistry({ db, places, now: Date.now }, file, { dryRun: options.dryRun ?? false }),
      );
      const { findings, rows, inserted, updated, unchanged, rejected } = report;
      for (const { sheet, row, column, sentence } of findings.slice(0, SHOWN))
        log(`${sheet} ${say('第', 'row ')}${row}${say(' 行 ', ' ')}${column}: ${sentence[language]}`);
      if (findings.length > SHOWN)
        log(
          say(
            `…… 另有 ${findings.length - SHOWN} 条，用 --json 查看`,
            `… ${findings.length - SHOWN} more; --json shows them`,
          ),
        );
      log(
        say(
          `${report.dryRun ? '试运行：' : ''}${rows} 行：新增 ${inserted}，更新 ${updated}，不变 ${unchanged}，拒收 ${rejected}`,
          `${report.dryRun ? 'Trial: ' : ''}${rows} rows: ${inserted} inserted, ${updated} updated, ${unchanged} unchanged, ${rejected} rejected`,
        ),
      );
      if (options.json) printJson(report);
      if (rejected === rows) process.exitCode = 1;
    } finally {
      await file.close();
    }
  } finally {
    await workspace.close();
  }
}

/** Devices with their channels; secrets are not among what is shown. */
export async function devicesListCommand(options: { workspace: string; json?: boolean }): Promise<void> {
  await withReadings(options.workspace, { readOnly: true }, (db) => {
    const { devices, channels } = loadRegistry(db);
    const all = [...channels.values()];
    const list = [...devices.values()].map((device) => ({
      ...device,
      channels: all.filter((channel) => channel.device === device.id),
    }));
    if (options.json) {
      printJson({ devices: list });
      return;
    }
    for (const { id, protocol, name, enterprise, channels: own } of list) {
      process.stdout.write(`${id}\t${protocol}\t${name}\t${enterprise ?? say('清单外', 'on no list')}\n`);
      for (const { id: channel, address, quantity, unitOfMeasure } of own)
        process.stdout.write(
          `  ${channel}\t${address}\t${quantity}\t${unitOfMeasure || say('单位未知', 'unit unknown')}\n`,
        );
    }
  });
}

export async function devicesTemplateCommand(options: { format: 'csv' | 'xlsx'; out: string }): Promise<void> {
  const content = options.format === 'csv' ? registryTemplateCsv(language) : await registryTemplateXlsx(language);
  await writeWhole(options.out, [content]);
  log(say(`已写出登记表模板 ${resolve(options.out)}`, `Registry template written to ${resolve(options.out)}`));
}
