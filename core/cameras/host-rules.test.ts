import { expect, it } from 'vitest';
import { isAllowedHost, namesAddress, redirectTarget } from './host-rules.ts';

it.each([
  ['http://10.1.2.3/a', '10.1.2.3', true],
  ['http://10.1.2.3:8080/a', '10.1.2.3', true],
  ['http://10.1.2.3:8080/a', '10.1.2.3:8080', true],
  ['http://10.1.2.3/a', '10.1.2.3:80', true],
  ['https://10.1.2.3/a', '10.1.2.3:80', false],
  ['http://CAM.example/a', 'cam.EXAMPLE', true],
  ['http://cam.example.evil.org/a', 'cam.example', false],
  ['http://cam.example@evil.org/a', 'cam.example', false],
  ['http://[fe80::1]:81/a', '[fe80::1]:81', true],
  ['http://[fe80::1]/a', 'fe80::1', true],
  ['http://0x0a010203/a', '10.1.2.3', true],
  ['http://10.1.2.4/a', '10.1.2.3', false],
])('%s with %s in the list: %s', (url, entry, isAllowed) => {
  expect(isAllowedHost(new URL(url), ['other', entry])).toBe(isAllowed);
});

it('allows nothing without a list', () => {
  expect(isAllowedHost(new URL('http://10.1.2.3/'), [])).toBe(false);
});

it('knows an address that stands in the list by itself', () => {
  expect([namesAddress('127.0.0.1', ['127.0.0.1:80']), namesAddress('127.0.0.1', ['localhost'])]).toEqual([
    true,
    false,
  ]);
});

it('follows a redirect to the same host, never to a weaker connection', () => {
  const allowed = ['cam'];
  const to = (from: string, location: string | undefined) =>
    redirectTarget(new URL(from), location, allowed)?.href ?? null;
  expect(to('http://cam/a', '/b')).toBe('http://cam/b');
  expect(to('http://cam/a', 'https://cam/b')).toBe('https://cam/b');
  expect(to('https://cam/a', 'http://cam/b')).toBeNull();
  expect(to('http://cam/a', 'http://evil/b')).toBeNull();
  expect(to('http://cam/a', 'javascript:1')).toBeNull();
  expect(to('http://cam/a', undefined)).toBeNull();
});
