// Started by the desktop shell as a utility process: the host, with its ports from whoever started it.
import { type DesktopProcess, runDesktopHost } from './desktop-host.ts';

/** Set by Electron in its utility processes. */
const { parentPort } = process as { parentPort?: DesktopProcess['parent'] };
if (parentPort === undefined) {
  process.stderr.write(
    '这是桌面程序的一部分，请用 npm start 启动。 This is a part of the desktop program: use npm start.\n',
  );
  process.exitCode = 1;
} else {
  runDesktopHost({
    parent: parentPort,
    log: (entry) => process.stderr.write(`${new Date().toISOString()} ${entry}\n`),
    exit: (code) => process.exit(code),
  });
}
