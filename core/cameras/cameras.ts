// Cameras by place, and the stills that were taken of them: the SQL.
import type Database from 'better-sqlite3';
import { AppError } from '../app-error.ts';

export interface Camera {
  readonly id: string;
  readonly name: string;
  /** Enterprise of the ledger; null = not known. */
  readonly enterprise: string | null;
  /** WGS84 degrees. */
  readonly longitude: number | null;
  readonly latitude: number | null;
  readonly kind: 'http' | 'onvif';
  /** Where a still is fetched (http), or the device service (onvif). No user or password in it. */
  readonly url: string;
  readonly auth: 'none' | 'basic' | 'digest';
  readonly user: string | null;
  /** Live video at the site's media server. */
  readonly liveUrl: string | null;
}

/** Kept apart from the camera, so that no list ever holds it. */
export interface CameraSecret {
  readonly password?: string;
}

/** What came of asking a camera once. */
export interface Still {
  readonly id: number;
  readonly camera: string;
  /** Alarm that it was taken for; null = somebody asked. */
  readonly alarm: number | null;
  readonly askedAt: number;
  readonly receivedAt: number | null;
  /** By the camera's clock; null = it does not say. */
  readonly cameraTime: number | null;
  /** `exif-local`: without an offset, read as China Standard Time. `date-header`: when the camera answered. */
  readonly cameraTimeFrom: 'exif' | 'exif-local' | 'date-header' | null;
  /** Name of the file in the evidence store; null = there is none. */
  readonly sha256: string | null;
  readonly bytes: number | null;
  readonly contentType: string | null;
  /** Code of why there is none. */
  readonly failure: string | null;
}

const columns = 'id, name, enterprise, longitude, latitude, kind, url, auth, user, live_url AS liveUrl';
const stillColumns = `id, camera, alarm, asked_at AS askedAt, received_at AS receivedAt, camera_time AS cameraTime,
  camera_time_from AS cameraTimeFrom, sha256, bytes, content_type AS contentType, failure`;

/**
 * Registers a camera or states it anew; a secret that is left out stays. To be run in a transaction. Throws AppError
 * `camera-refused` where an address is none, or holds a password.
 */
export function registerCamera(db: Database.Database, camera: Camera, now: number, secret?: CameraSecret): void {
  checkUrl(camera.url, ['http:', 'https:']);
  if (camera.liveUrl !== null) checkUrl(camera.liveUrl, ['http:', 'https:', 'rtsp:', 'rtsps:']);
  db.prepare(
    `INSERT INTO camera (id, name, enterprise, longitude, latitude, kind, url, auth, user, live_url, secret, registered_at)
     VALUES (@id, @name, @enterprise, @longitude, @latitude, @kind, @url, @auth, @user, @liveUrl, @secret, @now)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, enterprise = excluded.enterprise, longitude = excluded.longitude,
       latitude = excluded.latitude, kind = excluded.kind, url = excluded.url, auth = excluded.auth, user = excluded.user,
       live_url = excluded.live_url, secret = CASE WHEN @hasSecret THEN excluded.secret ELSE camera.secret END`,
  ).run({ ...camera, secret: JSON.stringify(secret ?? {}), hasSecret: secret === undefined ? 0 : 1, now });
}

export function listCameras(db: Database.Database): Camera[] {
  return db.prepare(`SELECT ${columns} FROM camera ORDER BY id`).all() as Camera[];
}

export function camerasOf(db: Database.Database, enterprise: string): Camera[] {
  return db.prepare(`SELECT ${columns} FROM camera WHERE enterprise = ? ORDER BY id`).all(enterprise) as Camera[];
}

/** Throws AppError `unknown-camera`. */
export function cameraById(db: Database.Database, id: string): Camera {
  const camera = db.prepare(`SELECT ${columns} FROM camera WHERE id = ?`).get(id) as Camera | undefined;
  if (camera !== undefined) return camera;
  const known = db.prepare('SELECT id FROM camera ORDER BY id LIMIT 20').pluck().all().join(', ');
  throw new AppError('unknown-camera', { id, known: known || '–' });
}

/** For the source alone. */
export function cameraSecret(db: Database.Database, id: string): CameraSecret {
  const text = db.prepare('SELECT secret FROM camera WHERE id = ?').pluck().get(id) as string | undefined;
  return JSON.parse(text ?? '{}') as CameraSecret;
}

/**
 * Setting `camera-hosts`: the hosts that may be asked for stills, as a JSON array or separated by commas or spaces; each
 * `host` or `host:port`. Without it no camera is asked.
 */
export function cameraHosts(db: Database.Database): string[] {
  const text = db.prepare("SELECT value FROM setting WHERE key = 'camera-hosts'").pluck().get() as string | undefined;
  if (text === undefined) return [];
  const named: unknown = text.trim().startsWith('[') ? JSON.parse(text) : text.split(/[\s,]+/);
  return Array.isArray(named) ? named.filter((host) => typeof host === 'string' && host !== '') : [];
}

export function addStill(db: Database.Database, still: Omit<Still, 'id'>): Still {
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO camera_still (camera, alarm, asked_at, received_at, camera_time, camera_time_from, sha256, bytes, content_type, failure)
       VALUES (@camera, @alarm, @askedAt, @receivedAt, @cameraTime, @cameraTimeFrom, @sha256, @bytes, @contentType, @failure)`,
    )
    .run(still);
  return { id: Number(lastInsertRowid), ...still };
}

/** The newest first. */
export function listStills(
  db: Database.Database,
  { camera = null, alarm = null, limit = 100 }: { camera?: string | null; alarm?: number | null; limit?: number } = {},
): Still[] {
  return db
    .prepare(
      `SELECT ${stillColumns} FROM camera_still
       WHERE (@camera IS NULL OR camera = @camera) AND (@alarm IS NULL OR alarm = @alarm)
       ORDER BY asked_at DESC, id DESC LIMIT @limit`,
    )
    .all({ camera, alarm, limit }) as Still[];
}

function checkUrl(text: string, protocols: readonly string[]): void {
  const url = URL.parse(text);
  const accepted = protocols.map((protocol) => `${protocol}//`).join(', ');
  if (url === null || !protocols.includes(url.protocol)) {
    throw new AppError('camera-refused', {
      zh: `摄像机地址不正确，应以 ${accepted} 开头。`,
      en: `The camera's address is not valid; it begins with ${accepted}.`,
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new AppError('camera-refused', {
      zh: '摄像机地址中不要写用户名和密码，请分别填写。',
      en: 'Leave user and password out of the camera’s address; give them on their own.',
    });
  }
}
