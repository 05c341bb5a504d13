// Names of the drill province: made of characters that no bundled ledger has side by side, and marked as a drill.
import type { Chance } from './chance-rules.ts';

/** On every screen and export of a drill workspace. */
export const DRILL_WATERMARK = { zh: '演练数据', en: 'drill data' } as const;

/** Rare in the names of enterprises; any three of them make a name that nobody has registered. */
export const nameCharacters = '霁蘅屿砚珩翊泠昀璟淞岚棠祈溯弦汐槿笙皓澈瑾芷茗烨'.split('');

/** Distinct names of three characters, in the order of chance. */
export function inventNames(count: number, chance: Chance): string[] {
  const all: string[] = [];
  for (const a of nameCharacters)
    for (const b of nameCharacters)
      for (const c of nameCharacters) if (a !== b && b !== c && a !== c) all.push(a + b + c);
  if (count > all.length) throw new RangeError(`there are ${all.length} invented names, not ${count}`);
  return chance.shuffled(all).slice(0, count);
}

/** No enterprise can be registered under it: a registered name holds no （演练）. */
export const enterpriseName = (stem: string, trade: string): string => `${stem}${trade}有限公司（演练）`;
