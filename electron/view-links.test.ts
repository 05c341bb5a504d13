import { readFileSync } from 'node:fs';
import type { App } from 'electron';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewScheme } from '../contract/view-address.ts';
import { createElectron } from './electron-fixture.ts';
import { hearViewLinks, viewFragment } from './view-links.ts';

/** The program, started with these arguments; what it was told to show and to log since. */
function started(...args: string[]) {
  const electron = createElectron('');
  const shown: string[] = [];
  const log: string[] = [];
  const links = hearViewLinks(electron.api['app'] as App, ['/opt/lianggao/lianggao-desktop', ...args]);
  const early = links.follow({ show: (fragment) => shown.push(fragment), log: (entry) => log.push(entry) });
  const openUrl = (url: string) => electron.app.emit('open-url', { preventDefault() {} }, url);
  return { ...electron, early, shown, log, openUrl };
}

const link = 'lianggao://view#v1&q=a';

const hostile = [
  ['another host', 'lianggao://other#v1'],
  ['a host that begins like ours', 'lianggao://view.example.org#v1'],
  ['a path', 'lianggao://view/../../etc/passwd#v1'],
  ['a query', 'lianggao://view?x#v1'],
  ['a port', 'lianggao://view:80#v1'],
  ['a user', 'lianggao://me@view#v1'],
  ['no version', 'lianggao://view#c=118.2,36.4,6.5'],
  ['another version', 'lianggao://view#v12'],
  ['no fragment', 'lianggao://view'],
  ['two fragments', 'lianggao://view#v1#v1'],
  ['a blank', 'lianggao://view#v1&q=a --no-sandbox'],
  ['a line break', 'lianggao://view#v1&q=a\nforged entry'],
  ['a line break at its end', 'lianggao://view#v1&q=a\n'],
  ['quotes', 'lianggao://view#v1&q="><script>'],
  ['a sign that turns text round', 'lianggao://view#v1&q=\u202Eexe.a'],
  ['too many signs', `lianggao://view#v1&q=${'a'.repeat(20_000)}`],
  ['a script', 'javascript:alert(1)//lianggao://view#v1'],
  ['another page', 'https://example.org/lianggao://view#v1'],
  ['a file', 'file:///etc/passwd#v1'],
  ['the page itself', 'app://lianggao/#v1'],
  ['capitals', 'LIANGGAO://VIEW#v1'],
] as const;

it('is of the scheme that the packages register', () => {
  const settings = readFileSync(new URL('../electron-builder.yml', import.meta.url), 'utf8');
  expect(settings).toMatch(new RegExp(`^ {2}schemes: \\[${viewScheme}\\]$`, 'm'));
});

describe('an address from outside', () => {
  it.each(hostile)('with %s is ignored and logged in one short line, wherever it comes from', (_what, address) => {
    const { early, shown, log, startAgain, openUrl } = started(address);
    startAgain(address);
    openUrl(address);
    // A second start is told of all the same; it shows no view.
    expect([early, shown]).toEqual(['', ['']]);
    expect(log).toEqual(Array(3).fill(`an address was ignored: ${JSON.stringify([address]).slice(0, 200)}`));
    expect(log.join('')).not.toContain('\n');
  });

  it('is ignored among others', () => {
    const { early, shown, log, startAgain } = started(link, link);
    startAgain(link, 'https://example.org/');
    startAgain('javascript:alert(1)', link);
    startAgain(...Array.from({ length: 5000 }, () => link));
    expect([early, shown, log.length]).toEqual(['', ['', '', ''], 4]);
    for (const entry of log) expect(entry.length).toBeLessThan(300);
  });

  it('is found among switches and files, which are none', () => {
    const { early, shown, log, startAgain } = started('--flag', 'C:\\a.csv', '/tmp/a:b', link);
    startAgain('--view=lianggao://view#v1', 'C:\\a.csv', '/tmp/a:b');
    startAgain(link, '--flag');
    expect([early, shown, log]).toEqual(['#v1&q=a', ['', '#v1&q=a'], []]);
  });

  it('gives a fragment of its own and nothing else to the page', () => {
    expect(viewFragment('lianggao://view/#v1')).toBe('#v1');
    const piece = fc.oneof(fc.constantFrom('lianggao://view', '#v1', '&', '#', '/', '=', ' ', '"'), fc.string());
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece),
          fc.array(piece).map((rest) => ['lianggao://view#v1&', ...rest]),
        ),
        (pieces) => {
          const fragment = viewFragment(pieces.join(''));
          if (fragment === null) return;
          const page = new URL(`app://lianggao/${fragment}`);
          expect([page.host, page.pathname, page.search]).toEqual(['lianggao', '/', '']);
          expect(page.hash).toMatch(/^#v1(&[^\s"<>#]*)?$/);
        },
      ),
    );
  });
});
