// What the rows of a registry file say of devices, channels and declarations, on top of what is registered.
import { createHash } from 'node:crypto';
import { parseDatum, toWgs84 } from '../../geodata/geometry/datum.ts';
import { PositionError, wgs84 } from '../../geodata/geometry/positions.ts';
import type { Camera, CameraSecret } from '../cameras/cameras.ts';
import { kindOfUnit, parseInterval, quantityOf } from '../ingest/meter-file/column-meaning.ts';
import type { LedgerPlaces } from './ledger-places.ts';
import { type ChannelDraft, type DeviceSecret, plainChannel } from './registry.ts';
import {
  authWords,
  cameraWords,
  declarationWords,
  endOf,
  idOfWord,
  kindWords,
  periodWords,
  protocolWords,
  roleWords,
  startOf,
} from './registry-cell-rules.ts';
import type { Channel, Declaration, Device } from './registry-facts.ts';
import type { RegistryRow } from './registry-row.ts';

export interface DeviceDraft {
  readonly device: Device;
  /** undefined = the file says nothing of it. */
  readonly secret: DeviceSecret | undefined;
}

/** The enterprise's id; one that the ledger does not have is kept as it is written. */
function enterpriseOf(row: RegistryRow, places: LedgerPlaces, registered: string | null | undefined): string | null {
  return row.stated<string | null>('enterprise', registered, null, (text) => {
    const found = places.find(text);
    if (found === 'ambiguous') row.note('ambiguous-enterprise', 'enterprise');
    else if (found === null) row.note('unlisted-enterprise', 'enterprise');
    return found === null || found === 'ambiguous' ? places.idOf(text) : found.id;
  });
}

function positionOf(row: RegistryRow): readonly [longitude: number, latitude: number] | null {
  const [longitude, latitude] = [row.text('longitude'), row.text('latitude')];
  if (longitude === '' && latitude === '') return null;
  const datum = row.text('datum') === '' ? 'wgs84' : parseDatum(row.text('datum'));
  try {
    if (datum === null || longitude === '' || latitude === '') throw new PositionError({ zh: '', en: '' });
    const [x, y] = toWgs84(Number(longitude), Number(latitude), datum);
    return [Math.round(x * 1e7) / 1e7, Math.round(y * 1e7) / 1e7];
  } catch (error) {
    if (!(error instanceof PositionError)) throw error;
    row.note('bad-position', null, { longitude, latitude });
    return null;
  }
}

/** Blank secrets change nothing; a token is kept as its SHA-256. */
function secretOf(row: RegistryRow, registered: DeviceSecret): DeviceSecret | undefined {
  const [password, sm4, token] = [row.text('password'), row.text('sm4Key'), row.text('token')];
  if (password === '' && sm4 === '' && token === '') return undefined;
  const sm4Keys = sm4
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter(Boolean);
  if (sm4Keys.some((key) => !/^[0-9a-f]{32}$/.test(key))) row.note('bad-key', 'sm4Key');
  return {
    ...registered,
    ...(password === '' ? {} : { password }),
    ...(sm4Keys.length === 0 ? {} : { sm4Keys }),
    ...(token === '' ? {} : { tokenSha256: createHash('sha256').update(token).digest('hex') }),
  };
}

function settingsOf(row: RegistryRow, registered: Device['settings'] | undefined): Device['settings'] {
  return row.stated('settings', registered, {}, (text) => {
    try {
      const settings: unknown = JSON.parse(text);
      if (typeof settings === 'object' && settings !== null && !Array.isArray(settings))
        return settings as Device['settings'];
    } catch {
      // Said below.
    }
    row.note('bad-settings', 'settings');
    return null;
  });
}

/** Where the row's device or camera stands; where the file has no columns for it, as it is registered. */
function placeOf(
  row: RegistryRow,
  registered: { readonly longitude: number | null; readonly latitude: number | null } | undefined,
): { readonly longitude: number | null; readonly latitude: number | null } {
  if (!row.has('longitude') && !row.has('latitude'))
    return { longitude: registered?.longitude ?? null, latitude: registered?.latitude ?? null };
  const position = positionOf(row);
  return { longitude: position?.[0] ?? null, latitude: position?.[1] ?? null };
}

/** null where the row is rejected. */
export function deviceOf(
  row: RegistryRow,
  places: LedgerPlaces,
  registered: Device | undefined,
  secret: DeviceSecret,
): DeviceDraft | null {
  const id = row.required('id');
  const protocol = row.text('protocol') === '' ? (registered?.protocol ?? null) : row.word('protocol', protocolWords);
  if (protocol === null && row.text('protocol') === '') row.note('missing', 'protocol');
  const device = {
    id,
    name: row.stated('name', registered?.name, id, (text) => text),
    gateway: row.stated<string | null>('gateway', registered?.gateway, null, (text) => text),
    enterprise: enterpriseOf(row, places, registered?.enterprise),
    ...placeOf(row, registered),
    settings: settingsOf(row, registered?.settings),
  };
  const draftSecret = secretOf(row, secret);
  return protocol === null || row.isRejected ? null : { device: { ...device, protocol }, secret: draftSecret };
}

/** A channel's id where the file gives none. */
export const channelIdOf = (row: RegistryRow): string =>
  row.text('id') || `${row.text('device')}/${row.text('address')}`;

export interface ChannelContext {
  readonly places: LedgerPlaces;
  readonly registered: Channel | undefined;
  /** The device that sends it; undefined = nobody has registered it. */
  readonly device: Device | undefined;
  readonly now: number;
}

export function channelOf(row: RegistryRow, context: ChannelContext): ChannelDraft | null {
  const { places, registered, device } = context;
  const deviceId = row.stated('device', registered?.device, '', (text) => text);
  const address = row.stated('address', registered?.address, '', (text) => text);
  if (deviceId === '') row.note('missing', 'device');
  else if (device === undefined) row.note('unknown-device', 'device', { value: deviceId });
  if (address === '') row.note('missing', 'address');
  // A channel stands where its device does, unless the file says otherwise.
  const enterprise = enterpriseOf(row, places, registered?.enterprise) ?? device?.enterprise ?? null;
  const listed = enterprise === null ? null : places.find(enterprise);
  const known = listed === 'ambiguous' ? null : listed;
  const ownPlace =
    device?.longitude != null && device.latitude != null
      ? places.cityAt(wgs84(device.longitude, device.latitude))
      : null;
  const unitOfMeasure = row.stated('unitOfMeasure', registered?.unitOfMeasure, '', (text) => text);
  const name = row.stated('name', registered?.name, channelIdOf(row), (text) => text);
  const draft: ChannelDraft = {
    ...plainChannel,
    id: channelIdOf(row),
    ...{ name, device: deviceId, address, enterprise, unitOfMeasure },
    unit: unitOf(row, places, enterprise, registered?.unit),
    city: known?.city ?? ownPlace,
    industry: known?.industry ?? null,
    kind: row.stated('kind', registered?.kind, kindOfUnit(unitOfMeasure), () => row.word('kind', kindWords)),
    quantity: row.stated(
      'quantity',
      registered?.quantity,
      quantityOf(`${name} ${address}`, unitOfMeasure),
      (text) => text,
    ),
    role: row.stated<Channel['role']>('role', registered?.role, null, () => row.word('role', roleWords)),
    parent: row.stated<string | null>('parent', registered?.parent, null, (text) => text),
    series: registered?.series ?? '',
    factor: row.number('factor', registered?.factor) ?? 1,
    shift: row.number('shift', registered?.shift) ?? 0,
    intervalMs: intervalOf(row, registered?.intervalMs),
    limitHigh: row.number('limitHigh', registered?.limitHigh),
    limitLow: row.number('limitLow', registered?.limitLow),
    limitPeriod: row.stated<Channel['limitPeriod']>('limitPeriod', registered?.limitPeriod, null, () =>
      row.word('limitPeriod', periodWords),
    ),
    rangeLow: row.number('rangeLow', registered?.rangeLow),
    rangeHigh: row.number('rangeHigh', registered?.rangeHigh),
    resolution: row.number('resolution', registered?.resolution),
    registerMax: row.number('registerMax', registered?.registerMax),
    rated: row.number('rated', registered?.rated),
    calibrationDue: row.stated<number | null>('calibrationDue', registered?.calibrationDue, null, () =>
      row.time('calibrationDue', endOf),
    ),
  };
  doubtChannel(row, draft, context.now);
  return row.isRejected ? null : draft;
}

function intervalOf(row: RegistryRow, registered: number | null | undefined): number | null {
  return row.stated<number | null>('interval', registered, null, (text) => {
    const ms = parseInterval(text);
    if (ms === null) row.note('bad-interval', 'interval');
    return ms;
  });
}

function unitOf(
  row: RegistryRow,
  places: LedgerPlaces,
  enterprise: string | null,
  registered: string | null | undefined,
): string | null {
  return row.stated<string | null>('unit', registered, null, (text) => {
    const unit = places.unit(enterprise, text);
    if (unit === null) row.note('unknown-unit', 'unit');
    return unit ?? text;
  });
}

function doubtChannel(row: RegistryRow, draft: ChannelDraft, now: number): void {
  if (draft.factor === 0) row.note('bad-factor', 'factor');
  for (const [low, high] of [
    ['rangeLow', 'rangeHigh'],
    ['limitLow', 'limitHigh'],
  ] as const) {
    const [least, most] = [draft[low], draft[high]];
    if (least !== null && most !== null && least >= most) row.note('empty-range', high, { low: least, high: most });
  }
  if ((draft.limitHigh !== null || draft.limitLow !== null) && draft.limitPeriod === null)
    row.note('no-limit-period', 'limitPeriod');
  if (draft.intervalMs === null) row.note('no-interval', 'interval');
  if (draft.unitOfMeasure === '') row.note('no-unit-of-measure', 'unitOfMeasure');
  if (draft.calibrationDue !== null && draft.calibrationDue <= now) row.note('calibration-overdue', 'calibrationDue');
}

export interface CameraDraft {
  readonly camera: Camera;
  /** undefined = the file says nothing of it. */
  readonly secret: CameraSecret | undefined;
}

export function cameraOf(row: RegistryRow, places: LedgerPlaces, registered: Camera | undefined): CameraDraft | null {
  const id = row.required('id');
  const url = row.stated('url', registered?.url, '', (text) => text);
  if (url === '') row.note('missing', 'url');
  const user = row.stated<string | null>('user', registered?.user, null, (text) => text);
  const camera: Camera = {
    id,
    name: row.stated('name', registered?.name, id, (text) => text),
    enterprise: enterpriseOf(row, places, registered?.enterprise),
    ...placeOf(row, registered),
    kind: row.stated('kind', registered?.kind, 'http', () => row.word('kind', cameraWords)),
    url,
    // Digest is what the standard of cameras (ONVIF) asks for; a camera without a user has no use for it.
    auth: row.stated('auth', registered?.auth, user === null ? 'none' : 'digest', () => row.word('auth', authWords)),
    user,
    liveUrl: row.stated<string | null>('liveUrl', registered?.liveUrl, null, (text) => text),
  };
  const password = row.text('password');
  return row.isRejected ? null : { camera, secret: password === '' ? undefined : { password } };
}

export function declarationOf(row: RegistryRow, places: LedgerPlaces): Omit<Declaration, 'id'> | null {
  if (row.required('kind') !== '' && idOfWord(declarationWords, row.text('kind')) === null)
    row.word('kind', declarationWords);
  const kind = idOfWord(declarationWords, row.text('kind'));
  const enterprise = enterpriseOf(row, places, null);
  const unit = unitOf(row, places, enterprise, null);
  const channel = row.text('channel') || null;
  if (enterprise === null && unit === null && channel === null) row.note('belongs-to-nobody', null);
  const from = row.required('from') === '' ? null : row.time('from', startOf);
  // A moment (a meter was exchanged) or a year needs no end.
  const end = row.text('to') === '' ? row.text('from') : row.text('to');
  const to = from === null ? null : row.text('to') === '' ? endOf(end) : row.time('to', endOf);
  if (from !== null && to !== null && to < from) row.note('ends-before-it-begins', 'to');
  const value = row.number('value', null);
  if (value === null && (kind === 'annual-control' || kind === 'output') && row.text('value') === '')
    row.note('missing', 'value');
  const source = row.required('source');
  if (kind === null || from === null || to === null || row.isRejected) return null;
  return { kind, enterprise, unit, channel, from, to, value, unitOfMeasure: row.text('unitOfMeasure') || null, source };
}
