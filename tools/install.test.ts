// The decisions of the installation: when it is needed at all, and what a person is told when it fails.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { explainNpmFailure, installStamp, packagesMatchLock, runsTypeScript } from './install.mjs';
import { describeFailure } from './plain-error.mjs';

describe('packagesMatchLock', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lianggao-install-'));
    mkdirSync(join(root, 'node_modules'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const otherSystem = process.platform === 'win32' ? 'linux' : 'win32';
  const wanted = {
    '': { version: '0.1.0' },
    'node_modules/zod': { version: '4.0.0' },
    'node_modules/for-here': { version: '1.0.0', optional: true, os: [process.platform], cpu: [process.arch] },
    'node_modules/for-elsewhere': { version: '1.0.0', optional: true, os: [otherSystem], cpu: [process.arch] },
  };
  const complete = { 'node_modules/zod': { version: '4.0.0' }, 'node_modules/for-here': { version: '1.0.0' } };

  function installed(packages: object | undefined): boolean {
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: wanted }));
    const note = join(root, 'node_modules', '.package-lock.json');
    if (packages) writeFileSync(note, JSON.stringify({ packages }));
    return packagesMatchLock(root);
  }

  test('everything for this system is there', () => expect(installed(complete)).toBe(true));
  test('nothing was installed, or the installation was interrupted', () => expect(installed(undefined)).toBe(false));
  test('another version is there', () => {
    expect(installed({ ...complete, 'node_modules/zod': { version: '4.0.1' } })).toBe(false);
  });
  test('this system’s binary is missing', () => {
    expect(installed({ 'node_modules/zod': { version: '4.0.0' } })).toBe(false);
  });
});

test('the stamp tells lockfiles and systems apart', () => {
  const stamps = [
    installStamp('a', 'linux', 'x64'),
    installStamp('b', 'linux', 'x64'),
    installStamp('a', 'linux', 'arm64'),
  ];
  expect(new Set(stamps).size).toBe(3);
  expect(installStamp('a', 'linux', 'x64')).toBe(stamps[0]);
});

test('TypeScript runs unbuilt from Node 24 on', () => {
  expect([runsTypeScript('20.20.2'), runsTypeScript('24.0.0'), runsTypeScript('26.1.0')]).toEqual([false, true, true]);
});

describe('explainNpmFailure', () => {
  test.each([
    ['npm error code ENOTFOUND\nnpm error request to https://example.org failed', 'registry cannot be reached'],
    ['npm warn tar TAR_ENTRY_ERROR ENOSPC: no space left on device, write', 'disk is full'],
    ['spawn npm ENOENT', 'npm was not found'],
    ['/bin/sh: 1: npm: not found', 'npm was not found'],
    ['npm error code EACCES', 'cannot be written'],
    ['npm error code EUSAGE', 'disagree'],
    ['npm error code E404', 'lacks a version'],
    ['npm error something new', 'Installing the packages failed'],
  ])('%j', (output, sentence) => {
    const { message } = explainNpmFailure(output);
    expect(message).toContain(sentence);
    expect(message.split('\n')[0]).toMatch(/\p{Script=Han}/u);
  });

  test('shows npm’s own complaint, not its stack', () => {
    const { message } = explainNpmFailure(
      'npm error code EWHAT\nnpm error     at Object.<anonymous> (npm.js:1:2)\nchatter',
    );
    expect(message).toContain('npm error code EWHAT');
    expect(message).not.toContain('npm.js:1:2');
    expect(message).not.toContain('chatter');
  });
});

test('an unexpected failure is a sentence, and a stack only for those who ask', () => {
  const error = new TypeError('x is not a function');
  expect(describeFailure(error, false)).toContain('x is not a function');
  expect(describeFailure(error, false)).not.toContain('install.test');
  expect(describeFailure(error, true)).toContain('install.test');
});
