// The documents: told apart by their ids, named in both languages, numbered and dated in the forms that are shown.
import { describe, expect, it } from 'vitest';
import { documents } from './documents.ts';

describe('the documents', () => {
  it('are five, each with an id of its own', () => {
    expect(documents).toHaveLength(5);
    expect(new Set(documents.map(({ id }) => id)).size).toBe(5);
  });

  it.each(documents.map((each) => [each.id, each] as const))('%s states only what can be shown', (_, document) => {
    expect(document.title.zh).toMatch(/\p{Script=Han}/u);
    expect(document.title.en).not.toMatch(/\p{Script=Han}/u);
    if (document.number !== null) expect(document.number).toMatch(/^\p{Script=Han}+〔\d{4}〕\d+号$/u);
    if (document.date !== null) expect(new Date(`${document.date}T00:00:00Z`).toISOString()).toContain(document.date);
  });

  it('give the numbers that the provincial texts carry', () => {
    expect(documents.flatMap(({ number }) => number ?? [])).toEqual(['鲁政办字〔2022〕44号', '鲁工信产〔2022〕124号']);
  });
});
