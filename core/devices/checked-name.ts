// Names and ids that people give: one line of text, so that lists, links and files can hold them.
import { AppError } from '../app-error.ts';

const LONGEST = 200;

/** Neither blank nor long, without line breaks, tabs and other control characters. */
export const isName = (text: string): boolean =>
  text.trim() !== '' && text.length <= LONGEST && !/[\p{Cc}\u2028\u2029]/u.test(text);

/** Throws AppError `bad-name`; `what` is the option or field that states it. */
export function checkName(what: string, text: string | undefined): void {
  if (text === undefined || isName(text)) return;
  const shown = JSON.stringify(text.slice(0, 60)).slice(1, -1);
  throw new AppError('bad-name', { what, value: shown, longest: LONGEST });
}
