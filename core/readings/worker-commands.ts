// Commands that run in the writer's thread, by name: one line each. A command is a synchronous function; the list is all there is.
import type Database from 'better-sqlite3';
import type { Alarm, AlarmTransitionRequest } from '../../contract/alarms.ts';
import type { Adoption } from '../../contract/monitoring.ts';
import { transition as transitionAlarm } from '../alarms/handlers.ts';
import { registerAdoption } from '../devices/register-adoption.ts';
import type { Adopted, ReadingWriter } from './reading-writer.ts';

export interface CommandContext {
  readonly writer: ReadingWriter;
  readonly now: () => number;
  readonly log: (line: string) => void;
  /** To screens, after the commit: `onCommitted`. */
  readonly publish: (topic: string, content: unknown) => void;
}

/** Registers what is missing, then moves the backlog in. */
function adopt(db: Database.Database, adoption: Adoption, { writer, now }: CommandContext): Adopted {
  registerAdoption(db, adoption, now());
  return writer.adopt(adoption.device);
}

function settle(_db: Database.Database, _input: null, { writer }: CommandContext): null {
  writer.settle();
  return null;
}

function transition(db: Database.Database, request: AlarmTransitionRequest, { now }: CommandContext): Alarm {
  return transitionAlarm(db, request, now());
}

/** Input and result cross threads: plain values. A command that writes runs its own `db.transaction(...).immediate()`. */
export const workerCommands = { adopt, settle, transition };

export type WorkerCommands = typeof workerCommands;
