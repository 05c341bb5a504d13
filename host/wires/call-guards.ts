// What a wire checks around each call: which files it may open, and what an unexpected error lets out.

import { dirname, resolve } from 'node:path';
import { AsyncIteratorClass, ORPCError } from '@orpc/server';
import type { StandardHandlerOptions } from '@orpc/server/standard';
import type { AppContext } from '../../core/app.ts';

type Guard = NonNullable<StandardHandlerOptions<AppContext>['clientInterceptors']>[number];

/** Lets imports open only some files: what got hold of a screen must not read this machine's other files through an import. */
function onlyFiles(mayOpen: (path: string) => boolean, refusal: () => Error): Guard {
  return async (call) => {
    const name = call.path.join('.');
    if (name === 'imports.run' || name === 'imports.inspect') {
      if (!namedPaths(call.input).every(mayOpen)) throw refusal();
    }
    return call.next();
  };
}

/** For browsers, which have no path of this machine to give. */
export function onlyUploadedFiles(uploadsDir: string): Guard {
  const directory = resolve(uploadsDir);
  return onlyFiles(
    (path) => resolve(path) === path && dirname(path) === directory,
    () =>
      pathRefused(
        'path-not-uploaded',
        '只能导入已上传的文件。请先上传文件，再导入。',
        'Only files that were uploaded can be imported. Upload the file first, then import it.',
      ),
  );
}

/** For the desktop's own windows, whose user picks files wherever they lie. */
export function onlyChosenFiles(mayOpen: (path: string) => boolean): Guard {
  return onlyFiles(mayOpen, () =>
    pathRefused(
      'path-not-chosen',
      '只能导入在本程序窗口中选择的文件。请重新选择文件，再导入。',
      'Only files that were chosen in the program’s own window can be imported. Choose the file again, then import it.',
    ),
  );
}

/** Paths in an input that has not been validated; what has another shape is left to the validation that follows. */
function namedPaths(input: unknown): string[] {
  const { path, files } = (input ?? {}) as { path?: unknown; files?: unknown };
  const named = [path, ...(Array.isArray(files) ? files.map((file) => (file as { path?: unknown } | null)?.path) : [])];
  return named.filter((each) => typeof each === 'string');
}

function pathRefused(code: string, zh: string, en: string): Error {
  return new ORPCError('REFUSED', { status: 422, message: `${zh} ${en}`, data: { code, zh, en } });
}

/**
 * Errors that the contract names pass as they are. Any other is logged in full and reaches the client as one plain
 * sentence, without message, stack or path. `log` gets one entry an error.
 */
export function hideUnexpectedErrors(log: (entry: string) => void): Guard {
  return async (call) => {
    const hidden = (error: unknown): unknown => {
      if (call.signal?.aborted) return error; // The client is gone: nobody is told, and nothing went wrong here.
      if (error instanceof ORPCError && error.status < 500) return error;
      log(`${call.path.join('.')}: ${detailsOf(error)}`);
      return new ORPCError('INTERNAL_SERVER_ERROR', {
        message:
          '程序内部出错，操作没有完成。请重试；若再次出现，请把日志交给维护人员。 ' +
          'Something went wrong inside the program and nothing was done. Try again; if it happens again, give the log to whoever maintains it.',
      });
    };
    try {
      const output = await call.next();
      if (!isAsyncIterator(output)) return output;
      return new AsyncIteratorClass(
        async () => {
          try {
            return await output.next();
          } catch (error) {
            throw hidden(error);
          }
        },
        async (reason) => {
          if (reason !== 'next') await output.return?.();
        },
      );
    } catch (error) {
      throw hidden(error);
    }
  };
}

function isAsyncIterator(value: unknown): value is AsyncIterator<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value;
}

/** Stack and all causes; a validation error says which fields. */
function detailsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const issues = 'issues' in error ? ` ${JSON.stringify(error.issues).slice(0, 2000)}` : '';
  const cause = error.cause === undefined ? '' : `\n  caused by ${detailsOf(error.cause)}`;
  return `${error.stack ?? error.message}${issues}${cause}`;
}
