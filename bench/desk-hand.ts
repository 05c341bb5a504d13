// Uses the desk as a hand would: real keys and a real mouse over DevTools, each step waited for on the screen.
import type { Browser } from './chromium.ts';

export interface DeskHand {
  /** One key, such as `j` or `Escape`; `ctrl` holds Control with it. */
  press(key: string, ctrl?: boolean): Promise<void>;
  /** A command by its name, through the palette. */
  command(name: string): Promise<void>;
  /** The nth element that matches, counted from 0 and around again. */
  click(selector: string, nth?: number): Promise<void>;
  /** Moves the map by so many pixels, in steps as a mouse sends them. */
  drag(byX: number, byY: number): Promise<void>;
  /** Turns the wheel over the middle of the map; below 0 = closer. */
  wheel(delta: number): Promise<void>;
  /** Whether an element is there now. */
  sees(selector: string): Promise<boolean>;
  /** Waits until an expression of the page is true. */
  until(condition: string, what: string): Promise<void>;
  /** Waits until everything is drawn. */
  rest(): Promise<void>;
}

const patienceMilliseconds = 30_000;
const pollMilliseconds = 50;
const idle = `document.querySelector('[data-testid="map"]')?.dataset.state === 'idle'`;

/** Virtual key codes of the keys that are no letters, as the DevTools protocol wants them. */
const keyCodes: Record<string, number> = { Backspace: 8, Enter: 13, Escape: 27, ArrowLeft: 37, ArrowRight: 39 };

export function deskHand(browser: Browser): DeskHand {
  async function until(condition: string, what: string): Promise<void> {
    const giveUpAt = performance.now() + patienceMilliseconds;
    while (!(await browser.evaluate<boolean>(`Boolean(${condition})`))) {
      if (performance.now() > giveUpAt) throw new Error(`The desk did not get so far: ${what}.`);
      await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
    }
  }

  async function rest(): Promise<void> {
    // Two frames, so that what was just asked for has begun.
    await browser.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
    await until(idle, 'the map is drawn');
  }

  async function press(key: string, ctrl = false): Promise<void> {
    const windowsVirtualKeyCode = keyCodes[key] ?? key.toUpperCase().charCodeAt(0);
    const event = { key, windowsVirtualKeyCode, modifiers: ctrl ? 2 : 0 };
    await browser.send('Input.dispatchKeyEvent', {
      ...event,
      type: key.length === 1 || ctrl ? 'rawKeyDown' : 'keyDown',
    });
    await browser.send('Input.dispatchKeyEvent', { ...event, type: 'keyUp' });
  }

  const middleOfMap = (): Promise<{ x: number; y: number }> =>
    browser.evaluate(`(() => {
      const { left, top, width, height } = document.querySelector('[data-testid="map"]').getBoundingClientRect();
      return { x: left + width * 0.4, y: top + height * 0.5 };
    })()`);

  return {
    press,
    sees: (selector) => browser.evaluate(`document.querySelector(${JSON.stringify(selector)}) !== null`),
    until,
    rest,
    async command(name) {
      await press('k', true);
      await until(`document.querySelector('[role="dialog"] input') === document.activeElement`, 'the palette is open');
      await browser.send('Input.insertText', { text: name });
      await until(`document.querySelector('[role="dialog"] [role="option"]')`, `the palette offers ${name}`);
      await press('Enter');
      await until(`!document.querySelector('[role="dialog"]')`, 'the palette is closed');
      await rest();
    },
    async click(selector, nth = 0) {
      const found = JSON.stringify(selector);
      await until(`document.querySelectorAll(${found}).length > 0`, `${selector} is there`);
      await browser.evaluate(`(() => {
        const all = document.querySelectorAll(${found});
        all[${nth} % all.length].click();
      })()`);
    },
    async drag(byX, byY) {
      const { x, y } = await middleOfMap();
      const mouse = (type: string, share: number): Promise<unknown> =>
        browser.send('Input.dispatchMouseEvent', {
          type,
          x: x + byX * share,
          y: y + byY * share,
          button: 'left',
          buttons: type === 'mouseReleased' ? 0 : 1,
          clickCount: 1,
        });
      await mouse('mousePressed', 0);
      for (let step = 1; step <= 10; step += 1) await mouse('mouseMoved', step / 10);
      await mouse('mouseReleased', 1);
      await rest();
    },
    async wheel(delta) {
      const { x, y } = await middleOfMap();
      for (let turn = 0; turn < 3; turn += 1)
        await browser.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x, y, deltaX: 0, deltaY: delta });
      await rest();
    },
  };
}
