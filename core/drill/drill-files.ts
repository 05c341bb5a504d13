// Files of a drill that lie beside its workspace, where nothing of the product reads them: the answers, and how far a run has come.
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError } from '../app-error.ts';
import type { Drill } from './drill-rules.ts';
import type { RaisedTimes } from './findings-seen.ts';
import { DRILL_WATERMARK } from './name-rules.ts';
import type { DrillSpec } from './plan-facts-rules.ts';
import type { Answer } from './score-rules.ts';

export interface AnswersFile {
  readonly watermark: string;
  readonly drill: DrillSpec;
  readonly enterprises: number;
  readonly answers: readonly Answer[];
  /** Ids of cases for which there was no room. */
  readonly notPlanted: readonly string[];
}

/** Beside the workspace, never in it. */
export const answersPath = (workspaceDir: string): string => `${resolve(workspaceDir)}-answers.json`;
export const runStatePath = (workspaceDir: string): string => `${resolve(workspaceDir)}-drill-state.json`;

export function answersOf({ plan, cases, left }: Drill): AnswersFile {
  return {
    ...{ watermark: DRILL_WATERMARK.zh, drill: plan.spec, enterprises: plan.enterprises.length, notPlanted: left },
    answers: cases.map(({ effects: _effects, declarations: _declarations, ...answer }) => answer),
  };
}

export async function writeAnswers(path: string, drill: Drill): Promise<void> {
  await writeWhole(path, `${JSON.stringify(answersOf(drill), null, 1)}\n`);
}

/** Throws AppError `no-answers`. */
export async function readAnswers(path: string): Promise<AnswersFile> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new AppError('no-answers', { path, detail: error.code ?? error.message });
  });
  try {
    const read = JSON.parse(text) as AnswersFile;
    if (!Array.isArray(read.answers)) throw new Error('answers');
    return read;
  } catch (error) {
    throw new AppError('no-answers', { path, detail: (error as Error).message });
  }
}

export interface RunState {
  readonly drill: DrillSpec;
  /** Everything before it has been acknowledged. */
  readonly next: number;
  readonly raised: RaisedTimes;
}

/** null = nothing has been run, or another drill. */
export async function readRunState(path: string, spec: DrillSpec): Promise<RunState | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const state = JSON.parse(text) as RunState;
    const isSame = JSON.stringify(state.drill) === JSON.stringify(spec);
    return isSame && Number.isFinite(state.next) ? { ...state, raised: state.raised ?? {} } : null;
  } catch {
    return null;
  }
}

export const writeRunState = (path: string, state: RunState): Promise<void> =>
  writeWhole(path, `${JSON.stringify(state)}\n`);

/** Of a drill that is made anew, nothing old is left beside it. */
export async function removeDrillFiles(workspaceDir: string): Promise<void> {
  for (const path of [answersPath(workspaceDir), runStatePath(workspaceDir)]) await rm(path, { force: true });
}

async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.part`, text);
  await rename(`${path}.part`, path);
}
