// 统一社会信用代码: 18 characters of which the last is a check character (GB 32100-2015).

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Character that the first 17 call for, or null when one of them is not in the standard's alphabet. */
export function creditCodeCheckCharacter(first17: string): string | null {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return null;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET[(31 - (sum % 31)) % 31] ?? null;
}

export type CreditCodeFault = 'length' | 'character' | 'check';

/** What is wrong with a code (upper case), or null if it checks. */
export function creditCodeFault(code: string): CreditCodeFault | null {
  if (code.length !== 18) return 'length';
  const check = creditCodeCheckCharacter(code.slice(0, 17));
  if (check === null || !ALPHABET.includes(code.charAt(17))) return 'character';
  return check === code.charAt(17) ? null : 'check';
}

/** The code as it is kept: ledgers write it in small letters, full-width, or in groups. */
export const plainCreditCode = (text: string): string => text.normalize('NFKC').toUpperCase().replaceAll(/[\s-]/g, '');
