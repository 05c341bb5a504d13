// Takes stills on demand and on alarm: into the evidence store, with a row that says when, by whose clock, and why there is none.
import { join } from 'node:path';
import { AppError } from '../../core/app-error.ts';
import {
  addStill,
  type Camera,
  cameraById,
  cameraHosts,
  cameraSecret,
  camerasOf,
  type Still,
} from '../../core/cameras/cameras.ts';
import { EVIDENCE_DIR, keepEvidence } from '../../core/cameras/evidence-files.ts';
import { MONITORING_FILE, openMonitoring } from '../../core/db/open-monitoring.ts';
import { writeWhenFree } from '../../core/db/write-when-free.ts';
import { CameraFailure, type CameraFailureCode } from './camera-request.ts';
import { fetchStill } from './camera-stills.ts';

export interface CamerasOptions {
  readonly workspaceDir: string;
  readonly log: (entry: string) => void;
  /** ms since the epoch, by this machine's clock. */
  readonly now?: () => number;
  readonly limits?: Partial<CameraLimits>;
}

export interface CameraLimits {
  readonly stillBytes: number;
  /** Of each request; a still over ONVIF takes five. */
  readonly timeoutMs: number;
  /** Cameras that are asked at a time. */
  readonly atOnce: number;
  /** Stills that wait for their turn; a flood of alarms asks for no more. */
  readonly waiting: number;
}

const usualLimits: CameraLimits = { stillBytes: 16 * 1_048_576, timeoutMs: 10_000, atOnce: 4, waiting: 200 };

export interface Cameras {
  /**
   * Takes a still now. Rejects with AppError `unknown-camera`, `camera-refused` (what went wrong and what to do; it is
   * kept as an attempt), `disk-full`, `not-writable`.
   */
  snapshot(camera: string, of?: { readonly alarm?: number }): Promise<Still>;
  /** Of all cameras of the alarm's enterprise; those that give none are kept as attempts. Never rejects. */
  snapshotsFor(alarm: number, enterprise: string): Promise<readonly Still[]>;
  close(): Promise<void>;
}

/** Throws AppError where the monitoring database can't be opened. */
export function startCameras({ workspaceDir, log, now = Date.now, limits: given }: CamerasOptions): Cameras {
  const limits = { ...usualLimits, ...given };
  const db = openMonitoring(join(workspaceDir, MONITORING_FILE));
  const evidenceDir = join(workspaceDir, EVIDENCE_DIR);
  const underWay = new Set<Promise<unknown>>();
  const queue: (() => void)[] = [];
  let running = 0;

  /** A turn among those that are asked at once. */
  async function turn(): Promise<void> {
    if (running < limits.atOnce) {
      running++;
      return;
    }
    if (queue.length >= limits.waiting) throw new CameraFailure('too-many-asked', String(limits.waiting));
    await new Promise<void>((resolve) => queue.push(resolve));
  }

  function endTurn(): void {
    const next = queue.shift();
    if (next) next();
    else running--;
  }

  async function take(camera: Camera, alarm: number | null): Promise<Still> {
    const askedAt = now();
    const attempt = { camera: camera.id, alarm, askedAt };
    const nothing = {
      receivedAt: null,
      cameraTime: null,
      cameraTimeFrom: null,
      sha256: null,
      bytes: null,
      contentType: null,
    };
    try {
      await turn();
      try {
        const bounds = { hosts: cameraHosts(db), maxBytes: limits.stillBytes, timeoutMs: limits.timeoutMs };
        const { bytes, ...still } = await fetchStill(camera, cameraSecret(db, camera.id).password ?? '', bounds, now);
        const receivedAt = now();
        const sha256 = await keepEvidence(evidenceDir, bytes);
        const row = { ...attempt, ...still, receivedAt, sha256, bytes: bytes.byteLength, failure: null };
        return await writeWhenFree(db, () => addStill(db, row));
      } finally {
        endTurn();
      }
    } catch (error) {
      if (!(error instanceof CameraFailure)) throw error;
      log(`camera ${camera.id}: ${error.message}`);
      await writeWhenFree(db, () => addStill(db, { ...attempt, ...nothing, failure: error.code }));
      throw refusalOf(camera, error);
    }
  }

  /** Closing waits for what is under way. */
  function counted<T>(work: Promise<T>): Promise<T> {
    const settled = work.catch(() => undefined).finally(() => underWay.delete(settled));
    underWay.add(settled);
    return work;
  }

  return {
    async snapshot(id, { alarm = undefined } = {}) {
      return counted(take(cameraById(db, id), alarm ?? null));
    },
    async snapshotsFor(alarm, enterprise) {
      const taken = await Promise.allSettled(camerasOf(db, enterprise).map((camera) => counted(take(camera, alarm))));
      for (const each of taken) {
        if (each.status === 'rejected' && !(each.reason instanceof AppError)) log(`camera: ${String(each.reason)}`);
      }
      return taken.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    },
    async close() {
      await Promise.all(underWay);
      db.close();
    },
  };
}

const sentences: Record<CameraFailureCode, (detail: string) => [zh: string, en: string]> = {
  'host-not-allowed': (host) => [
    `地址 ${host} 不在允许的摄像机地址之内。请在设置 camera-hosts 中加入它。`,
    `${host} is not among the addresses that cameras may have. Add it to the setting camera-hosts.`,
  ],
  'redirected-elsewhere': (host) => [
    `摄像机转向另一地址 ${host}，没有跟随。请直接登记图像所在的地址。`,
    `The camera points to another address, ${host}, which was not followed. Register the address of the picture itself.`,
  ],
  'timed-out': (limit) => [
    `摄像机在 ${limit} 内没有答完。请检查网络。`,
    `The camera did not answer within ${limit}. Check the network.`,
  ],
  'too-large': (limit) => [
    `摄像机返回的内容超过 ${limit} 字节的上限。请改用分辨率较低的抓图地址。`,
    `The camera sent more than ${limit} bytes. Use an address that gives a smaller picture.`,
  ],
  'not-an-image': (type) => [
    `摄像机返回的不是 JPEG 或 PNG 图像（${type}）。请检查抓图地址。`,
    `What the camera sent is no JPEG or PNG (${type}). Check the address of the still.`,
  ],
  'credential-refused': (status) => [
    `摄像机拒绝了账号（${status}）。请检查用户名和密码。`,
    `The camera refused the account (${status}). Check user and password.`,
  ],
  'no-digest': (offered) => [
    `摄像机不支持摘要认证（${offered}）。若只能用明文认证，请把认证方式登记为 basic。`,
    `The camera offers no digest authentication (${offered}). If it takes the password in the clear only, register auth basic.`,
  ],
  'not-reached': (reason) => [
    `无法连接摄像机（${reason}）。请检查地址和网络。`,
    `The camera can't be reached (${reason}). Check address and network.`,
  ],
  'bad-status': (status) => [
    `摄像机答复 ${status}。请检查抓图地址。`,
    `The camera answered ${status}. Check the address of the still.`,
  ],
  'onvif-unreadable': (what) => [
    `摄像机的 ONVIF 答复无法读取（${what}）。请改为登记 HTTP 抓图地址。`,
    `The camera's ONVIF answer can't be read (${what}). Register the HTTP address of its stills instead.`,
  ],
  'too-many-asked': (limit) => [
    `等待抓图的请求已有 ${limit} 个，本次没有抓图。请稍后再试。`,
    `${limit} stills are waiting for their turn; this one was not taken. Try again later.`,
  ],
};

function refusalOf(camera: Camera, { code, detail }: CameraFailure): AppError {
  const [zh, en] = sentences[code](detail);
  return new AppError('camera-refused', {
    camera: camera.id,
    reason: code,
    zh: `摄像机“${camera.name}”：${zh}`,
    en: `Camera "${camera.name}": ${en}`,
  });
}
