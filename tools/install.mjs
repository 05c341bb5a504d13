// Brings a fresh clone to life with nothing but Node 20 and npm: the packages of package-lock.json, and Node 24 beside them.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isProgram, PlainError, runPlainly } from './plain-error.mjs';

export const repositoryRoot = dirname(dirname(fileURLToPath(import.meta.url)));

const oldestNode = 20;
/** TypeScript runs unbuilt from this version on. */
const newestNode = 24;

/**
 * @param {string} version such as 24.1.0
 * @returns {boolean} whether this Node runs the project's TypeScript itself
 */
export function runsTypeScript(version = process.versions.node) {
  return Number.parseInt(version, 10) >= newestNode;
}

/**
 * The Node that runs everything after the installation: the one in use if it is new enough, otherwise the installed one.
 * @param {string} [root]
 * @returns {string} absolute path
 */
export function nodeBin(root = repositoryRoot) {
  return runsTypeScript() ? process.execPath : packagedNode(root, process.platform);
}

/**
 * @param {string} root
 * @param {string} platform
 */
export function packagedNode(root, platform) {
  return join(root, 'node_modules', 'node', 'bin', platform === 'win32' ? 'node.exe' : 'node');
}

/**
 * Installs what is missing and returns at once when nothing is. Writes to stderr only.
 * @param {string} [root]
 * @throws {PlainError} no network, no space, no npm, a Node that is too old
 */
export async function ensureInstalled(root = repositoryRoot) {
  if (Number.parseInt(process.versions.node, 10) < oldestNode) {
    throw new PlainError(
      `需要 Node.js ${oldestNode} 或更新版本（当前为 ${process.versions.node}）。请先升级 Node.js。`,
      `Node.js ${oldestNode} or newer is needed (this is ${process.versions.node}). Please upgrade Node.js first.`,
    );
  }
  const stampFile = join(root, 'node_modules', '.lianggao-stamp');
  const stamp = installStamp(readFileSync(join(root, 'package-lock.json')), process.platform, process.arch);
  const stamped = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
  if (!stamped && !packagesMatchLock(root)) await installPackages(root);
  if (!existsSync(nodeBin(root))) await installNode(root);
  if (!stamped) writeFileSync(stampFile, stamp);
}

/**
 * @param {Buffer | string} lockfile
 * @param {string} platform
 * @param {string} architecture
 */
export function installStamp(lockfile, platform, architecture) {
  return createHash('sha256').update(lockfile).update(`\n${platform}-${architecture}`).digest('hex');
}

/** npm's own note of what it installed; it writes it last. */
const installedLock = join('node_modules', '.package-lock.json');

/**
 * Whether somebody's own `npm install` already left what the lockfile asks for; then nothing has to be fetched again.
 * @param {string} root
 */
export function packagesMatchLock(root) {
  const installedFile = join(root, installedLock);
  if (!existsSync(installedFile)) return false;
  /** @type {Record<string, { version?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }>} */
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  /** @type {Record<string, { version?: string }>} */
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional, os, cpu, libc }]) => {
    if (path === '' || version === installed[path]?.version) return true;
    const forThisSystem = os?.includes(process.platform) && cpu?.includes(process.arch) && libc === undefined;
    return installed[path] === undefined && optional === true && !forThisSystem;
  });
}

/**
 * Scripts of packages are not run: none is needed (binaries come inside packages), and without them no compiler is ever asked for.
 * @param {string} root
 */
async function installPackages(root) {
  const npm = findNpm(root);
  const command = [...npm, 'ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  try {
    await runWithProgress(command, root, ['正在安装软件包', 'Installing packages']);
  } catch (error) {
    rmSync(join(root, installedLock), { force: true });
    throw error;
  }
}

/**
 * Runs the installer of the `node` package, the only one that is needed: it fetches the binary for this system.
 * @param {string} root
 */
async function installNode(root) {
  await runWithProgress([...findNpm(root), 'rebuild', 'node', '--ignore-scripts=false'], root, [
    `正在获取 Node.js ${newestNode}`,
    `Fetching Node.js ${newestNode}`,
  ]);
  if (!existsSync(packagedNode(root, process.platform))) {
    throw new PlainError(
      `未能为本系统（${process.platform}-${process.arch}）取得 Node.js ${newestNode}。请自行安装 Node.js ${newestNode} 后重试。`,
      `No Node.js ${newestNode} could be had for this system (${process.platform}-${process.arch}). Install Node.js ${newestNode} yourself and try again.`,
    );
  }
}

/**
 * npm puts node_modules/.bin first in PATH, so this file may itself be run by the Node that is about to be replaced.
 * @param {string} root
 */
function systemNode(root) {
  const inside = join(root, 'node_modules') + sep;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const fromPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
  const found = [process.execPath, process.env.npm_node_execpath ?? '', ...fromPath].find(
    (file) => file !== '' && !file.startsWith(inside) && existsSync(file),
  );
  return found ?? process.execPath;
}

/**
 * @param {string} root
 * @returns {string[]} the command line that starts npm
 */
function findNpm(root) {
  const node = systemNode(root);
  const script = [
    process.env.npm_execpath ?? '',
    join(dirname(node), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(dirname(node), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find((file) => file.endsWith('npm-cli.js') && existsSync(file));
  if (script) return [node, script];
  return process.platform === 'win32' ? ['npm.cmd'] : ['npm'];
}

/**
 * @param {string[]} command
 * @param {string} cwd
 * @param {[string, string]} doing what is going on, in Chinese and in English
 */
async function runWithProgress(command, cwd, doing) {
  const [chinese, english] = doing;
  const startedAt = Date.now();
  const say = (/** @type {string} */ end) => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    process.stderr.write(`${chinese}…（${seconds} 秒）${end} ${english}… (${seconds} s)\n`);
  };
  process.stderr.write(`${chinese}… ${english}…\n`);
  const ticking = setInterval(say, 5000, '');
  try {
    const { code, output } = await capture(command, cwd);
    // On a full disk npm only warns about the files it could not unpack, and ends with 0.
    if (code !== 0 || output.includes('TAR_ENTRY_ERROR')) throw explainNpmFailure(output);
  } finally {
    clearInterval(ticking);
  }
  say(' 完成');
}

/**
 * @param {string[]} command
 * @param {string} cwd
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function capture([program = '', ...args], cwd) {
  return new Promise((resolve) => {
    // The packaged installer calls plain `npm`, which may live only beside the system's Node.
    const PATH = [process.env.PATH, isAbsolute(program) ? dirname(program) : ''].filter(Boolean).join(delimiter);
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, PATH },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: program.endsWith('.cmd'),
    });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk).slice(-200_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: -1, output: `${output}\n${error.message}` }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** @type {[RegExp, string, string][]} */
const npmFailures = [
  [
    /spawn \S*npm\S* ENOENT|npm: (command )?not found|'npm' is not recognized/,
    '没有找到 npm。请安装带有 npm 的 Node.js（20 或更新版本）后重试。',
    'npm was not found. Install Node.js 20 or newer together with npm and try again.',
  ],
  [/ENOSPC/, '磁盘空间不足。请腾出至少 1 GB 空间后重试。', 'The disk is full. Free at least 1 GB and try again.'],
  [
    /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|network/i,
    '无法连接 npm 软件源。请检查网络或代理（npm config get proxy）后重试。',
    'The npm registry cannot be reached. Check the network or the proxy (npm config get proxy) and try again.',
  ],
  [
    /EACCES|EPERM|EBUSY/,
    '没有权限写入 node_modules，或其中的文件正在使用。请关闭本程序的其他窗口并检查目录权限后重试。',
    'node_modules cannot be written or is in use. Close other windows of this program, check the folder’s permissions and try again.',
  ],
  [
    /EINTEGRITY/,
    '下载的软件包与锁定文件不符。请运行 npm cache clean --force 后重试。',
    'A downloaded package differs from the lockfile. Run npm cache clean --force and try again.',
  ],
  [
    /EUSAGE/,
    'package.json 与 package-lock.json 不一致。请运行 npm install 更新锁定文件后重试。',
    'package.json and package-lock.json disagree. Run npm install to update the lockfile and try again.',
  ],
  [
    /E404|ETARGET/,
    '软件源中没有所需的软件包版本。请换用完整的 npm 软件源后重试。',
    'The registry lacks a version that is needed. Use a complete npm registry and try again.',
  ],
];

/**
 * @param {string} output what npm printed
 * @returns {PlainError}
 */
export function explainNpmFailure(output) {
  const known = npmFailures.find(([pattern]) => pattern.test(output));
  const complaints = output
    .split('\n')
    .filter((line) => /^npm (error|ERR!)/.test(line) && !/^npm \S+\s+at /.test(line));
  const detail = [...new Set(complaints)].slice(0, 4).join('\n');
  const [, chinese, english] = known ?? [
    undefined,
    '安装软件包失败。请按下面的提示处理后重试。',
    'Installing the packages failed. See below, then try again.',
  ];
  return new PlainError(chinese, english, detail || output.trim().split('\n').slice(-3).join('\n'));
}

if (isProgram(import.meta.url)) {
  await runPlainly(async () => {
    await ensureInstalled();
    return 0;
  });
}
