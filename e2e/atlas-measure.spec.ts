// Measuring on the map, and coordinates in the system that the reader chose.

import gcoordModule from 'gcoord';
import geodesic from 'geographiclib-geodesic';
import proj4 from 'proj4';
import { type Atlas, expect, type Position, test } from './atlas.ts';

// The library's types describe a default export that Node does not see.
const gcoord = gcoordModule as unknown as typeof gcoordModule.default;
const cgcs2000 = new geodesic.Geodesic.Geodesic(6_378_137, 1 / 298.257222101);

/** Metres of the ground under one CSS pixel at a latitude. */
const metersPerPixel = (atlas: Atlas, latitude: number): number =>
  (40_075_016.686 * Math.cos((latitude * Math.PI) / 180)) / (512 * 2 ** atlas.camera().zoom);

/** A number and its unit as the tool says them, in metres or square metres. */
function amountIn(said: string, word: string): number {
  const [, amount = '', unit = ''] = new RegExp(`${word} ([\\d,.]+) (km²|m²|km|m)`).exec(said) ?? [];
  const factor = { km: 1e3, m: 1, 'km²': 1e6, 'm²': 1 }[unit] ?? Number.NaN;
  return Number(amount.replaceAll(',', '')) * factor;
}

test('a distance is right to a pixel’s worth, an area to its edge’s', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('', 219);
  const measured = page.getByTestId('measured');
  const corners: readonly Position[] = [
    [116.6, 35.4],
    [119.2, 35.6],
    [119.0, 36.8],
    [116.8, 36.9],
  ];
  const [from, to] = corners as readonly [Position, Position];

  await page.keyboard.press('m');
  await atlas.press(from);
  await atlas.press(to);
  await page.keyboard.press('Enter');
  const distance = cgcs2000.Inverse(from[1], from[0], to[1], to[0]).s12 ?? Number.NaN;
  await expect(measured).toContainText('距离');
  const pixel = metersPerPixel(atlas, 35.5);
  expect(Math.abs(amountIn(await measured.innerText(), '距离') - distance)).toBeLessThan(2 * pixel + 500);
  await expect(page.getByText('按 CGCS2000 椭球面测地线计算')).toBeVisible();
  await desk.picture('atlas-measured');
  await page.keyboard.press('Escape');
  await expect(measured).toBeHidden();

  await page.keyboard.press('Shift+M');
  for (const corner of corners) await atlas.press(corner);
  await page.keyboard.press('Enter');
  const polygon = cgcs2000.Polygon(false);
  for (const [longitude, latitude] of corners) polygon.AddPoint(latitude, longitude);
  const { area, perimeter } = polygon.Compute(false, true);
  await expect(measured).toContainText('面积');
  const said = await measured.innerText();
  expect(Math.abs(amountIn(said, '面积') - (area ?? 0))).toBeLessThan(perimeter * pixel + 1e6);
  expect(Math.abs(amountIn(said, '周长') - perimeter)).toBeLessThan(8 * pixel + 1_000);
});

test('the position under the pointer is said in each coordinate system', async ({ atlas, desk }) => {
  const { page } = desk;
  await atlas.open('', 219);
  const place: Position = [117.5, 36.2];
  const said = page.getByTestId('coordinates');
  const choose = (name: string) => atlas.choose(page.getByRole('combobox', { name: '坐标系' }), name);
  const pixelDegrees = 360 / (512 * 2 ** atlas.camera().zoom);
  const degrees = async () => (await said.innerText()).split(', ').map(Number);
  const near = (read: readonly number[], wanted: readonly number[], within: number) => {
    for (const [at, value] of wanted.entries()) expect(Math.abs((read[at] ?? Number.NaN) - value)).toBeLessThan(within);
  };

  await atlas.point(place);
  await expect(said).toContainText(/^\d+\.\d{5}, \d+\.\d{5}$/);
  near(await degrees(), place, 2 * pixelDegrees);

  await choose('GCJ-02 经纬度');
  await atlas.point(place);
  near(await degrees(), gcoord.transform([...place], gcoord.WGS84, gcoord.GCJ02), 2 * pixelDegrees);

  await choose('BD-09 经纬度');
  await atlas.point(place);
  near(await degrees(), gcoord.transform([...place], gcoord.WGS84, gcoord.BD09), 2 * pixelDegrees);

  await choose('CGCS2000 3° 带高斯坐标');
  await atlas.point(place);
  await expect(said).toContainText('(117°)');
  const strip = '+proj=tmerc +lat_0=0 +lon_0=117 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m';
  const [east, north] = proj4(strip, [...place]);
  const [, x = '', y = ''] = /X (\d+), Y (\d+)/.exec(await said.innerText()) ?? [];
  near([Number(x), Number(y)], [north ?? 0, east ?? 0], 2 * metersPerPixel(atlas, place[1]));
});
