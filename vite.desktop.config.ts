// Builds the desktop's own processes into dist/desktop: main process, host and import worker as modules, the preload as CommonJS.
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));

/** What runs in Node; each becomes <name>.mjs. A worker is started by its file, so it is named here as well. */
const processes: Record<string, string> = {
  main: join(root, 'main.ts'),
  host: join(root, 'host', 'desktop-process.ts'),
  'import-worker': join(root, 'core', 'imports', 'import-worker.ts'),
  'archive-thread': join(root, 'core', 'readings', 'archive-thread.ts'),
  'reading-worker': join(root, 'core', 'readings', 'reading-worker.ts'),
};

/**
 * `new URL('<path>', import.meta.url)` names a path beside the source. In the bundle it is made to lead to the same file, or
 * where that is a source, to its bundle. In the package everything lies as far from the bundle as it does here.
 */
function keepPathsTrue(): Plugin {
  const path = /new URL\(\s*'([^']+)',\s*import\.meta\.url\s*,?\s*\)/g;
  return {
    name: 'keep-paths-true',
    enforce: 'pre',
    transform(code, id) {
      if (id.includes(`${sep}node_modules${sep}`)) return null;
      const { outDir } = this.environment.config.build;
      return code.replace(path, (_, besideSource: string) => {
        const target = join(dirname(id), besideSource);
        if (extname(target) !== '.ts') return urlOf(relative(resolve(root, outDir), target));
        const name = Object.keys(processes).find((each) => processes[each] === target);
        if (name === undefined)
          this.error(`${relative(root, target)} is no entry of ${basename(import.meta.filename)}`);
        return urlOf(`${name}.mjs`);
      });
    },
  };
}

function urlOf(path: string): string {
  return `new URL('./${path.split(sep).join('/')}', import.meta.url)`;
}

const node = { target: 'node24', ssr: true, minify: false, sourcemap: false, reportCompressedSize: false } as const;
const outDir = join(root, 'dist', 'desktop');

export default defineConfig({
  root,
  logLevel: 'warn',
  publicDir: false,
  plugins: [keepPathsTrue()],
  builder: {
    async buildApp({ environments, build }) {
      const { processes, preload } = environments;
      if (processes) await build(processes);
      if (preload) await build(preload);
    },
  },
  environments: {
    processes: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron', 'better-sqlite3', '@duckdb/node-api'] },
      build: {
        ...node,
        outDir,
        emptyOutDir: true,
        rolldownOptions: {
          input: processes,
          output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'shared-[name].mjs' },
        },
      },
    },
    preload: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron'] },
      build: {
        ...node,
        outDir,
        emptyOutDir: false,
        rolldownOptions: {
          input: { preload: join(root, 'electron', 'preload.ts') },
          output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
        },
      },
    },
  },
});
