// Keys for the whole page, alone or with Ctrl (⌘) and Shift; silent while someone types or something lies over the page.
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

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/**
 * What was pressed, as handlers are named: 'k', 'escape', '?', 'mod+k', 'mod+shift+c', 'shift+m'. Shift is named only
 * beside letters and named keys: where a sign needs it differs from keyboard to keyboard. null = nothing that is heard.
 */
export function chordOf({ key, code, ctrlKey, metaKey, shiftKey, altKey }: Pressed): string | null {
  if (altKey) return null;
  // Other alphabets and input methods hide the letter in `key`; with Ctrl it is meant by its place.
  const letter = /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase();
  const mod = ctrlKey || metaKey;
  const name = mod && letter !== undefined && !/^[a-z]$/i.test(key) ? letter : key.toLowerCase();
  const shift = shiftKey && (name.length > 1 || /^[a-z]$/.test(name));
  return `${mod ? 'mod+' : ''}${shift ? 'shift+' : ''}${name}`;
}

/**
 * Handlers by chord. While someone types only Escape is heard, which leaves the field, and what comes with Ctrl or ⌘.
 * What another part of the page has dealt with is not heard.
 */
export function useKeys(handlers: Readonly<Record<string, () => void>>): void {
  const current = useRef(handlers);
  useEffect(() => {
    current.current = handlers;
  });
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.isComposing) return;
      const chord = chordOf(event);
      const handler = chord === null ? undefined : current.current[chord];
      if (handler === undefined || document.querySelector(openLayer) !== null) return;
      if (isTyping(event.target) && !chord?.startsWith('mod+')) {
        if (event.key !== 'Escape') return;
        (event.target as HTMLElement).blur();
      }
      event.preventDefault();
      if (!event.repeat || !chord?.startsWith('mod+')) handler();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
