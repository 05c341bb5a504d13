// The head of every desk: what this is, the way to the other desks, the watermark's tag, and what the desk adds.
import type { ReactNode } from 'react';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { DeskNav } from './desk-nav.tsx';
import { DrillTag } from './drill-tag.tsx';
import { ScreenButtons } from './screen-buttons.tsx';

/** `children` stand in the middle; `buttons` before those that every desk has. */
export function DeskHead({ children, buttons }: { readonly children: ReactNode; readonly buttons?: ReactNode }) {
  const words = useWords();
  const names = useNames();
  const profile = useCore((core) => core.about?.profile);
  return (
    <header className="atlas-header">
      <h1>
        {words.product}
        {profile && <span className="province">{names.pick(profile.name)}</span>}
      </h1>
      <DeskNav />
      <DrillTag />
      {children}
      <div className="head-buttons">
        {buttons}
        <ScreenButtons />
      </div>
    </header>
  );
}
