#!/usr/bin/env node
// The `lianggao` command on any Node ≥ 20: installs what is missing, then hands over to host/cli.ts on Node 24.
import { spawn } from 'node:child_process';
import module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled, nodeBin, repositoryRoot, runsTypeScript } from './install.mjs';
import { endWithNpm, exitCodeOf, passSignals } from './pass-signals.mjs';
import { runPlainly } from './plain-error.mjs';

const cli = join(repositoryRoot, 'host', 'cli.ts');

await runPlainly(async () => {
  endWithNpm();
  await ensureInstalled();
  if (runsTypeScript()) {
    // Compiled code of earlier runs: a third less to wait for every command.
    module.enableCompileCache?.(join(repositoryRoot, 'node_modules', '.cache', 'lianggao'));
    await import(pathToFileURL(cli).href);
    return Number(process.exitCode ?? 0);
  }
  const child = spawn(nodeBin(), [cli, ...process.argv.slice(2)], { stdio: 'inherit' });
  passSignals(child);
  return exitCodeOf(child);
});
