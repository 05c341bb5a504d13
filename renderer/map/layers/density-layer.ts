// Layer 密度: hexagons of equal area, coloured by the number of enterprises shown that stand in each.
import { numberText } from '../../format/quantity-text.ts';
import { mostClasses, rampColors } from './color-ramp.ts';
import { type HexCell, hexGrid } from './hex-grid.ts';
import type { LayerDefinition, LayerInput } from './layer-definition.ts';

interface CountedCell extends HexCell {
  readonly count: number;
}

/** Each class begins at twice the count of the one before: 1, 2–3, 4–7, 8–15, 16 and more. */
const classOfCount = (count: number): number => Math.min(mostClasses - 1, Math.floor(Math.log2(count)));

function gridOf({ about, options }: LayerInput) {
  const [west, , east] = about.profile.bbox;
  return hexGrid(Math.round((west + east) / 2), Number(options['side'] ?? 10));
}

/** The cells in which at least one enterprise stands, the fullest first. */
function countCells(input: LayerInput): CountedCell[] {
  const grid = gridOf(input);
  const cells = new Map<string, { cell: HexCell; count: number }>();
  for (const { position } of input.placed) {
    const cell = grid.cellAt(position);
    const counted = cells.get(cell.id);
    if (counted === undefined) cells.set(cell.id, { cell, count: 1 });
    else counted.count += 1;
  }
  return [...cells.values()]
    .map(({ cell, count }) => ({ ...cell, count }))
    .sort((one, other) => other.count - one.count || (one.id < other.id ? -1 : 1));
}

const sides = ['10', '5', '20'];

export const densityLayer: LayerDefinition = {
  id: 'density',
  name: { zh: '密度', en: 'Density' },
  help: {
    zh: '把全省划成面积相等的六边形，颜色表示每格中当前显示的企业数；没有企业的格不画。格网固定，不随筛选移动；企业恰在格边附近时，换一种边长结果会不同，所以只看疏密，不作排名。没有坐标的企业不在任何格中。',
    en: 'The province in hexagons of equal area, coloured by the number of enterprises shown that stand in each; empty cells are not drawn. The grid is fixed and does not move with filters. Near the edge of a cell another size would count otherwise, so read it for crowding, not for ranks. Enterprises without coordinates are in no cell.',
  },
  source: {
    zh: '台账中企业的坐标；每格的数由当前显示的企业数得。',
    en: 'Positions of the enterprises in the ledger; each cell counts the enterprises shown.',
  },
  options: [
    {
      id: 'side',
      name: { zh: '边长', en: 'Side' },
      choices: () => sides.map((km) => ({ id: km, name: { zh: `${km} 公里`, en: `${km} km` } })),
    },
  ],
  figures: (input) => [{ id: 'enterprise-count', ...input.narrowing() }],
  draw(input) {
    const colors = rampColors(input.themeName, mostClasses);
    return {
      cells: countCells(input).map(({ id, ring, count }) => ({ id, ring, color: colors[classOfCount(count)] ?? '' })),
    };
  },
  legend(input) {
    const { language, shown, placed } = input;
    const zh = language === 'zh';
    const { cellSquareKm } = gridOf(input);
    const missing = shown.length - placed.length;
    const area = numberText(cellSquareKm, language, 0);
    return {
      title: zh ? '企业密度（家/格）' : 'Enterprises in a cell',
      unit: '1',
      entries: rampColors(input.themeName, mostClasses).map((color, index) => {
        const least = 2 ** index;
        const greatest = 2 * least - 1;
        const label =
          index === mostClasses - 1 ? `≥ ${least}` : least === greatest ? `${least}` : `${least}–${greatest}`;
        return { key: String(least), label, color };
      }),
      note: [
        zh ? `每格 ${area} 平方公里。` : `A cell has ${area} km².`,
        ...(missing > 0
          ? [zh ? `${missing} 家没有坐标，不在格中。` : `${missing} without coordinates are in no cell.`]
          : []),
      ].join(zh ? '' : ' '),
    };
  },
  table(input) {
    const zh = input.language === 'zh';
    const { cellSquareKm } = gridOf(input);
    return {
      columns: [
        { key: 'cell', title: zh ? '格心（经度, 纬度）' : 'Middle of the cell (longitude, latitude)' },
        { key: 'count', title: zh ? '企业数' : 'Enterprises', unit: '1', numeric: true },
        { key: 'density', title: zh ? '密度（家/100 平方公里）' : 'Density (per 100 km²)', numeric: true },
      ],
      rows: countCells(input).map(({ id, center, ring, count }) => ({
        key: id,
        cells: {
          cell: `${center[0].toFixed(3)}, ${center[1].toFixed(3)}`,
          count,
          density: Number(((count / cellSquareKm) * 100).toPrecision(3)),
        },
        ring,
      })),
    };
  },
};
