// What a command is: something the reader can do, with a name, perhaps a key, found in the palette and in the list of keys.
import type { Bilingual } from '../../contract/figures.ts';
import type { Desk, View } from '../state/view-store.ts';

/** In the order of the list of keys. */
export const commandGroups = ['go', 'alarms', 'map', 'layers', 'time', 'data', 'screen'] as const;
export type CommandGroup = (typeof commandGroups)[number];

export interface Command {
  /** Stays the same for ever: what was used lately is remembered by it. */
  readonly id: string;
  readonly group: CommandGroup;
  readonly name: Bilingual;
  /** Chords as `useKeys` takes them; the first is shown. */
  readonly keys?: readonly string[];
  /** The desk that it belongs to; left out = every desk. */
  readonly desk?: Desk;
  /** Left out = always. */
  enabled?(view: View): boolean;
  run(view: View): void;
}

export const isOnDesk = ({ desk }: Pick<Command, 'desk'>, view: Pick<View, 'desk'>): boolean =>
  desk === undefined || desk === view.desk;

/** Whether it can be done now. */
export const isOffered = (command: Command, view: View): boolean =>
  isOnDesk(command, view) && (command.enabled?.(view) ?? true);
