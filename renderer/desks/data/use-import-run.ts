// One run of an import: progress while it goes on, its report at the end, and the way to stop it.
import { useEffect, useRef, useState } from 'react';
import type { ImportReport, ImportRequest } from '../../../contract/imports.ts';
import { useCore } from '../../state/core-store.ts';

export type RunState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running';
      readonly file: string;
      readonly rows: number;
      readonly fraction: number;
      readonly dryRun: boolean;
    }
  | { readonly kind: 'done'; readonly report: ImportReport }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface ImportRun {
  readonly state: RunState;
  start(request: ImportRequest): void;
  cancel(): void;
  reset(): void;
}

export function useImportRun(): ImportRun {
  const [state, setState] = useState<RunState>({ kind: 'idle' });
  const abort = useRef(new AbortController());
  useEffect(() => () => abort.current.abort(), []);

  async function run(request: ImportRequest, signal: AbortSignal): Promise<void> {
    const { backend } = useCore.getState();
    if (backend === null) throw new TypeError('The host could not be reached.');
    for await (const step of await backend.imports.run(request, { signal })) {
      if (signal.aborted) return;
      if (step.kind === 'report') setState({ kind: 'done', report: step.report });
      else {
        const fraction = step.bytesTotal === 0 ? 0 : step.bytes / step.bytesTotal;
        setState({ kind: 'running', file: step.file, rows: step.rows, fraction, dryRun: request.dryRun === true });
      }
    }
  }

  return {
    state,
    start(request) {
      abort.current.abort();
      abort.current = new AbortController();
      const { signal } = abort.current;
      setState({
        kind: 'running',
        file: request.files[0]?.name ?? '',
        rows: 0,
        fraction: 0,
        dryRun: request.dryRun === true,
      });
      run(request, signal).catch((error: unknown) => {
        if (!signal.aborted) setState({ kind: 'failed', error });
      });
    },
    cancel() {
      abort.current.abort();
      setState({ kind: 'cancelled' });
    },
    reset() {
      abort.current.abort();
      setState({ kind: 'idle' });
    },
  };
}
