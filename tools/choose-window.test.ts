// Which window is opened, and with which command line.
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  browserArguments,
  browserCandidates,
  browserProfile,
  chooseWindow,
  defaultWorkspace,
  findBrowser,
  hasDisplay,
} from './choose-window.mjs';

describe('chooseWindow', () => {
  const all = { hasDisplay: true, electron: 'electron', browser: 'chromium' };
  test.each([
    [all, { kind: 'electron', program: 'electron' }],
    [
      { ...all, electron: undefined },
      { kind: 'browser', program: 'chromium' },
    ],
    [{ ...all, electron: undefined, browser: undefined }, { kind: 'address' }],
    [{ ...all, hasDisplay: false }, { kind: 'address' }],
  ])('%j', (found, window) => expect(chooseWindow(found)).toEqual(window));
});

test.each([
  ['linux', {}, false],
  ['linux', { DISPLAY: ':0' }, true],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
  ['darwin', {}, true],
  ['win32', {}, true],
])('a display on %s with %j: %s', (platform, env, expected) => expect(hasDisplay({ platform, env })).toBe(expected));

describe('findBrowser', () => {
  const env = { PATH: ['/usr/local/bin', '/usr/bin'].join(delimiter) };
  test('takes the first that exists', () => {
    const only = (...files: string[]) => ({ platform: 'linux', env, exists: (file: string) => files.includes(file) });
    expect(findBrowser(only('/usr/bin/chromium', '/usr/bin/microsoft-edge'))).toBe('/usr/bin/chromium');
    expect(findBrowser(only('/usr/bin/google-chrome', '/usr/bin/chromium'))).toBe('/usr/bin/google-chrome');
    expect(findBrowser(only('/usr/bin/firefox'))).toBeUndefined();
  });
  test('knows where Windows and macOS keep them', () => {
    const windows = browserCandidates({ platform: 'win32', env: { ProgramFiles: 'C:\\Program Files' } });
    expect(windows).toContain(join('C:\\Program Files', 'Microsoft', 'Edge', 'Application', 'msedge.exe'));
    const mac = browserCandidates({ platform: 'darwin', env: { HOME: '/Users/a' } });
    expect(mac).toContain('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome');
  });
});

describe('browserArguments', () => {
  const options = { url: 'http://127.0.0.1:5000/?token=a', profile: '/tmp/profile', isRoot: false };
  test('open one app window with its own profile', () => {
    expect(browserArguments(options)).toEqual(
      expect.arrayContaining([
        '--app=http://127.0.0.1:5000/?token=a',
        '--user-data-dir=/tmp/profile',
        '--no-first-run',
      ]),
    );
  });
  test('the map is drawn on machines without a graphics card too', () => {
    expect(browserArguments(options)).toContain('--enable-unsafe-swiftshader');
  });
  test('the sandbox is given up only by root', () => {
    expect(browserArguments(options)).not.toContain('--no-sandbox');
    expect(browserArguments({ ...options, isRoot: true })).toContain('--no-sandbox');
  });
});

test('the profile lies in the workspace, save for browsers from a snap', () => {
  expect(browserProfile('/usr/bin/none', '/data/w', '/home/a')).toBe(join('/data/w', 'browser-profile'));
  expect(browserProfile('/snap/bin/chromium', '/data/w', '/home/a')).toBe(
    '/home/a/snap/chromium/common/lianggao-profile',
  );
});

test.each([
  ['linux', {}, '/home/a/.local/share/lianggao/workspace'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/lianggao/workspace'],
  ['darwin', {}, '/home/a/Library/Application Support/lianggao/workspace'],
  ['win32', { APPDATA: '/roaming' }, '/roaming/lianggao/workspace'],
  ['linux', { LIANGGAO_WORKSPACE: '/mine' }, '/mine'],
])('the default workspace on %s with %j', (platform, env, expected) => {
  expect(defaultWorkspace({ platform, env, home: '/home/a' })).toBe(join(expected));
});
