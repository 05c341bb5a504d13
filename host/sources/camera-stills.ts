// Fetches one still from a camera, over HTTP or by way of ONVIF, proving who asks as the camera wants it.
import { randomBytes } from 'node:crypto';
import type { Camera } from '../../core/cameras/cameras.ts';
import { type DigestChallenge, digestAnswer, digestChallenge } from '../../core/cameras/digest-auth.ts';
import {
  askProfiles,
  askServices,
  askSnapshotUri,
  askTime,
  type OnvifUser,
  readMediaService,
  readProfile,
  readSnapshotUri,
  readTime,
} from '../../core/cameras/onvif-messages.ts';
import { exifTime, type ImageType, imageType } from '../../core/cameras/still-rules.ts';
import { askCamera, type CameraAnswer, type CameraBounds, CameraFailure } from './camera-request.ts';

export interface FetchedStill {
  readonly bytes: Buffer;
  readonly contentType: ImageType;
  /** By the camera's clock; null = it does not say. */
  readonly cameraTime: number | null;
  readonly cameraTimeFrom: 'exif' | 'exif-local' | 'date-header' | null;
}

const SOAP_BYTES = 262_144;

/** Rejects with CameraFailure. */
export async function fetchStill(
  camera: Camera,
  password: string,
  bounds: CameraBounds,
  now: () => number,
): Promise<FetchedStill> {
  const url = camera.kind === 'onvif' ? await onvifStillUrl(camera, password, bounds, now) : new URL(camera.url);
  const { body, headers } = await askWithCredential(camera, password, { url, method: 'GET' }, bounds);
  const contentType = imageType(body);
  if (contentType === null)
    throw new CameraFailure('not-an-image', String(headers['content-type'] ?? '?').slice(0, 60));
  const taken = exifTime(body);
  if (taken !== null) return { bytes: body, contentType, cameraTime: taken.time, cameraTimeFrom: taken.from };
  const answered = Date.parse(headers.date ?? '');
  const isSaid = !Number.isNaN(answered);
  return {
    bytes: body,
    contentType,
    cameraTime: isSaid ? answered : null,
    cameraTimeFrom: isSaid ? 'date-header' : null,
  };
}

/** Asks; where the camera wants to know who does, answers its challenge and asks again. */
async function askWithCredential(
  camera: Camera,
  password: string,
  request: { url: URL; method: 'GET' | 'POST'; body?: string; type?: string },
  bounds: CameraBounds,
): Promise<CameraAnswer> {
  const { auth, user } = camera;
  const type: Record<string, string> = request.type === undefined ? {} : { 'Content-Type': request.type };
  const basic = `Basic ${Buffer.from(`${user ?? ''}:${password}`).toString('base64')}`;
  const ask = (authorization: (url: URL) => string | null) =>
    askCamera(
      request,
      (url) => {
        const proof = authorization(url);
        return proof === null ? type : { ...type, Authorization: proof };
      },
      bounds,
    );
  let answer = await ask(() => (auth === 'basic' ? basic : null));
  if (answer.status === 401 && auth === 'digest') {
    let challenge = challengeOf(answer);
    answer = await ask((url) => digest(challenge, url));
    // The nonce may have expired between the two.
    if (answer.status === 401 && digestChallenge(answer.headers['www-authenticate'] ?? '')?.isStale) {
      challenge = challengeOf(answer);
      answer = await ask((url) => digest(challenge, url));
    }
  }
  if (answer.status === 401 || answer.status === 403)
    throw new CameraFailure('credential-refused', String(answer.status));
  if (answer.status !== 200) throw new CameraFailure('bad-status', String(answer.status));
  return answer;

  function digest(challenge: DigestChallenge, { pathname, search }: URL): string {
    const cnonce = randomBytes(16).toString('hex');
    return digestAnswer(challenge, {
      method: request.method,
      uri: pathname + search,
      user: user ?? '',
      password,
      cnonce,
    });
  }
}

/** A camera that wants the password in the clear gets it only where its registration says so. */
function challengeOf(answer: CameraAnswer): DigestChallenge {
  const challenge = digestChallenge(answer.headers['www-authenticate'] ?? '');
  if (challenge === null)
    throw new CameraFailure('no-digest', String(answer.headers['www-authenticate'] ?? '?').slice(0, 40));
  return challenge;
}

async function onvifStillUrl(camera: Camera, password: string, bounds: CameraBounds, now: () => number): Promise<URL> {
  const small = { ...bounds, maxBytes: SOAP_BYTES };
  const call = async (url: URL, body: string) => {
    const request = { url, method: 'POST' as const, body, type: 'application/soap+xml; charset=utf-8' };
    return (await askWithCredential(camera, password, request, small)).body.toString();
  };
  const device = new URL(camera.url);
  const cameraTime = readTime(await call(device, askTime()));
  const ahead = cameraTime === null ? 0 : cameraTime - now();
  const user = (): OnvifUser | null =>
    camera.user === null ? null : { user: camera.user, password, nonce: randomBytes(16), createdAt: now() + ahead };
  const media = sameHost(device, readMediaService(await call(device, askServices(user()))));
  const profile = readProfile(await call(media, askProfiles(user())));
  if (profile === null) throw new CameraFailure('onvif-unreadable', 'GetProfiles');
  return sameHost(device, readSnapshotUri(await call(media, askSnapshotUri(profile, user()))));
}

/** What a camera says of itself must not lead to another machine. */
function sameHost(device: URL, named: string | null): URL {
  const url = URL.parse(named ?? '');
  if (url === null) throw new CameraFailure('onvif-unreadable', named === null ? 'no address' : 'address');
  if (url.hostname !== device.hostname) throw new CameraFailure('redirected-elsewhere', url.host);
  url.username = '';
  url.password = '';
  return url;
}
