// The duty desk in the words of those who sit at it.
import { expect, type Locator } from './driver.ts';
import { Monitoring } from './monitoring.ts';

export interface ToldAlarm {
  readonly id: number;
  readonly priority: 'P1' | 'P2' | 'P3';
  readonly state: string;
  readonly parent: number | null;
  readonly position: readonly [number, number] | null;
  readonly sentence: { readonly zh: string };
}

export class Duty extends Monitoring {
  /** `more`: further parts of a link. */
  async openDesk(more = ''): Promise<void> {
    await this.page.goto(`${this.desk.host.url}#v1&d=duty/watch${more}`);
    await this.isLive();
    await expect(this.page.getByTestId('duty-desk')).toBeVisible();
  }

  /** Open alarms as the command line lists them: a group's alarm stands for those in it. */
  async openAlarms(): Promise<readonly ToldAlarm[]> {
    const { alarms } = await this.told<{ alarms: ToldAlarm[] }>('alarms', 'list', '--open');
    return alarms;
  }

  /** Waits until the core has told of an alarm whose sentence holds the text, and answers with it. */
  async alarmWith(text: string): Promise<ToldAlarm> {
    let found: ToldAlarm | undefined;
    await expect
      .poll(
        async () => {
          found = (await this.openAlarms()).find(({ sentence }) => sentence.zh.includes(text));
          return found !== undefined;
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    return found as ToldAlarm;
  }

  alarm(id: number): Locator {
    return this.page.locator(`[data-testid=alarm-row][data-alarm="${id}"]`);
  }

  async sitsDown(name: string): Promise<void> {
    await this.page.getByLabel('值班员').fill(name);
    await this.page.keyboard.press('Enter');
  }

  /** How many alarms the map draws, alone or in discs. */
  async drawnAlarms(): Promise<number> {
    const drawn = JSON.parse((await this.page.getByTestId('map').getAttribute('data-drawn')) ?? '{}') as {
      alarms?: { marks?: number; inDiscs?: number };
    };
    return (drawn.alarms?.marks ?? 0) + (drawn.alarms?.inDiscs ?? 0);
  }

  /** What people have done to an alarm, in its order, as the command line tells. */
  async doneTo(id: number): Promise<readonly string[]> {
    const { transitions } = await this.told<{ transitions: { action: string; actor: string }[] }>(
      ...['alarms', 'show', '--id', String(id)],
    );
    return transitions.filter(({ actor }) => actor !== 'system').map(({ action }) => action);
  }
}
