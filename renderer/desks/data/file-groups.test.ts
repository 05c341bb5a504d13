import { describe, expect, it } from 'vitest';
import { groupFiles } from './file-groups.ts';
import type { ChosenFile } from './use-uploads.ts';

const file = (key: number, presets: (string | null)[] | null): ChosenFile => ({
  key,
  name: `${key}.csv`,
  bytes: 1,
  sent: 1,
  path: `/up/${key}`,
  error: null,
  inspection:
    presets === null
      ? null
      : {
          name: `${key}.csv`,
          bytes: 1,
          format: 'xlsx',
          encoding: null,
          sheets: presets.map((preset) => ({ name: 's', columns: ['a'], sample: [], preset, guess: {} })),
        },
});

describe('files imported together', () => {
  it('share a layout; a workbook counts by its first known sheet; unknown ones form a group, unread ones none', () => {
    const groups = groupFiles([
      file(1, ['steel']),
      file(2, [null]),
      file(3, [null, 'steel']),
      file(4, null),
      file(5, ['coal']),
    ]);
    expect(groups.map(({ preset, files }) => [preset, files.map(({ key }) => key)])).toEqual([
      ['steel', [1, 3]],
      [null, [2]],
      ['coal', [5]],
    ]);
  });
});
