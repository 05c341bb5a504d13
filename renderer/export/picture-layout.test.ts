import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOutPicture, type PictureContent, roundMeters, wrapText } from './picture-layout.ts';

/** Chinese signs one size wide, all others half. */
const measure = (text: string, size: number): number =>
  [...text].reduce((sum, sign) => sum + (sign > '\u2E80' ? size : size / 2), 0);

const content = (map: { width: number; height: number }, remPixels: number): PictureContent => ({
  map,
  pixelRatio: 1,
  remPixels,
  title: '山东省 · 在运产能',
  legends: [
    {
      title: '产能',
      opacity: 1,
      unit: '单位：兆瓦',
      entries: [
        {
          key: 'a',
          label: '煤电 Coal power of every kind and of any age, in all counties',
          color: '#888888',
          countText: '140',
        },
        { key: 'b', label: '水泥', radiusPixels: 40 },
        { key: 'c', label: '钢铁', radiusPixels: 2 },
      ],
      note: '无坐标的企业不在图上。',
    },
  ],
  facts: ['事实时点：2026-11-20 09:14:05 · 认知时点：2026-11-20 09:14:05', '底图：审图号:GS(2024)0650号'],
  metersPerPixel: 500,
  scaleText: (meters) => `${meters / 1000} km`,
  measure,
});

const sizes = fc.record({
  width: fc.integer({ min: 300, max: 7680 }),
  height: fc.integer({ min: 200, max: 4320 }),
  remPixels: fc.integer({ min: 12, max: 56 }),
});

describe('the layout of a map picture', () => {
  it('keeps every text and mark inside the picture and off the map, at any size', () => {
    fc.assert(
      fc.property(sizes, ({ width, height, remPixels }) => {
        const layout = layOutPicture(content({ width, height }, remPixels));
        const { map } = layout;
        expect(map).toMatchObject({ width, height });
        for (const { text, x, y, sizePixels, align } of layout.texts) {
          const length = measure(text, sizePixels);
          const left = align === 'left' ? x : x - length;
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left + length).toBeLessThanOrEqual(layout.width + 1);
          expect(y - sizePixels / 2).toBeGreaterThanOrEqual(0);
          expect(y + sizePixels / 2).toBeLessThanOrEqual(layout.height);
          const beside = left >= map.x + map.width || y <= map.y || y >= map.y + map.height;
          expect(beside).toBe(true);
        }
        for (const { x, y, radius } of layout.marks) {
          expect(x - radius).toBeGreaterThanOrEqual(map.x + map.width);
          expect(y + radius).toBeLessThanOrEqual(layout.height);
        }
      }),
    );
  });

  it('says everything it was given', () => {
    const layout = layOutPicture(content({ width: 900, height: 600 }, 14));
    const said = layout.texts
      .map(({ text }) => text)
      .join('')
      .replaceAll(' ', '');
    for (const text of [
      '山东省·在运产能',
      '单位：兆瓦',
      '140',
      '水泥',
      '无坐标的企业不在图上。',
      '审图号:GS(2024)0650号',
    ])
      expect(said).toContain(text);
    expect(said.match(/2026-11-20/g)).toHaveLength(2);
  });

  it('draws circles as large as on the map, and begins all labels of a legend at one line', () => {
    const { marks, texts } = layOutPicture({ ...content({ width: 900, height: 600 }, 14), pixelRatio: 2 });
    expect(marks.map(({ radius }) => radius)).toEqual([7, 80, 4]);
    const starts = texts.filter(({ text }) => ['水泥', '钢铁'].includes(text)).map(({ x }) => x);
    expect(new Set(starts).size).toBe(1);
  });

  it('sets type in proportion to the page', () => {
    const small = layOutPicture(content({ width: 900, height: 600 }, 14)).texts[0];
    const large = layOutPicture(content({ width: 7680, height: 4320 }, 56)).texts[0];
    expect((large?.sizePixels ?? 0) / (small?.sizePixels ?? 1)).toBe(4);
  });

  it('has a scale bar of a round length that is as long as it says, and none where the map is seen from the side', () => {
    fc.assert(
      fc.property(
        sizes,
        fc.double({ min: 1, max: 2000, noNaN: true }),
        ({ width, height, remPixels }, metersPerPixel) => {
          const bar = layOutPicture({ ...content({ width, height }, remPixels), metersPerPixel }).scaleBar;
          const meters = Number(bar?.text.replace(' km', '')) * 1000;
          expect(bar?.length).toBeCloseTo(meters / metersPerPixel, 3);
          expect(bar?.length).toBeLessThanOrEqual(0.2 * width + 1e-6);
        },
      ),
    );
    expect(layOutPicture({ ...content({ width: 900, height: 600 }, 14), metersPerPixel: null }).scaleBar).toBeNull();
  });

  it('puts the legend nowhere where there is none', () => {
    const bare = layOutPicture({ ...content({ width: 900, height: 600 }, 14), legends: [] });
    expect(bare.width).toBe(928);
    expect(bare.marks).toEqual([]);
  });
});

describe('text in lines', () => {
  it('parts no bracket or stop from its word', () => {
    const lines = wrapText('in no area (offshore), 无坐标（未上图）。', 80, (part) => measure(part, 10));
    for (const line of lines) {
      expect(line).not.toMatch(/[(（]$/);
      expect(line).not.toMatch(/^[)）。,]/);
    }
    expect(lines.length).toBeGreaterThan(2);
  });

  it('loses nothing but spaces, and overruns only by a single sign', () => {
    const text = fc.string({ unit: fc.constantFrom('济', '南', ' ', 'a', 'bc', '，', '1') });
    fc.assert(
      fc.property(text, fc.integer({ min: 5, max: 200 }), (written, width) => {
        const lines = wrapText(written, width, (part) => measure(part, 10));
        expect(lines.join('').replaceAll(' ', '')).toBe(written.replaceAll(' ', ''));
        for (const line of lines) if ([...line].length > 1) expect(measure(line, 10)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

it('rounds down to 1, 2 or 5 of a power of ten', () => {
  expect([1, 1.9, 2, 4.9, 5, 9.99, 10, 43210, 76000].map(roundMeters)).toEqual([1, 1, 2, 2, 5, 5, 10, 20000, 50000]);
});
