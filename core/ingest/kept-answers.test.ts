import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openKeptAnswers } from './kept-answers.ts';

const DAY = 86_400_000;
const answer = { body: 'a'.repeat(64), status: 200, answer: '{}' };
let directory: string;
let path: string;
const logged: string[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lianggao-answers-'));
  path = join(directory, 'http-answers.sqlite');
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

const open = (now: number) => openKeptAnswers(path, now, (line) => logged.push(line));

it('keeps the answer of a device’s key for seven days', () => {
  const first = open(0);
  first.keep('D1', 'k', answer, 0);
  first.close();
  const later = open(6 * DAY);
  expect([later.find('D1', 'k'), later.find('D2', 'k'), later.find('D1', 'x')]).toEqual([answer, null, null]);
  later.close();
  const last = open(8 * DAY);
  expect(last.find('D1', 'k')).toBeNull();
  last.close();
});

it('puts a damaged file aside, says so, and goes on', () => {
  writeFileSync(path, 'no database '.repeat(1000));
  const answers = open(0);
  answers.keep('D1', 'k', answer, 0);
  expect(answers.find('D1', 'k')).toEqual(answer);
  answers.close();
  expect(existsSync(`${path}.damaged`)).toBe(true);
  expect(logged.join()).toContain('http-answers.sqlite');
});
