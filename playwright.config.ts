// Browser tests: a real Chromium against the real host; e2e/driver.ts starts one host for each test file.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';

const isCi = process.env['CI'] !== undefined;
const isRoot = process.getuid?.() === 0;
const chromium =
  process.env['PLAYWRIGHT_CHROMIUM'] ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined);

export default defineConfig({
  testDir: 'e2e',
  outputDir: '.build/e2e',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: isCi,
  // A test waits more than it computes: two at once keep two cores busy.
  workers: Math.max(2, Math.floor(availableParallelism() / 2)),
  reporter: [['list'], ['json', { outputFile: '.build/playwright.json' }]],
  use: {
    // A control that is not there is a failure at once, not after the whole test's time.
    actionTimeout: 15_000,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      // Without a locale, Chromium can't write names in Chinese: every download would be called "download".
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
      ...(chromium ? { executablePath: chromium } : {}),
      args: [
        // Chromium refuses to run as root inside its sandbox.
        ...(isRoot ? ['--no-sandbox'] : []),
        // WebGL2 in software, on machines without a GPU.
        '--use-gl=angle',
        '--use-angle=swiftshader',
        '--enable-unsafe-swiftshader',
        '--ignore-gpu-blocklist',
        // A browser that speaks to nobody but the host.
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
