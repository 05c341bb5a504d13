// The screen's words in the reader's language, and the core's own names in it.
import { useMemo } from 'react';
import type { Bilingual } from '../../contract/figures.ts';
import { useCore } from '../state/core-store.ts';
import { useView } from '../state/view-store.ts';
import { en } from './en.ts';
import { type Words, zh } from './zh.ts';

export function useWords(): Words {
  return useView((view) => view.language) === 'en' ? en : zh;
}

/** Names of catalogue entries and places by id or code; an id that has no name stands for itself. */
export interface Names {
  industry(id: string): string;
  product(id: string): string;
  status(id: string): string;
  dataset(id: string): string;
  /** City or county by its code. */
  region(code: number): string;
  pick(name: Bilingual): string;
}

export function useNames(): Names {
  const about = useCore((core) => core.about);
  const language = useView((view) => view.language);
  return useMemo(() => {
    const namesOf = (entries: readonly { id: string; name: Bilingual }[] = []) => {
      const names = new Map(entries.map(({ id, name }) => [id, name[language]]));
      return (id: string) => names.get(id) ?? id;
    };
    const regions = [...(about?.cities ?? []), ...(about?.counties ?? [])];
    const regionNames = new Map(regions.map(({ code, name, nameEn }) => [code, language === 'en' ? nameEn : name]));
    return {
      industry: namesOf(about?.industries),
      product: namesOf(about?.products),
      status: namesOf(about?.statuses),
      dataset: namesOf(about?.datasets),
      region: (code) => regionNames.get(code) ?? String(code),
      pick: (name) => name[language],
    };
  }, [about, language]);
}
