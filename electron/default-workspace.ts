// Where the workspace lives unless somebody says otherwise: the same place as for `npm start`.
import { createHash } from 'node:crypto';
import { join } from 'node:path';

export function defaultWorkspace({ platform, env }: Pick<NodeJS.Process, 'platform' | 'env'>, home: string): string {
  if (env['LIANGGAO_WORKSPACE']) return env['LIANGGAO_WORKSPACE'];
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'lianggao', 'workspace');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'lianggao', 'workspace');
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'lianggao', 'workspace');
}

/** What the shell keeps of its own (views, window places, logs). One a workspace, so that two of them can be open at once. */
export function shellDirectory(appData: string, workspaceDir: string): string {
  return join(appData, 'lianggao', `desktop-${createHash('sha256').update(workspaceDir).digest('hex').slice(0, 8)}`);
}
