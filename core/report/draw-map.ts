// Draws the city with its counties and the place of the alarm, from the boundaries; with a scale and the boundaries' attribution.
import type { Position } from 'geojson';
import type { ReportMap } from './report-facts.ts';
import { ink, type ReportPage } from './report-page.ts';

const KM_PER_DEGREE = 111.32;

/** Inside the box (x, y, width, height). `position` = longitude, latitude; null = it is not known. */
export function drawMap(
  page: ReportPage,
  { outline, counties, city, attribution }: ReportMap,
  position: readonly [number, number] | null,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): void {
  const { doc } = page;
  const [west, south, east, north] = city.bbox;
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const inner = { x: box.x + 8, y: box.y + 8, width: box.width - 16, height: box.height - 34 };
  const scale = Math.min(inner.width / ((east - west) * squeeze), inner.height / (north - south));
  const [middleX, middleY] = [inner.x + inner.width / 2, inner.y + inner.height / 2];
  const at = ([longitude = 0, latitude = 0]: Position | readonly number[]): [number, number] => [
    middleX + (longitude - (west + east) / 2) * squeeze * scale,
    middleY - (latitude - (south + north) / 2) * scale,
  ];
  const trace = (rings: readonly (readonly Position[])[]): void => {
    for (const ring of rings) {
      ring.forEach((point, index) => {
        const [x, y] = at(point);
        if (index === 0) doc.moveTo(x, y);
        else doc.lineTo(x, y);
      });
      doc.closePath();
    }
  };
  doc.rect(box.x, box.y, box.width, box.height).fill(ink.wash);
  doc.save().rect(box.x, box.y, box.width, box.height).clip();
  trace(outline);
  doc.fill('#ffffff', 'even-odd');
  trace(counties);
  doc.lineWidth(0.35).strokeColor('#9aa5b1').stroke();
  trace(outline);
  doc.lineWidth(1).lineJoin('round').strokeColor('#3c4a5a').stroke();
  if (position) {
    const [x, y] = at(position);
    doc.circle(x, y, 7).lineWidth(1.2).strokeColor(ink.alert).stroke();
    doc
      .moveTo(x - 11, y)
      .lineTo(x - 3, y)
      .moveTo(x + 3, y)
      .lineTo(x + 11, y);
    doc
      .moveTo(x, y - 11)
      .lineTo(x, y - 3)
      .moveTo(x, y + 3)
      .lineTo(x, y + 11);
    doc.lineWidth(1).strokeColor(ink.alert).stroke();
    doc.circle(x, y, 2.2).fill(ink.alert);
  }
  doc.restore();
  const km = [5, 10, 20, 50, 100].find((each) => (each / KM_PER_DEGREE) * scale > 34) ?? 100;
  const length = (km / KM_PER_DEGREE) * scale;
  const bar = box.y + box.height - 18;
  doc
    .moveTo(box.x + 8, bar - 3)
    .lineTo(box.x + 8, bar)
    .lineTo(box.x + 8 + length, bar)
    .lineTo(box.x + 8 + length, bar - 3);
  doc.lineWidth(0.8).strokeColor(ink.quiet).stroke();
  page.line(`${km} km`, box.x + 12 + length, bar - 7, { size: 7, color: ink.quiet });
  page.line(attribution, box.x + 8, box.y + box.height - 12, { size: 5.6, color: ink.quiet });
  doc.rect(box.x, box.y, box.width, box.height).lineWidth(0.6).strokeColor(ink.line).stroke();
}
