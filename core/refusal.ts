// Refusals of every layer as one kind of error with one kind of text, so that command line and screens say the same.
import { AppError } from './app-error.ts';
import { namedDbError } from './db/open.ts';
import { SourceFileError, sourceFileErrorText } from './imports/read/source-file.ts';
import { BoundaryError } from './places/boundary-error.ts';

/** A refusal as it travels to a screen: a code for programs and a sentence in each language. */
export interface RefusalText {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** The refusal that an error stands for; null = a defect of ours. `dir` is named when the disk is at fault. */
export function asAppError(error: unknown, dir: string): AppError | null {
  if (error instanceof AppError) return error;
  if (error instanceof SourceFileError) {
    if (error.code === 'cancelled') return new AppError('cancelled');
    return new AppError('file-refused', {
      code: error.code,
      zh: sourceFileErrorText(error, 'zh'),
      en: sourceFileErrorText(error, 'en'),
    });
  }
  if (error instanceof BoundaryError) return new AppError('boundaries-refused', { zh: error.zh, en: error.en });
  return namedDbError(error, dir);
}

/** The code of a refused file is the file reader's own. */
export function refusalText(error: AppError): RefusalText {
  const code = error.code === 'file-refused' ? String(error.params.code) : error.code;
  return { code, zh: error.text('zh'), en: error.text('en') };
}
