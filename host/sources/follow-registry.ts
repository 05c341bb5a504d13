// Keeps one source running for each that the registry wants: started, ended and started anew as it changes.
import type { LiveRegistry } from './live-registry.ts';
import type { Source } from './source-status.ts';

/** `wanted`: name → what it is started with; compared as JSON. `start` does not throw. */
export function followRegistry<Config>(
  live: LiveRegistry,
  wanted: () => ReadonlyMap<string, Config>,
  start: (name: string, config: Config) => Source,
): Source {
  const running = new Map<string, { readonly config: string; readonly source: Source }>();

  function follow(): void {
    const now = wanted();
    for (const [name, { config, source }] of running) {
      const next = now.get(name);
      if (next !== undefined && JSON.stringify(next) === config) continue;
      running.delete(name);
      void source.close();
    }
    for (const [name, config] of now) {
      if (!running.has(name)) running.set(name, { config: JSON.stringify(config), source: start(name, config) });
    }
  }

  follow();
  const forget = live.onChange(follow);
  return {
    statuses: () => Array.from(running.values(), ({ source }) => source.statuses()).flat(),
    async close() {
      forget();
      await Promise.all(Array.from(running.values(), ({ source }) => source.close()));
      running.clear();
    },
  };
}
