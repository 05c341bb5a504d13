// The four ONVIF messages that lead to a still (ONVIF Core and Media specifications): written, and their answers read.
import { createHash } from 'node:crypto';
import { SaxesParser } from 'saxes';

const envelope = 'http://www.w3.org/2003/05/soap-envelope';
const security = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const utility = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';
const digestType = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest';
const base64 = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary';
const device = 'http://www.onvif.org/ver10/device/wsdl';
const media = 'http://www.onvif.org/ver10/media/wsdl';

export interface OnvifUser {
  readonly user: string;
  readonly password: string;
  /** 16 bytes, new for each message. */
  readonly nonce: Uint8Array;
  /** By the camera's clock: it refuses what is some seconds off. */
  readonly createdAt: number;
}

/** GetSystemDateAndTime is asked without a name, because one needs the camera's time. */
export const askTime = (): string => message(`<GetSystemDateAndTime xmlns="${device}"/>`, null);
export const askServices = (user: OnvifUser | null): string =>
  message(`<GetServices xmlns="${device}"><IncludeCapability>false</IncludeCapability></GetServices>`, user);
export const askProfiles = (user: OnvifUser | null): string => message(`<GetProfiles xmlns="${media}"/>`, user);
export const askSnapshotUri = (profile: string, user: OnvifUser | null): string =>
  message(`<GetSnapshotUri xmlns="${media}"><ProfileToken>${escaped(profile)}</ProfileToken></GetSnapshotUri>`, user);

/** ms since the epoch by the camera's clock; null = it does not say. */
export function readTime(xml: string): number | null {
  const texts = readXml(xml).filter(({ path }) => path.includes('UTCDateTime'));
  const part = (name: string) => Number(texts.find(({ path }) => path.at(-1) === name)?.text ?? Number.NaN);
  const time = Date.UTC(part('Year'), part('Month') - 1, part('Day'), part('Hour'), part('Minute'), part('Second'));
  return Number.isNaN(time) ? null : time;
}

/** Address of the media service; null = the camera names none. */
export function readMediaService(xml: string): string | null {
  const texts = readXml(xml).filter(({ path }) => path.at(-2) === 'Service');
  const at = texts.findIndex(({ path, text }) => path.at(-1) === 'Namespace' && text === media);
  return (at < 0 ? undefined : texts.slice(at).find(({ path }) => path.at(-1) === 'XAddr'))?.text ?? null;
}

/** Token of the first profile: the main stream's, by custom. */
export function readProfile(xml: string): string | null {
  return readXml(xml).find(({ path, token }) => path.at(-1) === 'Profiles' && token !== null)?.token ?? null;
}

export function readSnapshotUri(xml: string): string | null {
  return readXml(xml).find(({ path }) => path.at(-1) === 'Uri')?.text ?? null;
}

interface XmlElement {
  /** Local names from the root. */
  readonly path: readonly string[];
  readonly text: string;
  /** The attribute of that name. */
  readonly token: string | null;
}

/** Elements in the order in which they begin; an empty list where it is no XML, or has a document type. */
function readXml(xml: string): XmlElement[] {
  const elements: { path: string[]; text: string; token: string | null }[] = [];
  const open: { path: string[]; text: string; token: string | null }[] = [];
  const parser = new SaxesParser({ xmlns: true });
  let isUnsound = false;
  parser.on('doctype', () => {
    isUnsound = true;
  });
  parser.on('error', () => {
    isUnsound = true;
  });
  parser.on('opentag', ({ local, attributes }) => {
    const element = { path: [...(open.at(-1)?.path ?? []), local], text: '', token: attributes.token?.value ?? null };
    elements.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const last = open.at(-1);
    if (last) last.text += text;
  });
  parser.on('closetag', () => {
    const last = open.pop();
    if (last) last.text = last.text.trim();
  });
  parser.write(xml).close();
  return isUnsound ? [] : elements;
}

function message(body: string, user: OnvifUser | null): string {
  const header = user === null ? '' : `<s:Header>${usernameToken(user)}</s:Header>`;
  return `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="${envelope}">${header}<s:Body>${body}</s:Body></s:Envelope>`;
}

/** WS-Security UsernameToken Profile 1.0: digest = base64(SHA-1(nonce + created + password)). */
function usernameToken({ user, password, nonce, createdAt }: OnvifUser): string {
  const created = new Date(createdAt).toISOString().replace(/\.\d+Z$/, 'Z');
  const digest = createHash('sha1').update(nonce).update(created).update(password).digest('base64');
  return (
    `<Security xmlns="${security}" s:mustUnderstand="1"><UsernameToken><Username>${escaped(user)}</Username>` +
    `<Password Type="${digestType}">${digest}</Password>` +
    `<Nonce EncodingType="${base64}">${Buffer.from(nonce).toString('base64')}</Nonce>` +
    `<Created xmlns="${utility}">${created}</Created></UsernameToken></Security>`
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
