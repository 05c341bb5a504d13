// Which commands were used lately, the newest first; kept in this browser.
import { remember, remembered } from '../state/remember.ts';

const key = 'recent-commands';
const mostKept = 8;

export function recentCommands(): readonly string[] {
  return (remembered(key) ?? '').split('\n').filter((id) => id !== '');
}

export function rememberCommand(id: string): void {
  const others = recentCommands().filter((each) => each !== id);
  remember(key, [id, ...others].slice(0, mostKept).join('\n'));
}
