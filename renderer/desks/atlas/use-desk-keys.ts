// The keys of the desk: search, one step back, where a figure comes from, help.
import type { InputRef } from 'antd';
import type { RefObject } from 'react';
import { useView } from '../../state/view-store.ts';
import { useKeys } from '../../ui/use-keys.ts';

function explainFigure(): void {
  const focused = document.activeElement?.closest<HTMLElement>('[data-figure]');
  (focused ?? document.querySelector<HTMLElement>('[data-figure]'))?.click();
}

export function useDeskKeys(search: RefObject<InputRef | null>): void {
  const { stepBack, openDialog } = useView.getState();
  useKeys({
    '/': () => search.current?.focus({ cursor: 'all' }),
    escape: stepBack,
    i: explainFigure,
    '?': () => openDialog('keys'),
  });
}
