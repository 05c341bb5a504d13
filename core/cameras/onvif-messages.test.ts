import fc from 'fast-check';
import { expect, it } from 'vitest';
import { askSnapshotUri, readMediaService, readProfile, readSnapshotUri, readTime } from './onvif-messages.ts';

it('makes the password digest of the UsernameToken profile', () => {
  const nonce = Buffer.from('LKqI6G/AikKCQrN0zqZFlg==', 'base64');
  const createdAt = Date.parse('2010-09-16T07:50:45Z');
  // The example of the ONVIF Application Programmer's Guide.
  const xml = askSnapshotUri('a<b', { user: 'user', password: 'userpassword', nonce, createdAt });
  expect(xml).toContain('>tuOSpGlFlIXsozq4HFNeeGeFLEI=</Password>');
  expect(xml).toContain('>2010-09-16T07:50:45Z</Created>');
  expect(xml).toContain('<ProfileToken>a&lt;b</ProfileToken>');
  expect(xml).not.toContain('userpassword');
});

it('reads nothing from what is no sound XML, or brings a document type', () => {
  const uri = '<a><MediaUri><Uri>http://cam/x</Uri></MediaUri></a>';
  expect(readSnapshotUri(uri)).toBe('http://cam/x');
  expect(readSnapshotUri(`<!DOCTYPE a [<!ENTITY x "y">]>${uri}`)).toBeNull();
  expect(readSnapshotUri('<a><Uri>http://cam/x')).toBeNull();
});

it('reads any text without throwing', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '/', 'a', '"', '=', '&', ';', ' ', 'Uri', 'token', '!') }),
      (text) => {
        for (const read of [readSnapshotUri, readProfile, readMediaService, readTime]) read(text);
      },
    ),
  );
});
