// Single keys for the whole page, silent while someone types or a dialog is open.
import { useEffect, useRef } from 'react';

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
      if (document.querySelector('[role="dialog"][aria-modal="true"]') !== null) return;
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
