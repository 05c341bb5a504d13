// Lets a wrapper process and its child end together, each signal reaching the child exactly once.

/**
 * Passes SIGINT, SIGTERM and SIGHUP on. On a terminal Ctrl+C reaches the whole group, so the child has it already;
 * and npm sends it to us a second time. A child that does not end within the grace time is told again, then killed.
 * @param {import('node:child_process').ChildProcess} child
 * @param {(() => void)} [onEnding] called once, with the first signal
 */
export function passSignals(child, onEnding = () => {}) {
  let ending = false;
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      onEnding();
      const childHasIt = signal !== 'SIGTERM' && process.stdin.isTTY === true;
      if (!childHasIt) child.kill(signal);
      setTimeout(() => child.kill('SIGTERM'), 5_000).unref();
      setTimeout(() => child.kill('SIGKILL'), 15_000).unref();
    });
  }
}

/** Ends this process with npm: npm passes SIGTERM on to the shell between them only, which ends without telling us. */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>} the child's exit code, or 128 + the number of the signal that ended it, as shells report it
 */
export function exitCodeOf(child) {
  /** @type {Record<string, number>} */
  const numbers = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (numbers[signal ?? ''] ?? 0)));
  });
}
