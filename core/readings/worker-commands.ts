// Commands that run in the writer's thread, by name: one line each. A command is a synchronous function; the list is all there is.
import type Database from 'better-sqlite3';
import type { Alarm, AlarmTransitionRequest } from '../../contract/alarms.ts';
import type {
  AlarmBulkRequest,
  AlarmBulkResult,
  AlarmUndoRequest,
  CallBack,
  CallBackDone,
  CallBackPromise,
  Handover,
  HandoverSign,
  ReadingCorrection,
  ReadingCorrectionResult,
} from '../../contract/duty.ts';
import type { Adoption } from '../../contract/monitoring.ts';
import { actOnAlarms, transition as transitionAlarm, undo as undoOnAlarms } from '../alarms/handlers.ts';
import { registerAdoption } from '../devices/register-adoption.ts';
import { endCallBack, promiseCallBack } from '../duty/call-backs.ts';
import { signHandover } from '../duty/handovers.ts';
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

function bulk(db: Database.Database, request: AlarmBulkRequest, { now }: CommandContext): AlarmBulkResult {
  return actOnAlarms(db, request, now());
}

function undo(db: Database.Database, request: AlarmUndoRequest, { now }: CommandContext): Alarm[] {
  return undoOnAlarms(db, request, now());
}

function correct(
  _db: Database.Database,
  asked: ReadingCorrection,
  { writer }: CommandContext,
): ReadingCorrectionResult {
  return writer.correct(asked);
}

function promise(db: Database.Database, asked: CallBackPromise, { now }: CommandContext): CallBack {
  return promiseCallBack(db, asked, now());
}

function done(db: Database.Database, asked: CallBackDone, { now }: CommandContext): CallBack {
  return endCallBack(db, asked, now());
}

function sign(db: Database.Database, asked: HandoverSign, { now }: CommandContext): Handover {
  return signHandover(db, asked, now());
}

/** Input and result cross threads: plain values. A command that writes runs its own `db.transaction(...).immediate()`. */
export const workerCommands = { adopt, settle, transition, bulk, undo, correct, promise, done, sign };

export type WorkerCommands = typeof workerCommands;
