// lianggao settings: what an office decides about its instruments, such as which cameras may be asked.
import { AppError } from '../../core/app-error.ts';
import { LISTENER_TLS, readTlsFiles } from '../sources/listener-tls.ts';
import { log, printJson, say } from './command.ts';
import { withReadings } from './open-readings.ts';

const protocols = ['hj212', 'mqtt', 'http'];

/** What each setting takes, and whether a text is that. */
const settings: Readonly<Record<string, readonly [accepted: string, isValid: (text: string) => boolean]>> = {
  'camera-hosts': [
    'host, host:port, …',
    (text) =>
      text.split(/[\s,]+/).every((host) => URL.parse(`http://${host}/`)?.pathname === '/' && !/[@/?#]/.test(host)),
  ],
  'unknown-devices': ['quarantine | refuse', (text) => text === 'quarantine' || text === 'refuse'],
  listeners: ['{"hj212":8212,"mqtt":1883,"http":8080}', isListeners],
  [LISTENER_TLS]: ['{"certFile":"listener.pem","keyFile":"listener.key"}', (text) => readTlsFiles(text) !== null],
};

function isListeners(text: string): boolean {
  try {
    const given: unknown = JSON.parse(text);
    if (typeof given !== 'object' || given === null || Array.isArray(given)) return false;
    return Object.entries(given).every(
      ([protocol, port]) => protocols.includes(protocol) && Number.isInteger(port) && port >= 0 && port <= 65_535,
    );
  } catch {
    return false;
  }
}

interface SettingsOptions {
  workspace: string;
  json?: boolean;
}

export async function settingsListCommand(options: SettingsOptions): Promise<void> {
  await withReadings(options.workspace, { readOnly: true }, (db) => {
    const value = db.prepare('SELECT value FROM setting WHERE key = ?').pluck();
    const all = Object.fromEntries(
      Object.keys(settings).map((key) => [key, (value.get(key) as string | undefined) ?? null]),
    );
    if (options.json) return printJson({ settings: all });
    for (const [key, text] of Object.entries(all))
      process.stdout.write(`${key}\t${text ?? say('未设置', 'not set')}\n`);
  });
}

/** A blank value takes the setting back. Throws AppError `unknown-option-value`. */
export async function settingsSetCommand(key: string, value: string, options: SettingsOptions): Promise<void> {
  const setting = settings[key];
  const refuse = (option: string, given: string, accepted: string): never => {
    throw new AppError('unknown-option-value', { option, value: given, accepted });
  };
  const [accepted, isValid] = setting ?? refuse('key', key, Object.keys(settings).join(', '));
  const text = value.trim();
  if (text !== '' && !isValid(text)) refuse(key, value, accepted);
  await withReadings(options.workspace, {}, (db) => {
    if (text === '') db.prepare('DELETE FROM setting WHERE key = ?').run(key);
    else
      db.prepare(
        'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      ).run(key, text);
    log(say(`已设置 ${key}。`, `${key} is set.`));
    if (options.json) printJson({ [key]: text === '' ? null : text });
  });
}
