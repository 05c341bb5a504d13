// Chords as keyboards label them. Pure.

const labels: Readonly<Record<string, string>> = {
  escape: 'Esc',
  backspace: 'Backspace',
  enter: 'Enter',
  ' ': 'Space',
};

/** 'mod+shift+c' → 'Ctrl+Shift+C', on a Mac '⌘⇧C'. */
export function keyText(chord: string, mac: boolean): string {
  const parts = chord.split('+').map((part) => {
    if (part === 'mod') return mac ? '⌘' : 'Ctrl';
    if (part === 'shift') return mac ? '⇧' : 'Shift';
    return labels[part] ?? part.toUpperCase();
  });
  return parts.join(mac ? '' : '+');
}

export const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.userAgent);
