import { describe, expect, it } from 'vitest';
import { emptySketch, mostLassoCorners, type Sketch, type SketchStep, type SketchTool, stepSketch } from './sketch.ts';

const corner = (longitude: number, latitude: number): SketchStep => ({ kind: 'corner', at: [longitude, latitude] });
const sketched = (tool: SketchTool, ...steps: SketchStep[]): Sketch =>
  steps.reduce((sketch, step) => stepSketch(sketch, step), emptySketch(tool));

describe('measuring', () => {
  it('gives the length of a line up to the pointer, and of its corners when done', () => {
    const drawing = sketched('distance', corner(117, 36), { kind: 'pointer', at: [118, 36] });
    // A degree along the 36th parallel of the WGS84 ellipsoid.
    expect(drawing.lengthMeters).toBeGreaterThan(90_000);
    expect(drawing.lengthMeters).toBeLessThan(90_200);
    expect(drawing.corners).toHaveLength(1);
    expect(stepSketch(drawing, { kind: 'finish' }).state).toBe('cancelled');
    const done = sketched(
      'distance',
      corner(117, 36),
      corner(118, 36),
      { kind: 'pointer', at: [119, 36] },
      { kind: 'finish' },
    );
    expect(done).toMatchObject({ state: 'done', areaSquareMeters: null });
    expect(done.lengthMeters).toBeCloseTo(drawing.lengthMeters, 3);
  });

  it('gives the area of three corners or more, and its outline', () => {
    expect(sketched('area', corner(117, 36), corner(118, 36)).areaSquareMeters).toBeNull();
    const { areaSquareMeters, lengthMeters } = sketched(
      'area',
      corner(117, 36),
      corner(118, 36),
      corner(118, 37),
      corner(117, 37),
    );
    expect((areaSquareMeters as number) / 1e6).toBeGreaterThan(9900);
    expect((areaSquareMeters as number) / 1e6).toBeLessThan(10_000);
    expect(lengthMeters / 1000).toBeGreaterThan(400);
  });

  it('takes back the last corner, gives up all, and starts anew after it is done', () => {
    const three = [corner(117, 36), corner(118, 36), corner(118, 37)];
    expect(sketched('distance', ...three, { kind: 'back' }).corners).toHaveLength(2);
    expect(sketched('area', ...three, { kind: 'cancel' })).toMatchObject({ state: 'cancelled', corners: [] });
    const next = sketched('area', ...three, { kind: 'finish' }, corner(119, 37));
    expect(next).toMatchObject({ state: 'drawing', corners: [[119, 37]] });
  });

  it('counts the corner of a double click once', () => {
    const done = sketched('distance', corner(117, 36), corner(118, 36), corner(118, 36), { kind: 'finish' });
    expect(done.corners).toHaveLength(2);
  });
});

describe('a lasso', () => {
  it('is a ring of at most 200 corners from any drag', () => {
    const corners = Array.from({ length: 5000 }, (_, at) => {
      const turn = (at / 5000) * 2 * Math.PI;
      return [117 + Math.cos(turn) * (1 + 0.05 * Math.sin(40 * turn)), 36 + Math.sin(turn)] as const;
    });
    const sketch = { ...emptySketch('lasso'), corners };
    const done = stepSketch(sketch, { kind: 'finish' });
    expect(done.state).toBe('done');
    expect(done.corners.length).toBeLessThanOrEqual(mostLassoCorners);
    expect(done.corners.length).toBeGreaterThan(40);
  });

  it('can be clicked corner by corner, and is nothing with two', () => {
    expect(
      sketched('lasso', corner(117, 36), corner(118, 36), corner(118, 37), { kind: 'finish' }).corners,
    ).toHaveLength(3);
    expect(sketched('lasso', corner(117, 36), corner(118, 36), { kind: 'finish' }).state).toBe('cancelled');
  });
});
