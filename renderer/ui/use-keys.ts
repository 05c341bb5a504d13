// Single keys for the whole page, silent while someone types or something lies over the page.
import { useEffect, useRef } from 'react';

/** Dialogs, and the library's small layers, which hear Escape themselves. */
const openLayer = [
  '[role="dialog"][aria-modal="true"]',
  '.ant-popover:not(.ant-popover-hidden)',
  '.ant-dropdown:not(.ant-dropdown-hidden)',
  '.ant-select-dropdown:not(.ant-select-dropdown-hidden)',
].join();

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Handlers by `KeyboardEvent.key` in lower case. While typing only Escape is heard, and it leaves the field. */
export function useKeys(handlers: Readonly<Record<string, () => void>>): void {
  const current = useRef(handlers);
  useEffect(() => {
    current.current = handlers;
  });
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (document.querySelector(openLayer) !== null) return;
      const handler = current.current[event.key.toLowerCase()];
      if (handler === undefined) return;
      if (isTyping(event.target)) {
        if (event.key !== 'Escape') return;
        (event.target as HTMLElement).blur();
      }
      event.preventDefault();
      handler();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
