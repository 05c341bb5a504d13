// Rings around marks: a thin one where a record carries a doubt, a strong one around the selected record.
import { ScatterplotLayer } from '@deck.gl/layers';
import { markPixels, type PlacedEnterprise } from './enterprise-layer.ts';

type Rgb = [number, number, number];

/** #rrggbb → three numbers 0…255, as deck.gl takes colours. */
export function rgbOf(hex: string): Rgb {
  return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16)) as Rgb;
}

function ringLayer(
  id: string,
  enterprises: readonly PlacedEnterprise[],
  ring: { color: string; radiusPixels: number; widthPixels: number },
): ScatterplotLayer<PlacedEnterprise> {
  return new ScatterplotLayer<PlacedEnterprise>({
    id,
    data: enterprises as PlacedEnterprise[],
    pickable: false,
    filled: false,
    stroked: true,
    getPosition: ({ position }) => [position[0], position[1]],
    getRadius: ring.radiusPixels,
    radiusUnits: 'pixels',
    getLineWidth: ring.widthPixels,
    lineWidthUnits: 'pixels',
    getLineColor: rgbOf(ring.color),
    updateTriggers: { getLineColor: ring.color },
    parameters: { depthCompare: 'always' },
  });
}

export function doubtRings(enterprises: readonly PlacedEnterprise[], look: { color: string; scale: number }) {
  const flagged = enterprises.filter(({ flags }) => flags.length > 0);
  const radiusPixels = (markPixels / 2 + 2) * look.scale;
  return ringLayer('doubts', flagged, { color: look.color, radiusPixels, widthPixels: 1.25 * look.scale });
}

export function selectionRing(
  enterprises: readonly PlacedEnterprise[],
  selectedId: string | null,
  look: { color: string; scale: number },
) {
  const selected = enterprises.filter(({ id }) => id === selectedId);
  const radiusPixels = (markPixels / 2 + 6) * look.scale;
  return ringLayer('selection', selected, { color: look.color, radiusPixels, widthPixels: 3 * look.scale });
}
