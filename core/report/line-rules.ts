// Where lines of Chinese and of words break. Pure.

/** May not begin a line. */
const CLOSING = new Set('，。、；：！？）》」』】〕”’％%℃)],.;:!?·…');
/** May not end one. */
const OPENING = new Set('（《「『【〔“‘([');
const isWord = (character: string): boolean => /[\p{L}\p{N}_\-+/.@#:=<>]/u.test(character) && !isWide(character);
const isWide = (character: string): boolean => (character.codePointAt(0) as number) >= 0x2e80;

/** Pieces of a text between which a line may end; joined they are the text. */
export function pieces(text: string): string[] {
  const found: string[] = [];
  let before = '';
  for (const character of text) {
    const holds =
      before !== '' &&
      (CLOSING.has(character) || character === ' ' || OPENING.has(before) || (isWord(before) && isWord(character)));
    if (holds) found[found.length - 1] += character;
    else found.push(character);
    before = character;
  }
  return found;
}

/** Lines no wider than `width`; a piece that is wider by itself is cut. `widthOf` = of a text. */
export function breakLines(text: string, width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const piece of pieces(paragraph)) {
      if (line !== '' && widthOf((line + piece).trimEnd()) > width) {
        lines.push(line.trimEnd());
        line = '';
      }
      line += piece.trimStart() === '' && line === '' ? '' : piece;
      while (widthOf(line.trimEnd()) > width && [...line].length > 1) {
        const characters = [...line];
        let fits = characters.length - 1;
        while (fits > 1 && widthOf(characters.slice(0, fits).join('')) > width) fits--;
        lines.push(characters.slice(0, fits).join(''));
        line = characters.slice(fits).join('');
      }
    }
    lines.push(line.trimEnd());
  }
  return lines;
}
