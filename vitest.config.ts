// Unit and integration tests: every *.test.ts beside its source, in Node.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{contract,geodata,policy,core,host,electron,renderer,tools}/**/*.test.{ts,tsx}'],
    pool: 'forks',
    // Otherwise one core is left idle, which on two is half of them.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
