// Where one value comes from, down to the cell of the file, the person or the rule.
import type { Origin } from '../../../contract/ledger.ts';
import { wallClock } from '../../format/zoned-time.ts';
import { useWords } from '../../i18n/use-words.ts';
import type { Words } from '../../i18n/zh.ts';
import { useCore } from '../../state/core-store.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { Pairs } from '../../ui/pairs.tsx';

/** Short enough to compare by eye; the whole is in the title. */
export function Fingerprint({ sha256 }: { readonly sha256: string }) {
  return (
    <code className="fingerprint" title={sha256}>
      {sha256.slice(0, 12)}
    </code>
  );
}

/** The origin in one line, for tables. */
export function originLine(origin: Origin | null, words: Words): string {
  if (origin === null) return words.enterprise.noOrigin;
  switch (origin.kind) {
    case 'cell': {
      const path = words.origin.path(
        origin.file,
        origin.sheet,
        String(origin.row),
        `${origin.letter} ${origin.column}`.trim(),
      );
      return `${path} › ${origin.text === '' ? words.origin.blankCell : `“${origin.text}”`}`;
    }
    case 'person':
      return `${words.origin.person} › ${origin.actor} › ${origin.reason}`;
    case 'rule':
      return `${words.origin.rule} › ${origin.rule} › ${origin.detail}`;
    case 'readings':
      return `${words.origin.readings} › ${origin.device} › ${origin.channel} › ${origin.count}`;
  }
}

/** Who brought an import in; nothing while that is not known. */
function ImportActor({ importId }: { readonly importId: number }) {
  const { value } = useAnswer(`import ${importId}`, (backend, signal) => backend.imports.list(undefined, { signal }));
  const record = value?.find(({ id }) => id === importId);
  return (
    <>
      #{importId} {record && `${record.actor}${record.reason === null ? '' : ` · ${record.reason}`}`}
    </>
  );
}

export function OriginCard({ origin }: { readonly origin: Origin | null }) {
  const words = useWords();
  const timeZone = useCore((core) => core.about?.profile.timeZone ?? 'UTC');
  if (origin === null) return <p className="muted">{words.enterprise.noOrigin}</p>;
  switch (origin.kind) {
    case 'cell':
      return (
        <Pairs
          entries={[
            [words.origin.file, origin.file],
            [words.origin.sheet, origin.sheet],
            [words.origin.row, String(origin.row)],
            [words.origin.column, `${origin.letter} ${origin.column}`.trim()],
            [words.origin.cell, origin.text === '' ? words.origin.blankCell : <q key="cell">{origin.text}</q>],
            [words.origin.sha256, <Fingerprint key="sha256" sha256={origin.sha256} />],
            [words.origin.import, <ImportActor key="import" importId={origin.importId} />],
            [words.origin.recordedAt, wallClock(origin.recordedAt, timeZone)],
          ]}
        />
      );
    case 'person':
      return (
        <Pairs
          entries={[
            [words.origin.actor, origin.actor],
            [words.origin.reason, origin.reason],
            [words.origin.recordedAt, wallClock(origin.recordedAt, timeZone)],
          ]}
        />
      );
    case 'rule':
      return (
        <Pairs
          entries={[
            [words.origin.rule, origin.rule],
            [words.explanation.formula, origin.detail],
          ]}
        />
      );
    case 'readings':
      return (
        <Pairs
          entries={[
            [words.origin.device, origin.device],
            [words.origin.channel, origin.channel],
            [words.origin.readings, String(origin.count)],
            [words.origin.from, wallClock(origin.from, timeZone)],
            [words.origin.to, wallClock(origin.to, timeZone)],
          ]}
        />
      );
  }
}
