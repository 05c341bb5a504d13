// Chords: named the same whatever the keyboard.
import { describe, expect, it } from 'vitest';
import { chordOf } from './use-keys.ts';

const pressed = (key: string, code: string, ...held: string[]) => ({
  key,
  code,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  shiftKey: held.includes('shift'),
  altKey: held.includes('alt'),
});

describe('a chord', () => {
  it.each([
    ['k', pressed('k', 'KeyK')],
    ['shift+m', pressed('M', 'KeyM', 'shift')],
    ['m', pressed('M', 'KeyM')],
    ['escape', pressed('Escape', 'Escape')],
    ['mod+k', pressed('k', 'KeyK', 'ctrl')],
    ['mod+k', pressed('k', 'KeyK', 'meta')],
    ['mod+shift+c', pressed('C', 'KeyC', 'ctrl', 'shift')],
  ])('is %s', (chord, event) => expect(chordOf(event)).toBe(chord));

  it('is the sign itself, however the keyboard writes it', () => {
    expect(chordOf(pressed('?', 'Slash', 'shift'))).toBe('?');
    expect(chordOf(pressed('?', 'Minus'))).toBe('?');
    expect(chordOf(pressed('/', 'Digit7', 'shift'))).toBe('/');
  });

  it('with Ctrl goes by the place of a key that writes no Latin letter', () => {
    expect(chordOf(pressed('л', 'KeyK', 'ctrl'))).toBe('mod+k');
    expect(chordOf(pressed('Process', 'KeyK', 'ctrl'))).toBe('mod+k');
  });

  it('with Alt belongs to the system', () => expect(chordOf(pressed('k', 'KeyK', 'alt'))).toBeNull());
});
