// The commands together: told apart by id and key, named in both languages, found as they are typed.
import { beforeEach, describe, expect, it } from 'vitest';
import { defaultLayers } from '../map/layers/registry.ts';
import { dictionaryReadings } from '../search/dictionary.ts';
import { alphabetOf } from '../search/ledger-entries.ts';
import { useView } from '../state/view-store.ts';
import { commandIndex } from './command-index.ts';
import { runCommand } from './desk-commands.ts';
import { exportCommands } from './export-commands.ts';
import { keyText } from './key-text.ts';
import { themeCommands } from './layer-commands.ts';
import { commands } from './registry.ts';

const all = [...commands, ...themeCommands([]), ...exportCommands(() => {})];
const command = (id: string) => {
  const found = all.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no command ${id}`);
  return found;
};

describe('commands', () => {
  it('are told apart by id and by key', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const keys = all.flatMap((each) => each.keys ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(all.map((each) => [each.id, each] as const))('%s is named in both languages', (_, { name }) => {
    expect(name.zh).toMatch(/\p{Script=Han}/u);
    expect(name.en).toMatch(/[A-Za-z]{3}/);
  });

  it.each([
    ['qszt', 'theme-light'],
    ['daorutaizhang', 'import'],
    ['圈选', 'tool-lasso'],
    ['measure area', 'tool-area'],
    ['cj', 'tool-distance'],
    ['png', 'export-picture'],
  ])('typed as %s are found', (typed, id) => {
    const index = commandIndex(alphabetOf({ cities: [], counties: [] }, dictionaryReadings), all);
    expect(index.find(typed, { limit: 5 })[0]?.entry.id).toBe(id);
  });

  it('are found by their letters before the dictionary is there', () => {
    expect(commandIndex(null, all).find('深色', { limit: 1 })[0]?.entry.id).toBe('theme-dark');
  });
});

describe('running them', () => {
  beforeEach(() => useView.setState(useView.getInitialState(), true));

  it('switches a layer on and off, once each', () => {
    const shown = (id: string) => useView.getState().layers?.find((layer) => layer.id === id)?.shown;
    const hidden = defaultLayers.find((layer) => !layer.shown)?.id ?? '';
    runCommand(command(`layer-show-${hidden}`));
    expect(shown(hidden)).toBe(true);
    expect(command(`layer-show-${hidden}`).enabled?.(useView.getState())).toBe(false);
    runCommand(command(`layer-hide-${hidden}`));
    expect(shown(hidden)).toBe(false);
  });

  it('takes up a tool and puts it down', () => {
    runCommand(command('tool-lasso'));
    expect(useView.getState().tool).toBe('lasso');
    runCommand(command('tool-lasso'));
    expect(useView.getState().tool).toBe('select');
  });

  it('does nothing where there is nothing to do', () => {
    const before = useView.getState();
    for (const id of ['step-back', 'clear-filters', 'times-now', 'theme-dark']) runCommand(command(id));
    expect(useView.getState()).toBe(before);
  });

  it('lifts filters and times', () => {
    useView.getState().setFilters((filters) => ({ ...filters, text: '魏桥' }));
    useView.getState().setTimes({ asOf: 1, knownAt: 2 });
    runCommand(command('clear-filters'));
    runCommand(command('times-now'));
    expect(useView.getState().filters.text).toBe('');
    expect(useView.getState().times).toEqual({ asOf: undefined, knownAt: undefined });
  });
});

it('keys are written as keyboards label them', () => {
  expect(keyText('mod+shift+c', false)).toBe('Ctrl+Shift+C');
  expect(keyText('mod+shift+c', true)).toBe('⌘⇧C');
  expect(keyText('escape', false)).toBe('Esc');
  expect(keyText('?', false)).toBe('?');
});
