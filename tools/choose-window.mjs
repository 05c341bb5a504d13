// Decides how the screen is shown (Electron, an installed browser's app window, or an address) and with which command line.
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * @typedef {{ kind: 'electron' | 'browser', program: string } | { kind: 'address' }} Window
 * @typedef {{ platform: string, env: Record<string, string | undefined>, exists: (file: string) => boolean }} Machine
 */

/**
 * Electron first, then a browser, and without either or without a display the address alone.
 * @param {{ hasDisplay: boolean, electron: string | undefined, browser: string | undefined }} found
 * @returns {Window}
 */
export function chooseWindow({ hasDisplay, electron, browser }) {
  if (hasDisplay && electron) return { kind: 'electron', program: electron };
  if (hasDisplay && browser) return { kind: 'browser', program: browser };
  return { kind: 'address' };
}

/** @param {Pick<Machine, 'platform' | 'env'>} machine */
export function hasDisplay({ platform, env }) {
  if (platform === 'win32' || platform === 'darwin') return true;
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/**
 * @param {Machine} machine
 * @returns {string | undefined} the first Chromium, Chrome or Edge found
 */
export function findBrowser(machine) {
  return browserCandidates(machine).find((file) => machine.exists(file));
}

/**
 * @param {Pick<Machine, 'platform' | 'env'>} machine
 * @returns {string[]} where Chrome, Chromium and Edge usually live
 */
export function browserCandidates({ platform, env }) {
  if (platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((name) =>
      ['/Applications', join(env.HOME ?? '', 'Applications')].map((folder) =>
        join(folder, `${name}.app`, 'Contents', 'MacOS', name),
      ),
    );
  }
  if (platform === 'win32') {
    const folders = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA].filter(
      (folder) => folder !== undefined,
    );
    const programs = [
      ['Google', 'Chrome', 'Application', 'chrome.exe'],
      ['Chromium', 'Application', 'chrome.exe'],
      ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
    ];
    return programs.flatMap((parts) => folders.map((folder) => join(folder, ...parts)));
  }
  const names = [
    'google-chrome',
    'google-chrome-stable',
    'chromium',
    'chromium-browser',
    'microsoft-edge',
    'microsoft-edge-stable',
  ];
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/**
 * @param {{ url: string, profile: string, isRoot: boolean }} options
 * @returns {string[]} a window of its own, with a profile of its own, that asks and fetches nothing
 */
export function browserArguments({ url, profile, isRoot }) {
  return [
    `--app=${url}`,
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-sync',
    '--disable-background-networking',
    '--disable-component-update',
    // The map needs WebGL, which Chromium otherwise withholds where there is no graphics card (virtual machines, remote desktops).
    '--enable-unsafe-swiftshader',
    // Chromium refuses to run as root inside its sandbox.
    ...(isRoot ? ['--no-sandbox'] : []),
  ];
}

/**
 * A browser from a snap may not write to hidden folders of the home directory, where the workspace usually is.
 * @param {string} browser
 * @param {string} workspace
 * @param {string} home
 */
export function browserProfile(browser, workspace, home) {
  const isSnap = existsSync(browser) && realpathSync(browser).startsWith('/snap/');
  return isSnap || browser.startsWith('/snap/')
    ? join(home, 'snap', 'chromium', 'common', 'lianggao-profile')
    : join(workspace, 'browser-profile');
}

/**
 * @param {{ platform: string, env: Record<string, string | undefined>, home: string }} machine
 * @returns {string} where the workspace lives unless somebody says otherwise
 */
export function defaultWorkspace({ platform, env, home }) {
  if (env.LIANGGAO_WORKSPACE) return env.LIANGGAO_WORKSPACE;
  if (platform === 'win32') return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'lianggao', 'workspace');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'lianggao', 'workspace');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'lianggao', 'workspace');
}
