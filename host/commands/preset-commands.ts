// lianggao preset and mapping: known layouts, and a first proposal for an unknown one.

import { guessFields } from '../../core/imports/guess-rules.ts';
import { Imports } from '../../core/imports/handlers.ts';
import { openSourceFile } from '../../core/imports/read/source-file.ts';
import { openWorkspace } from '../../core/workspace/workspace.ts';
import { log, printJson, say } from './command.ts';
import { readMapping } from './import-command.ts';

export async function presetListCommand(options: { workspace: string; json?: boolean }): Promise<void> {
  const workspace = await openWorkspace(options.workspace, { readOnly: true });
  try {
    const presets = await new Imports(workspace, Date.now).presets();
    if (options.json) printJson(presets);
    else
      for (const { mapping, bundled } of presets)
        process.stdout.write(
          `${mapping.name}\t${mapping.title ?? ''}\t${bundled ? say('内置', 'bundled') : say('已保存', 'saved')}\n`,
        );
  } finally {
    await workspace.close();
  }
}

export async function presetSaveCommand(file: string, options: { workspace: string; json?: boolean }): Promise<void> {
  const mapping = await readMapping(file);
  const workspace = await openWorkspace(options.workspace, { purpose: 'lianggao preset save' });
  try {
    const saved = await new Imports(workspace, Date.now).savePreset(mapping);
    log(say(`已保存预设 ${saved.name}`, `Preset ${saved.name} saved`));
    if (options.json) printJson(saved);
  } finally {
    await workspace.close();
  }
}

/** One proposed mapping a sheet, ready for --map once a person has checked it. */
export async function mappingGuessCommand(file: string): Promise<void> {
  const source = await openSourceFile(file);
  try {
    const sheets = [];
    for await (const sheet of source.sheets()) sheets.push({ fields: guessFields(sheet.columns) });
    printJson({ name: 'my-list', crs: 'wgs84', ...(sheets.length === 1 ? sheets[0] : { sheets }) });
  } finally {
    await source.close();
  }
}
