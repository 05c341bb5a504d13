// Steps forward and back on the desk, as a reader takes them.
import { beforeEach, describe, expect, it } from 'vitest';
import { noFilters, withKeys } from './filters.ts';
import { useView } from './view-store.ts';

const camera = { longitude: 118, latitude: 36, zoom: 7, bearing: 0, pitch: 0 };
const first = useView.getState();
const view = useView.getState;

beforeEach(() => useView.setState(first, true));

describe('stepping back', () => {
  it('returns filters, page and camera together, in the order in which they were left', () => {
    view().cameraRested(camera);
    const near = { ...camera, zoom: 9 };
    view().drillTo({
      filters: (last) => withKeys(last, 'city', ['370100']),
      wish: { kind: 'fit', bounds: [116, 36, 118, 37] },
    });
    view().cameraRested(near);
    view().drillTo({ page: { kind: 'enterprise', id: 'a' }, wish: { kind: 'fly', position: [117, 36.5] } });
    view().cameraRested({ ...camera, zoom: 11 });

    view().stepBack();
    expect(view()).toMatchObject({ page: null, filters: { keys: { city: ['370100'] } } });
    expect(view().wish).toEqual({ kind: 'camera', camera: near });
    view().stepBack();
    expect(view()).toMatchObject({ page: null, filters: noFilters, past: [] });
    expect(view().wish).toEqual({ kind: 'camera', camera });
    view().stepBack();
    expect(view().filters).toEqual(noFilters);
  });

  it('takes a word that was typed as one step', () => {
    for (const text of ['山', '山东', '山东钢铁']) view().setFilters((last) => ({ ...last, text }));
    expect(view().past).toHaveLength(1);
    view().stepBack();
    expect(view().filters.text).toBe('');
  });

  it('forgets the oldest of very many steps rather than growing without end', () => {
    for (let index = 0; index < 300; index += 1) view().setFilters((last) => withKeys(last, 'city', [String(index)]));
    expect(view().past.length).toBeLessThanOrEqual(100);
  });
});

describe('desks', () => {
  it('are gone to and stepped back from with page, tab and camera', () => {
    view().cameraRested(camera);
    view().openPage({ kind: 'enterprise', id: 'a' });
    view().goTo('monitoring', 'devices');
    expect(view()).toMatchObject({ desk: 'monitoring', page: null, monitoring: { tab: 'devices' } });
    view().setDuty({ tab: 'kpis' });
    view().openPage({ kind: 'alarm', id: 3 });
    expect(view()).toMatchObject({ desk: 'duty', duty: { tab: 'watch' }, page: { id: 3 } });
    view().stepBack();
    view().stepBack();
    expect(view()).toMatchObject({ desk: 'atlas', page: { id: 'a' }, monitoring: { tab: 'channels' } });
    expect(view().wish).toEqual({ kind: 'camera', camera });
  });

  it('come with the page that belongs to them', () => {
    view().goTo('monitoring', 'devices');
    view().openPage({ kind: 'enterprise', id: 'a' });
    expect(view().desk).toBe('atlas');
    view().openPage({ kind: 'channel', id: 'c' });
    expect(view().desk).toBe('monitoring');
  });

  it('are left for nothing: Esc closes the page, then lifts the text, and touches no filter of the atlas', () => {
    view().setFilters((last) => withKeys(last, 'status', ['operating']));
    view().goTo('monitoring');
    view().setMonitoring({ text: '炉' });
    view().openPage({ kind: 'channel', id: 'c' });
    for (const expected of [
      { page: null, monitoring: { text: '炉' } },
      { monitoring: { text: '' } },
      { desk: 'monitoring', filters: { keys: { status: ['operating'] } } },
    ]) {
      view().leave();
      expect(view()).toMatchObject(expected);
    }
  });

  it('a text that narrows one list is not carried into the next', () => {
    view().goTo('monitoring', 'devices');
    view().setMonitoring({ text: 'gw' });
    view().goTo('monitoring', 'quarantine');
    expect(view().monitoring.text).toBe('');
  });
});

describe('leaving', () => {
  it('puts down the tool, then closes the page, then lifts all filters; each can be stepped back from', () => {
    view().setFilters((last) => withKeys(last, 'status', ['operating']));
    view().openPage({ kind: 'enterprise', id: 'a' });
    view().setTool('lasso');
    view().leave();
    expect(view()).toMatchObject({ tool: 'select', page: { id: 'a' } });
    view().leave();
    expect(view()).toMatchObject({ page: null, filters: { keys: { status: ['operating'] } } });
    view().leave();
    expect(view().filters).toEqual(noFilters);
    view().leave();
    view().stepBack();
    expect(view().filters.keys).toEqual({ status: ['operating'] });
  });
});
