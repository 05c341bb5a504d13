import fc from 'fast-check';
import { expect, it } from 'vitest';
import { digestAnswer, digestChallenge } from './digest-auth.ts';

const rfc7616 =
  'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
const request = { method: 'GET', uri: '/dir/index.html', user: 'Mufasa', password: 'Circle of Life' };
const cnonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';

function answer(header: string, given: Partial<typeof request> & { cnonce?: string } = {}): string {
  const challenge = digestChallenge(header);
  if (challenge === null) throw new Error('no challenge');
  return digestAnswer(challenge, { ...request, cnonce, ...given });
}

it('answers as the examples of RFC 7616, 3.9.1 do', () => {
  expect(answer(rfc7616)).toContain('response="8ca523f5e9506fed4657c9700eebdbec"');
  expect(answer(rfc7616.replace('MD5', 'SHA-256'))).toContain(
    'response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"',
  );
  expect(answer(rfc7616)).toContain('opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"');
});

it('answers as the examples of RFC 2617 and, without qop, RFC 2069 do', () => {
  const header = 'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"';
  const given = { password: 'Circle Of Life', cnonce: '0a4f113b' };
  expect(answer(`${header}, qop="auth"`, given)).toContain('response="6629fae49393a05397450978507c4ef1"');
  expect(answer(header, given)).toContain('response="670fd8c2df070c60b045671b8b24ff02"');
  expect(answer(header, given)).not.toContain('cnonce');
});

it('takes the strongest of several challenges', () => {
  const both = `Basic realm="x", ${rfc7616}, ${rfc7616.replace('MD5', 'SHA-256')}`;
  expect(digestChallenge(both)?.algorithm).toBe('SHA-256');
});

it.each([
  'Basic realm="x"',
  '',
  'Digest realm="x"',
  'Digest nonce="x"',
  `${rfc7616.replace('MD5', 'SHA-512-256')}`,
  rfc7616.replace('auth, auth-int', 'auth-int'),
])('finds nothing to answer in %s', (header) => {
  expect(digestChallenge(header)).toBeNull();
});

it('reads any header without throwing, and lets no name break out of its quotes', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      digestChallenge(text);
      const fields = answer(rfc7616, { user: text });
      expect(fields).toContain('realm="http-auth@example.org"');
      expect(fields.startsWith(`Digest username="${text.replace(/["\\]/g, '\\$&')}", realm=`)).toBe(true);
    }),
  );
});
