// A view as the fragment of an address, and back: readable, versioned, tolerant. Pure; knows no page.
//   v1 & c=118.2,36.4,6.5 & q=text & f.city=370100,370200 & r.capacity=50:300 & lasso=118.1,36.2;118.5,36.3;118.2,36.7
//   & t.asOf=2024-03-01T00:00Z & t.known=… & layers=id:off:0.6:option/choice,… & table=city & s=county/370102 & p=enterprise/ID/UNIT
// The monitoring and the duty desk add parts of their own (monitoring-link.ts, duty-link.ts).
// An explanation is p=figure/ID with e.by, e.DIMENSION, e.r.MEASURE, e.asOf and e.known: the figure's own question.
import { type FigureDimension, type FigureMeasure, figureDimensions, figureMeasures } from '../../contract/figures.ts';
import type { Camera } from './camera.ts';
import { dutyParts, readDutyPart } from './duty-link.ts';
import { dutyTabs, plainDuty } from './duty-view.ts';
import { filterDimensions, noFilters, type Range } from './filters.ts';
import type { Ring } from './in-ring.ts';
import type { LayerSetting, LayerSettings } from './layer-settings.ts';
import { type LinkText, monitoringParts, readMonitoringPart, readTab } from './monitoring-link.ts';
import { plainMonitoring } from './monitoring-view.ts';
import { type Desk, deskOf, type OpenPage, type View } from './view-store.ts';

/**
 * What a link holds of a view; theme and language stay the reader's own. Without a camera, the map opens wherever it
 * does; without layers, as the registry has them.
 */
export type LinkedView = Pick<
  View,
  'desk' | 'monitoring' | 'duty' | 'camera' | 'filters' | 'times' | 'page' | 'selected' | 'layers' | 'table'
>;

export const plainView: LinkedView = {
  desk: 'atlas',
  monitoring: plainMonitoring,
  duty: plainDuty,
  camera: null,
  filters: noFilters,
  times: { asOf: undefined, knownAt: undefined },
  page: null,
  selected: null,
  layers: null,
  table: 'enterprises',
};

const version = 'v1';

/** A link that lists more enterprises than this is too long for the programs that it is pasted into. */
const mostListed = 200;

/** Whether a link can hold the page: not where a figure speaks of a long list of enterprises that a search found. */
export const isLinkable = (page: OpenPage): boolean =>
  page?.kind !== 'explanation' || (page.query.where?.enterprise ?? []).length <= mostListed;

/** Letters, digits, dots and hyphens as they are; whatever separates parts of a link is escaped. */
const escaped = (text: string): string => encodeURIComponent(text.toWellFormed()).replace(/[!'()*~]/g, escapedSign);
const escapedSign = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;

/** At most `digits` after the point, none that say nothing. */
const rounded = (value: number, digits: number): string => String(Number(value.toFixed(digits)) + 0);

/** 2024-03-01T00:00Z; seconds and their thousandths where they are not nought. */
const instantText = (instant: number): string => new Date(instant).toISOString().replace(/(:00)?\.000Z$/, 'Z');

const rangeText = ([least, greatest]: Range): string => `${least ?? ''}:${greatest ?? ''}`;
const listText = (texts: readonly string[]): string => texts.map(escaped).join();

function layerText({ id, shown, opacity, options }: LayerSetting): string {
  const choices = Object.entries(options).map(([option, choice]) => `${escaped(option)}/${escaped(choice)}`);
  return [escaped(id), ...(shown ? [] : ['off']), ...(opacity === 1 ? [] : [rounded(opacity, 2)]), ...choices].join(
    ':',
  );
}

type Parts = [key: string, value: string][];

function timesParts(
  { asOf, knownAt }: { asOf?: number | undefined; knownAt?: number | undefined },
  kind: string,
): Parts {
  const parts: Parts = [];
  if (asOf !== undefined) parts.push([`${kind}.asOf`, instantText(asOf)]);
  if (knownAt !== undefined) parts.push([`${kind}.known`, instantText(knownAt)]);
  return parts;
}

function pageParts(page: OpenPage): Parts {
  if (!isLinkable(page)) return [];
  switch (page?.kind) {
    case undefined:
      return [];
    case 'enterprise':
      return [
        ['p', ['enterprise', page.id, ...(page.unitId === undefined ? [] : [page.unitId])].map(escaped).join('/')],
      ];
    case 'area':
      return [['p', `${page.level}/${page.code}`]];
    case 'document':
    case 'channel':
      return [['p', `${page.kind}/${escaped(page.id)}`]];
    case 'alarm':
      return [['p', `alarm/${page.id}`]];
    case 'explanation': {
      const { id, by = [], where = {}, between = {}, ...times } = page.query;
      return [
        ['p', `figure/${escaped(id)}`],
        ...(by.length === 0 ? [] : ([['e.by', by.join()]] as Parts)),
        ...Object.entries(where).map(([dimension, keys]): Parts[number] => [`e.${dimension}`, listText(keys)]),
        ...Object.entries(between).map(([measure, range]): Parts[number] => [`e.r.${measure}`, rangeText(range)]),
        ...timesParts(times, 'e'),
      ];
    }
  }
}

/** The fragment without '#'. Positions are rounded to 1e-5 degrees: about a metre. */
export function encodeLink(view: LinkedView): string {
  const { camera, filters, times, page, selected, layers, table } = view;
  const ofDesk: Readonly<Record<Desk, () => Parts>> = {
    atlas: () => [],
    monitoring: () => monitoringParts(view.monitoring, linkText),
    duty: () => dutyParts(view.duty, linkText),
  };
  const parts = ofDesk[view.desk]();
  if (camera !== null) {
    const { longitude, latitude, zoom, bearing, pitch } = camera;
    const turned = pitch !== 0 ? [bearing, pitch] : bearing !== 0 ? [bearing] : [];
    parts.push([
      'c',
      [rounded(longitude, 5), rounded(latitude, 5), ...[zoom, ...turned].map((n) => rounded(n, 4))].join(),
    ]);
  }
  if (filters.text !== '') parts.push(['q', escaped(filters.text)]);
  for (const dimension of filterDimensions) {
    const keys = filters.keys[dimension];
    if (keys !== undefined) parts.push([`f.${dimension}`, listText(keys)]);
  }
  for (const measure of figureMeasures) {
    const range = filters.between[measure];
    if (range !== undefined) parts.push([`r.${measure}`, rangeText(range)]);
  }
  if (filters.lasso !== null)
    parts.push(['lasso', filters.lasso.map(([x, y]) => `${rounded(x, 5)},${rounded(y, 5)}`).join(';')]);
  parts.push(...timesParts(times, 't'));
  if (layers !== null) parts.push(['layers', layers.map(layerText).join()]);
  if (table !== plainView.table) parts.push(['table', escaped(table)]);
  if (selected !== null)
    parts.push([
      's',
      selected.kind === 'area' ? `${selected.level}/${selected.code}` : `enterprise/${escaped(selected.id)}`,
    ]);
  parts.push(...pageParts(page));
  return [version, ...parts.map(([key, value]) => `${key}=${value}`)].join('&');
}

/** Thrown inside this file alone, for a part that makes no sense. */
class Unreadable extends Error {}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Unreadable();
  }
}

function numberIn(text: string | undefined, least: number, greatest: number): number {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  if (!(value >= least && value <= greatest)) throw new Unreadable();
  return value;
}

function oneOf<T extends string>(text: string, all: readonly T[]): T {
  const found = all.find((each) => each === text);
  if (found === undefined) throw new Unreadable();
  return found;
}

const positionOf = (text: string): readonly [number, number] => {
  const [x, y, ...more] = text.split(',');
  if (more.length > 0) throw new Unreadable();
  return [numberIn(x, -180, 180), numberIn(y, -90, 90)];
};

function cameraOf(text: string): Camera {
  const [longitude, latitude, zoom, bearing = '0', pitch = '0', ...more] = text.split(',');
  if (more.length > 0) throw new Unreadable();
  return {
    longitude: numberIn(longitude, -180, 180),
    latitude: numberIn(latitude, -90, 90),
    zoom: numberIn(zoom, 0, 24),
    bearing: numberIn(bearing, -360, 360),
    pitch: numberIn(pitch, 0, 85),
  };
}

function ringOf(text: string): Ring {
  const ring = text.split(';').map(positionOf);
  if (ring.length < 3) throw new Unreadable();
  return ring;
}

function listOf(text: string): string[] {
  const list = text.split(',').map(unescaped);
  if (list.includes('')) throw new Unreadable();
  return list;
}

function rangeOf(text: string): [number | null, number | null] {
  const [least, greatest, ...more] = text
    .split(':')
    .map((end) => (end === '' ? null : numberIn(end, -Number.MAX_VALUE, Number.MAX_VALUE)));
  if (least === undefined || greatest === undefined || more.length > 0) throw new Unreadable();
  if (least === null ? greatest === null : greatest !== null && least > greatest) throw new Unreadable();
  return [least, greatest];
}

/** A time says its zone: without one, it would mean another instant on another machine. */
function instantOf(text: string): number {
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (Number.isNaN(instant)) throw new Unreadable();
  return instant;
}

function layerOf(text: string): LayerSetting {
  const [id = '', ...rest] = text.split(':');
  let shown = true;
  let opacity = 1;
  const options: [string, string][] = [];
  for (const each of rest) {
    const [option, choice, ...more] = each.split('/');
    if (each === 'off') shown = false;
    else if (choice === undefined) opacity = numberIn(each, 0, 1);
    else if (more.length === 0) options.push([unescaped(option ?? ''), unescaped(choice)]);
    else throw new Unreadable();
  }
  if (id === '') throw new Unreadable();
  return { id: unescaped(id), shown, opacity, options: Object.fromEntries(options) };
}

function layersOf(text: string): LayerSettings {
  const layers = text === '' ? [] : text.split(',').map(layerOf);
  if (new Set(layers.map(({ id }) => id)).size < layers.length) throw new Unreadable();
  return layers;
}

function pageOf(text: string): OpenPage {
  const [kind, id = '', unitId, ...more] = text.split('/').map(unescaped);
  if (id === '' || more.length > 0 || (unitId !== undefined && kind !== 'enterprise')) throw new Unreadable();
  switch (kind) {
    case 'enterprise':
      return { kind, id, ...(unitId === undefined ? {} : { unitId }) };
    case 'city':
    case 'county':
      return { kind: 'area', level: kind, code: numberIn(/^\d{6}$/.test(id) ? id : undefined, 0, 999_999) };
    case 'document':
    case 'channel':
      return { kind, id };
    case 'alarm':
      return { kind, id: numberIn(/^\d{1,15}$/.test(id) ? id : undefined, 0, Number.MAX_SAFE_INTEGER) };
    case 'figure':
      return { kind: 'explanation', query: { id } };
    default:
      throw new Unreadable();
  }
}

const linkText: LinkText = {
  escaped,
  unescaped: (text) => listOf(text).join(),
  one: oneOf,
  instantText,
  instant: instantOf,
  refuse(): never {
    throw new Unreadable();
  },
};

/** A view being read from its parts, and the question of an explanation. */
interface Draft {
  readonly view: { -readonly [K in keyof LinkedView]: LinkedView[K] };
  readonly asked: {
    by?: FigureDimension[];
    asOf?: number;
    knownAt?: number;
    readonly where: Partial<Record<FigureDimension, string[]>>;
    readonly between: Partial<Record<FigureMeasure, [number | null, number | null]>>;
  };
}

/** Puts one part where it belongs; throws Unreadable for what this version does not know. */
function readPart({ view, asked }: Draft, key: string, value: string): void {
  const [, kind = '', name = ''] = /^([a-z]+)(?:\.(.+))?$/.exec(key) ?? [];
  const { filters, times } = view;
  // Only these have parts within parts.
  if (name !== '' && !['f', 'r', 't', 'e', 'm', 'u'].includes(kind)) throw new Unreadable();
  switch (kind) {
    case 'd': {
      const dutyTab = dutyTabs.find((tab) => value === `duty/${tab}`);
      if (dutyTab !== undefined) {
        view.duty = { ...view.duty, tab: dutyTab };
        view.desk = 'duty';
        return;
      }
      view.monitoring = { ...view.monitoring, tab: readTab(value, linkText) };
      view.desk = 'monitoring';
      return;
    }
    case 'u':
      view.duty = readDutyPart(view.duty, name, value, linkText);
      return;
    case 'm':
      view.monitoring = readMonitoringPart(view.monitoring, name, value, linkText);
      return;
    case 'c':
      view.camera = cameraOf(value);
      return;
    case 'q':
      view.filters = { ...filters, text: unescaped(value) };
      return;
    case 'f':
      view.filters = { ...filters, keys: { ...filters.keys, [oneOf(name, filterDimensions)]: listOf(value) } };
      return;
    case 'r':
      view.filters = { ...filters, between: { ...filters.between, [oneOf(name, figureMeasures)]: rangeOf(value) } };
      return;
    case 'lasso':
      view.filters = { ...filters, lasso: ringOf(value) };
      return;
    case 't':
      view.times = { ...times, [oneOf(name, ['asOf', 'known']) === 'asOf' ? 'asOf' : 'knownAt']: instantOf(value) };
      return;
    case 'layers':
      view.layers = layersOf(value);
      return;
    case 'table':
      view.table = listOf(value).join();
      return;
    case 's': {
      const page = pageOf(value);
      if (page?.kind !== 'area' && (page?.kind !== 'enterprise' || page.unitId !== undefined)) throw new Unreadable();
      view.selected = page.kind === 'area' ? page : { kind: page.kind, id: page.id };
      return;
    }
    case 'p':
      view.page = pageOf(value);
      return;
    case 'e':
      readQuestionPart(asked, name, value);
      return;
    default:
      throw new Unreadable();
  }
}

function readQuestionPart(asked: Draft['asked'], name: string, value: string): void {
  if (name === 'by') asked.by = value.split(',').map((each) => oneOf(each, figureDimensions));
  else if (name === 'asOf') asked.asOf = instantOf(value);
  else if (name === 'known') asked.knownAt = instantOf(value);
  else if (name.startsWith('r.')) asked.between[oneOf(name.slice(2), figureMeasures)] = rangeOf(value);
  else asked.where[oneOf(name, figureDimensions)] = listOf(value);
}

/** On the desk that its page belongs to, whatever else a link by hand says. */
function settled(view: LinkedView): LinkedView {
  const desk = deskOf(view.page) ?? view.desk;
  return {
    ...view,
    desk,
    monitoring: desk === 'monitoring' ? view.monitoring : plainMonitoring,
    duty: desk === 'duty' ? view.duty : plainDuty,
  };
}

/**
 * Reads a fragment, with or without '#'. Never throws: what is missing stands as in `plainView`, and the names of
 * parts that are unknown or make no sense are told in `ignored`. null = the fragment is no link of ours at all.
 */
export function decodeLink(
  fragment: string,
): { readonly view: LinkedView; readonly ignored: readonly string[] } | null {
  const [head, ...parts] = fragment.replace(/^#/, '').split('&');
  if (head === undefined || !/^v\d+$/.test(head)) return null;
  if (head !== version) return { view: plainView, ignored: [head] };
  const ignored: string[] = [];
  const draft: Draft = { view: { ...plainView }, asked: { where: {}, between: {} } };
  for (const part of parts.filter((each) => each !== '')) {
    const [key = '', ...value] = part.split('=');
    try {
      readPart(draft, key, value.join('='));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      ignored.push(key.slice(0, 40));
    }
  }
  const { view, asked } = draft;
  if (view.page?.kind === 'explanation') {
    // A question with a part that can't be read would be another question, with another answer.
    const whole = !ignored.some((key) => key.startsWith('e.'));
    view.page = whole ? { kind: 'explanation', query: { ...view.page.query, ...asked } } : null;
  }
  return { view: settled(view), ignored };
}
