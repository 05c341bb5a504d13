// The files chosen for an import: each sent to the host, then looked into; any can be cancelled or taken off the list.
import { useEffect, useRef, useState } from 'react';
import type { Inspection } from '../../../contract/imports.ts';
import { uploadFile } from '../../backend/upload-file.ts';
import { useCore } from '../../state/core-store.ts';

export interface ChosenFile {
  readonly key: number;
  readonly name: string;
  readonly bytes: number;
  /** Fraction 0…1 sent. */
  readonly sent: number;
  /** Path on the host once it is there. */
  readonly path: string | null;
  readonly inspection: Inspection | null;
  readonly error: unknown;
}

export interface Uploads {
  readonly files: readonly ChosenFile[];
  add(chosen: readonly File[]): void;
  remove(key: number): void;
  clear(): void;
}

export function useUploads(): Uploads {
  const [files, setFiles] = useState<readonly ChosenFile[]>([]);
  const running = useRef(new Map<number, AbortController>());
  const nextKey = useRef(0);
  useEffect(() => {
    const all = running.current;
    return () => {
      for (const abort of all.values()) abort.abort();
    };
  }, []);

  const change = (key: number, part: Partial<ChosenFile>): void =>
    setFiles((last) => last.map((file) => (file.key === key ? { ...file, ...part } : file)));

  async function send(key: number, file: File): Promise<void> {
    const abort = new AbortController();
    running.current.set(key, abort);
    try {
      const path = await uploadFile(file, (sent) => change(key, { sent }), abort.signal);
      change(key, { path, sent: 1 });
      const { backend } = useCore.getState();
      if (backend === null) throw new TypeError('The host could not be reached.');
      change(key, { inspection: await backend.imports.inspect({ path, name: file.name }, { signal: abort.signal }) });
    } catch (error) {
      if (!abort.signal.aborted) change(key, { error });
    } finally {
      running.current.delete(key);
    }
  }

  function remove(key: number): void {
    running.current.get(key)?.abort();
    setFiles((last) => last.filter((file) => file.key !== key));
  }

  return {
    files,
    add(chosen) {
      for (const file of chosen) {
        nextKey.current += 1;
        const key = nextKey.current;
        setFiles((last) => [
          ...last,
          { key, name: file.name, bytes: file.size, sent: 0, path: null, inspection: null, error: null },
        ]);
        void send(key, file);
      }
    },
    remove,
    clear() {
      for (const { key } of files) remove(key);
    },
  };
}
