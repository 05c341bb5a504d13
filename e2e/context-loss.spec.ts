// The graphics card gives up, again and again: each time the same view is back within two seconds, and the losses are counted.
import { type Desk, expect, test } from './driver.ts';

const losses = 50;
const mostMilliseconds = 2000;

/** Share of the pixels of two pictures of one size that differ visibly. */
function differing(page: Desk['page'], one: Buffer, other: Buffer): Promise<number> {
  return page.evaluate(
    async (pictures) => {
      const [first, second] = await Promise.all(
        pictures.map(async (base64) => {
          const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
          const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
          const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
          if (context === null) throw new Error('no canvas');
          context.drawImage(bitmap, 0, 0);
          return context.getImageData(0, 0, bitmap.width, bitmap.height).data;
        }),
      );
      if (first === undefined || second === undefined || first.length !== second.length) return 1;
      let count = 0;
      for (let at = 0; at < first.length; at += 4) {
        const apart = [0, 1, 2].some((part) => Math.abs((first[at + part] ?? 0) - (second[at + part] ?? 0)) > 24);
        if (apart) count += 1;
      }
      return count / (first.length / 4);
    },
    [one.toString('base64'), other.toString('base64')],
  );
}

test(`recovers the same view from ${losses} lost graphics contexts`, async ({ desk }) => {
  test.setTimeout(240_000);
  const { page } = desk;
  await desk.open();
  await desk.mapIsDrawn(219);
  const map = page.getByTestId('map');
  const before = await map.screenshot({ animations: 'disabled' });

  const took = await map.evaluate(async (element, count) => {
    const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    const times: number[] = [];
    for (let loss = 0; loss < count; loss += 1) {
      // Made again in place, the map has another canvas each time.
      const canvas = element.querySelector<HTMLCanvasElement>('canvas.maplibregl-canvas');
      const extension = canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context');
      if (!extension) throw new Error('This browser cannot lose a graphics context on demand.');
      const start = performance.now();
      extension.loseContext();
      // Every other time the browser restores the context itself; otherwise the map must help itself.
      if (loss % 2 === 1) setTimeout(() => extension.restoreContext(), 50);
      while (element.dataset['contextLosses'] !== String(loss + 1) || element.dataset['state'] !== 'idle')
        await pause(10);
      times.push(performance.now() - start);
      await pause(20);
    }
    return times;
  }, losses);

  await expect(map).toHaveAttribute('data-context-losses', String(losses));
  expect(took).toHaveLength(losses);
  expect(Math.max(...took)).toBeLessThan(mostMilliseconds);
  expect(await map.locator('canvas.maplibregl-canvas').count()).toBe(1);
  // Not blank, and what it was: names may have found another free spot beside their place.
  const after = await map.screenshot({ animations: 'disabled' });
  expect(await differing(page, before, after)).toBeLessThan(0.01);
  expect(desk.errors).toEqual([]);
});
