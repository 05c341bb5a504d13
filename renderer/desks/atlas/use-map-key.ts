// A key that the map hears before the rest of the page, where no control has the focus.
import { useEffect, useRef } from 'react';

/** `press` says whether the key meant anything; if not, the page hears it. */
export function useMapKey(key: 'Enter' | 'Escape', press: () => boolean): void {
  const current = useRef(press);
  useEffect(() => {
    current.current = press;
  });
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const { target } = event;
      // Buttons and fields have an Enter of their own; Escape leaves the innermost wherever the focus is.
      const free = key === 'Escape' || target === document.body || target instanceof HTMLCanvasElement;
      if (event.key !== key || event.defaultPrevented || !free) return;
      if (current.current()) event.preventDefault();
    }
    document.addEventListener('keydown', onKeyDown, true);
    return () => document.removeEventListener('keydown', onKeyDown, true);
  }, [key]);
}
