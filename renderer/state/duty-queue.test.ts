import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Alarm, AlarmTransitionRequest } from '../../contract/alarms.ts';
import { alarmWith } from './duty-fixture.ts';
import { type AlarmWire, deliver, enqueue, useDutyQueue, waitingRequests } from './duty-queue.ts';

/** The storage of a browser, which outlives its windows. */
const storage = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => storage.get(key) ?? null,
  setItem: (key: string, value: string) => storage.set(key, value),
});

const sentence = { zh: '超限', en: 'over the limit' };
const changed = { data: { code: 'alarm-changed', zh: '已被他人处理', en: 'somebody was there before' } };

/** The core's end of the wire: carries a key out once, refuses other versions than expected, and breaks as told. */
class Desk implements AlarmWire {
  readonly log: { alarm: number; version: number; actor: string; key: string }[] = [];
  /** Of the calls to come: lost on the way there, lost on the way back, or fine. */
  fates: ('there' | 'back' | 'fine')[] = [];

  version(alarm: number): number {
    return 1 + this.log.filter((row) => row.alarm === alarm).length;
  }
  ticks(alarm: number): void {
    this.log.push({ alarm, version: this.version(alarm) + 1, actor: 'system', key: '' });
  }
  async transition({ alarm, key = '', expectedVersion, actor }: AlarmTransitionRequest): Promise<Alarm> {
    const fate = this.fates.shift();
    if (fate === 'there') throw new TypeError('no wire');
    if (!this.log.some((row) => row.key === key)) {
      if (expectedVersion !== undefined && expectedVersion !== this.version(alarm)) throw changed;
      this.log.push({ alarm, version: this.version(alarm) + 1, actor, key });
    }
    if (fate === 'back') throw new TypeError('no wire');
    return alarmWith({ id: alarm, version: this.version(alarm) });
  }
  async show({ id }: { id: number }) {
    return {
      alarm: alarmWith({ id, version: this.version(id) }),
      transitions: this.log.filter(({ alarm }) => alarm === id),
    };
  }
}

const act = (alarm: number, key: string, expectedVersion: number): void =>
  enqueue({ alarm, key, expectedVersion, action: 'acknowledge', actor: '张志远' }, sentence);
const keys = () => useDutyQueue.getState().queue.map(({ request }) => request.key);

beforeEach(() => {
  storage.clear();
  useDutyQueue.setState({ queue: [] });
});

describe('the queue of actions', () => {
  it('is delivered once each and in its order, wherever the wire breaks', async () => {
    const fates = fc.array(fc.constantFrom('there' as const, 'back' as const, 'fine' as const), { maxLength: 12 });
    const alarms = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(alarms, fates, async (given, told) => {
        storage.clear();
        const desk = new Desk();
        desk.fates = [...told];
        for (const [index, alarm] of given.entries())
          act(alarm, `k${index}`, 1 + given.slice(0, index).filter((each) => each === alarm).length);
        let tries = 0;
        while ((await deliver(desk, () => {})) === 'broken') {
          tries += 1;
          expect(tries).toBeLessThan(50);
        }
        expect(desk.log.map(({ key }) => key)).toEqual(given.map((_, index) => `k${index}`));
        expect(keys()).toEqual([]);
      }),
    );
  });

  it('outlives the window that it was made in', async () => {
    act(1, 'k', 1);
    useDutyQueue.setState({ queue: [] });
    const desk = new Desk();
    await deliver(desk, () => {});
    expect(desk.log.map(({ key }) => key)).toEqual(['k']);
  });

  it('goes on where only the desk’s own clock was there before', async () => {
    const desk = new Desk();
    act(1, 'first', 1);
    act(1, 'second', 2);
    desk.ticks(1);
    await deliver(desk, () => {});
    expect(desk.log.map(({ key }) => key)).toEqual(['', 'first', 'second']);
  });

  it('keeps what was refused, with the reason, and what rested on it; other alarms go on', async () => {
    const desk = new Desk();
    desk.log.push({ alarm: 1, version: 2, actor: '省中心', key: 'theirs' });
    act(1, 'first', 1);
    act(2, 'other', 1);
    act(1, 'second', 2);
    await expect(deliver(desk, () => {})).resolves.toBe('all');
    expect(desk.log.map(({ key }) => key)).toEqual(['theirs', 'other']);
    const { queue } = useDutyQueue.getState();
    expect(queue.map(({ request, refused }) => [request.key, refused?.zh])).toEqual([
      ['first', '已被他人处理'],
      ['second', '已被他人处理'],
    ]);
    expect(waitingRequests(queue)).toEqual([]);
  });
});
