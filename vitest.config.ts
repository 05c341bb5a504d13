// Unit and integration tests: every *.test.ts beside its source, in Node.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{contract,geodata,policy,core,host,electron,renderer,tools}/**/*.test.{ts,tsx}'],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
