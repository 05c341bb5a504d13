// The layouts that the product knows from the start. A list.
import type { Mapping } from '../../../contract/imports.ts';
import { gemCoal } from './gem-coal.ts';
import { gemSteel } from './gem-steel.ts';
import { ledger } from './ledger.ts';
import { sfiCement } from './sfi-cement.ts';

export const bundledPresets: readonly Mapping[] = [gemCoal, gemSteel, sfiCement, ledger];
