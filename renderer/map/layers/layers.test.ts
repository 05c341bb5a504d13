import { describe, expect, it } from 'vitest';
import { sampleEnterprise } from '../../state/sample-enterprise.ts';
import { atlasCells } from '../mark-atlas.ts';
import { assignMarks, neutralMark } from '../marks.ts';
import { enterpriseLayer, markOf, placedOnly } from './enterprise-layer.ts';
import { doubtRings, rgbOf, selectionRing } from './ring-layer.ts';

const marks = assignMarks(['steel', 'cement']);
const enterprises = [
  sampleEnterprise({ id: 'a', flags: ['nearBoundary'] }),
  sampleEnterprise({ id: 'b', industries: ['cement', 'steel'] }),
  sampleEnterprise({ id: 'c', position: null, place: 'unplaced', flags: ['impossibleCoordinates'] }),
  sampleEnterprise({ id: 'd', place: 'offshore', industries: [] }),
];
const placed = placedOnly(enterprises);
const idsOf = (data: unknown) => (data as { id: string }[]).map(({ id }) => id);

describe('enterprise layer', () => {
  it('draws every enterprise that has a position, offshore ones too', () => {
    const cells = atlasCells([...marks.values(), neutralMark]);
    const layer = enterpriseLayer(placed, { marks, atlas: { picture: {} as HTMLCanvasElement, cells }, scale: 1 });
    expect(idsOf(layer.props.data)).toEqual(['a', 'b', 'd']);
    for (const enterprise of placed) {
      const icon = (layer.props.getIcon as (e: typeof enterprise) => string)(enterprise);
      expect(cells).toHaveProperty(icon);
    }
  });

  it('marks by the first industry, and what has none with the neutral mark', () => {
    expect(markOf(enterprises[1] as never, marks)).toBe(marks.get('cement'));
    expect(markOf(enterprises[3] as never, marks)).toBe(neutralMark);
  });
});

describe('rings', () => {
  it('surround what is in doubt and what is selected, and nothing else', () => {
    const look = { color: '#f0b429', scale: 2 };
    expect(idsOf(doubtRings(placed, look).props.data)).toEqual(['a']);
    expect(idsOf(selectionRing(placed, 'd', look).props.data)).toEqual(['d']);
    expect(idsOf(selectionRing(placed, null, look).props.data)).toEqual([]);
    expect(rgbOf('#f0b429')).toEqual([240, 180, 41]);
  });
});
